"""One file read by its layout: its rows, what was refused, and every row accounted for."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import polars as pl

from analysis.ingest.cells import as_text, squeeze
from analysis.ingest.grid import Sheet, UnreadableFile, read_sheets
from analysis.ingest.header import Header, find_header
from analysis.ingest.layout import Layout
from analysis.ingest.periods import Period, find_period
from analysis.ingest.rows import RowKind
from analysis.ingest.table import BadCell, DataRow, Table, read_table
from analysis.messages import Message

_LISTED = 5  # so many doubtful figures are named in a reason; the rest are counted


@dataclass
class Reading:
    """What a file holds.

    `rejected` says why nothing could be read; `doubts` why it is held back; `warnings` what a
    clerk should know although it was read. `rows` are (sheet, accepted row), `bulk` (sheet, further
    accepted rows as a frame).
    """

    rejected: Message | None = None
    doubts: list[Message] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)
    rows: list[tuple[str, DataRow]] = field(default_factory=list)
    bulk: list[tuple[str, pl.DataFrame]] = field(default_factory=list)
    bad_cells: list[BadCell] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    control_total_ok: bool | None = None
    columns: list[dict[str, str]] = field(default_factory=list)
    attributes: dict[str, str | None] = field(default_factory=dict)


def read_file(path: Path, name: str, layout: Layout, period: Period) -> Reading:
    """Read the bytes at `path` as the file `name` of the form `layout` for `period`.

    Never raises for anything a department can hand in: what cannot be read is `rejected`.
    """
    try:
        return _read(path, name, layout, period)
    except UnreadableFile as error:
        return Reading(rejected=error.message)


def _read(path: Path, name: str, layout: Layout, period: Period) -> Reading:
    sheets = read_sheets(path, Path(name).suffix.lower())
    visible = [sheet for sheet in sheets if not sheet.is_hidden]
    found = [(sheet, find_header(sheet, layout)) for sheet in visible]
    whole = [(sheet, header) for sheet, header in found if header and not header.missing(layout)]
    if not whole:
        raise _no_table(found, layout)
    reading = Reading(attributes=_attributes(name, visible, layout))
    _warn(reading, name, sheets, whole, period)
    chosen = {id(sheet) for sheet, _ in whole}
    for sheet in sheets:
        if id(sheet) not in chosen:
            _count_other(sheet, reading.counts)
    tables = []
    for sheet, header in whole:
        if header.ambiguous:
            column, labels = next(iter(header.ambiguous.items()))
            raise UnreadableFile("ambiguous_header", column=column, headers="、".join(labels))
        tables.append(read_table(sheet, header, layout, period))
    if any(table.bulk is not None for table in tables) and _repeats_a_key(tables, layout):
        # which row is refused depends on their order: one by one
        tables = [read_table(*whole_one, layout, period, in_bulk=False) for whole_one in whole]
    _settle(reading, tables, layout)
    return reading


def _no_table(found: list[tuple[Sheet, Header | None]], layout: Layout) -> UnreadableFile:
    """Why no sheet holds the form: nothing like its header, or the columns that are missing."""
    near = max((h for _, h in found if h), key=lambda h: len(h.columns), default=None)
    if near is None:
        return UnreadableFile("no_header", form=layout.name_zh)
    missing = "、".join("|".join(layout.columns[name].headers) for name in near.missing(layout))
    return UnreadableFile("missing_column", missing=missing, found="、".join(near.labels.values()))


def _attributes(name: str, sheets: list[Sheet], layout: Layout) -> dict[str, str | None]:
    """What the file's name, else its title and notes, say of the whole file (a vintage)."""
    if not layout.attributes:
        return {}
    texts = [name]
    for sheet in sheets:
        texts += [
            as_text(cell) for _, cells in sheet.rows for cell in cells if isinstance(cell, str)
        ]
    texts = [squeeze(text) for text in texts]
    found: dict[str, str | None] = {}
    for attribute, codes in layout.attributes.items():
        words = [(squeeze(word), code) for code, all_words in codes.items() for word in all_words]
        hits = (code for text in texts for word, code in words if word in text)
        found[attribute] = next(hits, None)
    return found


def _warn(
    reading: Reading,
    name: str,
    sheets: list[Sheet],
    whole: list[tuple[Sheet, Header]],
    period: Period,
) -> None:
    for sheet in sheets:
        if sheet.is_hidden and any(squeeze(as_text(c)) for _, cells in sheet.rows for c in cells):
            reading.warnings.append(Message("hidden_sheet", {"sheet": sheet.name}))
    for sheet, header in whole:
        for _, cells in sheet.rows[: header.first]:
            for cell in cells:
                text = as_text(cell) if isinstance(cell, str) else ""
                titled = find_period(text) if "年" in text and "日" not in text else None
                if titled and (titled.start > period.end or titled.end < period.start):
                    params = {"title": text[:60], "period": period.label}
                    reading.warnings.append(Message("title_period", params))


def _count_other(sheet: Sheet, counts: Counter[str]) -> None:
    for _, cells in sheet.rows:
        blank = not any(squeeze(as_text(cell)) for cell in cells)
        counts[RowKind.BLANK if blank else RowKind.NOTE] += 1


def _repeats_a_key(tables: list[Table], layout: Layout) -> bool:
    (key,) = layout.key
    found = [
        str(row.values[key]) for t in tables for row in t.rows if row.values.get(key) is not None
    ]
    frames = [t.bulk[key] for t in tables if t.bulk is not None]
    return pl.concat([pl.Series(key, found, pl.String), *frames]).is_duplicated().any()


def _settle(reading: Reading, tables: list[Table], layout: Layout) -> None:
    seen: dict[tuple[object, ...], tuple[str, int]] = {}
    for table in tables:
        for row in table.rows:
            _refuse_repeat(row, table, seen, layout)
        reading.rows += [(table.sheet, row) for row in table.rows if not row.bad]
        if table.bulk is not None:
            reading.bulk.append((table.sheet, table.bulk))
        reading.bad_cells += [bad for row in table.rows for bad in row.bad]
        reading.counts.update(table.counts)
        reading.columns += [
            {"sheet": table.sheet, "column": name, "letter": letter, "unit": table.units.get(name)}
            for name, letter in table.cells_at.items()
        ]
        _check_totals(reading, table, layout)
        _check_row_totals(reading, table, layout)
    _check_bounds(reading, layout)
    _check_required_values(reading, layout)
    in_bulk = sum(frame.height for _, frame in reading.bulk)
    reading.counts["accepted"] = len(reading.rows) + in_bulk
    reading.counts["quarantined"] = sum(bool(r.bad) for table in tables for r in table.rows)
    reading.counts["total"] = reading.counts.pop(RowKind.TOTAL, 0) + reading.counts.pop(
        RowKind.SUBTOTAL, 0
    )
    reading.counts.pop(RowKind.DATA, None)


def _refuse_repeat(
    row: DataRow, table: Table, seen: dict[tuple[object, ...], tuple[str, int]], layout: Layout
) -> None:
    key = tuple(row.values.get(name) for name in layout.key)
    if any(part is None for part in key):
        return
    if first := seen.get(key):
        name = layout.key[-1]
        row.bad.append(
            BadCell(
                table.sheet,
                row.row,
                layout.columns[name].headers[0],
                f"{table.cells_at[name]}{row.row}",
                str(key[-1]),
                Message("repeated_key", {"sheet": first[0], "row": first[1]}),
            )
        )
    else:
        seen[key] = (table.sheet, row.row)


def _check_totals(reading: Reading, table: Table, layout: Layout) -> None:
    """A total must lie between the sums without and with the quarantined rows.

    A column with an unreadable cell cannot be checked: its total may well be right.
    """
    for row, stated, count in table.totals:
        unreadable = {
            name for r in table.rows if r.bad for name in layout.control_total
            if name in table.cells_at and name not in r.values
        }  # fmt: skip
        for name, (figure, slack) in stated.items():
            if name in unreadable:
                continue
            low = sum((_figure(r, name) for r in table.rows if not r.bad), _bulk_sum(table, name))
            high = low + sum((_figure(r, name) for r in table.rows if r.bad), Decimal(0))
            _judge_total(
                reading, table, row, layout.columns[name].headers[0], figure, (low, high), slack
            )
        if count is not None:
            in_bulk = table.bulk.height if table.bulk is not None else 0
            good = in_bulk + sum(not r.bad for r in table.rows)
            bounds = (Decimal(good), Decimal(in_bulk + len(table.rows)))
            label = layout.columns[layout.key[0]].headers[0]
            _judge_total(reading, table, row, label, Decimal(count), bounds, Decimal(0))


def _bulk_sum(table: Table, name: str) -> Decimal:
    if table.bulk is None or name not in table.bulk.columns:
        return Decimal(0)
    return Decimal(table.bulk[name].sum() or 0)


def _judge_total(
    reading: Reading,
    table: Table,
    row: int,
    label: str,
    figure: Decimal,
    bounds: tuple[Decimal, Decimal],
    slack: Decimal,
) -> None:
    fits = min(bounds) - slack <= figure <= max(bounds) + slack
    reading.control_total_ok = fits and reading.control_total_ok is not False
    if not fits:
        params = {
            "sheet": table.sheet, "row": row, "column": label,
            "total": plain(figure), "rows": plain(bounds[0]),
        }  # fmt: skip
        reading.doubts.append(Message("total_differs", params))


def _check_row_totals(reading: Reading, table: Table, layout: Layout) -> None:
    if layout.row_total is None:
        return
    for row in table.rows:
        total = row.values.get(layout.row_total.total)
        parts = [row.values.get(name) for name in layout.row_total.parts]
        if row.bad or total is None or all(part is None for part in parts):
            continue
        added = sum((part for part in parts if part is not None), Decimal(0))
        slack = Decimal(1) if total == total.to_integral_value() else Decimal("0.5")
        unit = table.units.get(layout.row_total.total, "")
        if unit.startswith(("万", "亿")):  # parts rounded to the printed digits of a larger unit
            slack = abs(total) / 1000
        label = layout.columns[layout.row_total.total].headers[0]
        fits = abs(added - total) <= slack
        reading.control_total_ok = fits and reading.control_total_ok is not False
        if not fits:
            params = {
                "sheet": table.sheet, "row": row.row, "column": label,
                "total": plain(total), "rows": plain(added),
            }  # fmt: skip
            reading.doubts.append(Message("total_differs", params))


def _check_bounds(reading: Reading, layout: Layout) -> None:
    for name, column in layout.kept_columns.items():
        for sheet, row in reading.rows if column.min is not None or column.max is not None else []:
            value = row.values.get(name)
            low, high = column.min, column.max
            if value is None or not (
                (low is not None and value < low) or (high is not None and value > high)
            ):
                continue
            params = {
                "sheet": sheet, "row": row.row, "column": column.headers[0],
                "value": plain(value), "unit": column.unit or "",
                "low": "—" if low is None else plain(low),
                "high": "—" if high is None else plain(high),
            }  # fmt: skip
            if len(reading.doubts) < _LISTED:
                reading.doubts.append(Message("out_of_bounds", params))


def _check_required_values(reading: Reading, layout: Layout) -> None:
    for name, column in layout.columns.items():
        have = {row.values.get(name) for _, row in reading.rows}
        quarantined = {bad.value for bad in reading.bad_cells}
        for code in column.required_values:
            if code not in have and not quarantined:
                raise UnreadableFile(
                    "missing_row", column=column.headers[0], row=column.values[code][0]
                )


def _figure(row: DataRow, name: str) -> Decimal:
    value = row.values.get(name)
    return value if isinstance(value, Decimal) else Decimal(0)


def plain(value: Decimal) -> str:
    """A figure as people read it: thousands separated, no exponent, no idle zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

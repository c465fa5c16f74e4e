"""One file read by its layout: its rows, what was refused, and every row accounted for."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from analysis.base.places import own_id
from analysis.base.text import squeeze
from analysis.forms.layout import Layout
from analysis.forms.periods import Period
from analysis.forms.place_names import townships_in
from analysis.messages import Message
from analysis.privacy import gate
from analysis.privacy.vocabulary import shown_words
from analysis.reading.checks import (
    check_bounds,
    check_part_total,
    check_row_sum,
    check_row_totals,
    check_sayings,
    check_totals,
    is_bare,
)
from analysis.reading.header import Header, find_header
from analysis.reading.row_kinds import RowKind
from analysis.reading.sayings import other_figure
from analysis.reading.titles import title_period
from analysis.reading.twins import Twin, twins
from analysis.reading.typed_rows import BadCell, DataRow, Table, read_table
from analysis.sheets.cells import as_text
from analysis.sheets.grid import Sheet, UnreadableFile, read_sheets


@dataclass(frozen=True)
class Booking:
    """A row that is not as it should be, and the months whose figures it may belong to."""

    sheet: str
    row: int
    fate: str
    first: date
    last: date


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
    bookings: list[Booking] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    control_total_ok: bool | None = None
    columns: list[dict[str, str | None]] = field(default_factory=list)
    attributes: dict[str, str | None] = field(default_factory=dict)


def read_file(
    path: Path,
    name: str,
    layout: Layout,
    period: Period,
    received_on: date = date.max,
    within: str | None = None,
) -> Reading:
    """Read the bytes at `path` as the file `name` of the form `layout` for `period`.

    Never raises for anything a department can hand in: what cannot be read is `rejected`.

    Args:
        received_on: nothing that happened later can stand in the file.
        within: the code of the reporting place; by default the own region.
    """
    try:
        return _read(path, name, layout, period, received_on, within or own_id())
    except UnreadableFile as error:
        return Reading(rejected=error.message)


def _read(
    path: Path, name: str, layout: Layout, period: Period, received_on: date, within: str
) -> Reading:
    sheets = [
        _labelled(s, n) for n, s in enumerate(read_sheets(path, Path(name).suffix.lower()), 1)
    ]
    visible = [sheet for sheet in sheets if not sheet.is_hidden]
    found = [(sheet, find_header(sheet, layout)) for sheet in visible]
    whole = [(sheet, header) for sheet, header in found if header and not header.missing(layout)]
    if not whole:
        raise _no_table(found, layout)
    reading = Reading(attributes=_attributes(name, visible, layout))
    for sheet in sheets:
        if sheet.is_hidden and any(squeeze(as_text(c)) for _, cells in sheet.rows for c in cells):
            reading.warnings.append(Message("hidden_sheet", {"sheet": sheet.label}))
    covered = [(sheet, find_header(sheet, layout)) for sheet in sheets if sheet.is_hidden]
    hidden = [(sheet, header) for sheet, header in covered if header and not header.missing(layout)]
    whole = _own_sheets(reading, whole, layout, period, within)
    chosen = {id(sheet) for sheet, _ in whole}
    for sheet in sheets:
        if id(sheet) not in chosen:
            _count_other(sheet, reading.counts)
    for _, header in whole:
        if header.ambiguous:
            column, labels = next(iter(header.ambiguous.items()))
            headers = "、".join(gate.name_shown(label, shown_words()) for label in labels)
            raise UnreadableFile(
                "ambiguous_header", column=layout.columns[column].headers[0], headers=headers
            )
    tables = [read_table(*one, layout, period, received_on, within) for one in whole]
    if any(table.bulk is not None for table in tables) and _repeats_a_key(tables, layout):
        # which row is refused depends on their order: one by one
        tables = [
            read_table(*one, layout, period, received_on, within, in_bulk=False) for one in whole
        ]
    for (sheet, header), table in zip(whole, tables, strict=True):
        above = [as_text(c) for _, cells in sheet.rows[: header.first] for c in cells if c]
        if doubt := other_figure(above, table.said, within):
            reading.doubts.append(doubt)
    for sheet, header in hidden:
        if layout.event_domain and len(sheet.rows) > header.body:
            reading.bookings.append(Booking(sheet.label, 0, "doubted", period.start, period.end))
    _settle(reading, tables, layout, period, within)
    return reading


def _labelled(sheet: Sheet, number: int) -> Sheet:
    """A sheet's name as it may be shown; one that says more is known by its place in the file."""
    shown = gate.name_shown(sheet.name, shown_words())
    return replace(sheet, label=f"第{number}张" if gate.MASK in shown or not shown else shown)


def _no_table(found: list[tuple[Sheet, Header | None]], layout: Layout) -> UnreadableFile:
    """Why no sheet holds the form: nothing like its header, or the columns that are missing."""
    near = max((h for _, h in found if h), key=lambda h: len(h.columns), default=None)
    if near is None:
        return UnreadableFile("no_header", form=layout.name_zh)
    missing = "、".join("|".join(layout.columns[name].headers) for name in near.missing(layout))
    labels = [gate.name_shown(label, shown_words()) for label in near.labels.values()]
    return UnreadableFile("missing_column", missing=missing, found="、".join(labels[:40]))


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


def _own_sheets(
    reading: Reading,
    whole: list[tuple[Sheet, Header]],
    layout: Layout,
    period: Period,
    within: str,
) -> list[tuple[Sheet, Header]]:
    """The sheets that the file's period is made of.

    A sheet that names another period is set apart and told of; where that is all there is, the
    file is held. Several may share the period only if each names a part of it, months or
    townships, that no other names.
    """
    claims = [_claim(sheet, header, layout, period) for sheet, header in whole]
    own = [
        pair
        for pair, claim in zip(whole, claims, strict=True)
        if claim is None or period.holds(claim)
    ]
    apart = [pair for pair in whole if pair not in own]
    if not own:
        title = next(c for c in claims if c)
        reading.doubts.append(Message("title_period", {"title": title, "period": period}))
        return whole[:1]
    for sheet, _ in apart:
        reading.warnings.append(Message("sheet_apart", {"sheet": sheet.label, "period": period}))
    claim = _claim(*own[0], layout, period)
    if len(own) == 1 and claim is not None and claim != period:
        reading.doubts.append(Message("title_period", {"title": claim, "period": period}))
    if len(own) > 1:
        parts = [_claim(sheet, header, layout, period) for sheet, header in own]
        towns = [townships_in(sheet.name, within) for sheet, _ in own]
        by_month = all(p and p != period for p in parts) and len(set(parts)) == len(parts)
        by_place = all(len(t) == 1 for t in towns) and len({t[0] for t in towns}) == len(towns)
        if not (by_month or by_place):
            names = "、".join(sheet.label for sheet, _ in own)
            raise UnreadableFile("several_sheets", sheets=names, period=period)
    return own


def _claim(sheet: Sheet, header: Header, layout: Layout, period: Period) -> Period | None:
    """The period that a sheet's title or own name gives it; a month's name is of the file's year."""
    texts = [sheet.name]
    if "年" not in sheet.name and "月" in sheet.name:
        texts.append(f"{period.start.year}年{sheet.name}")
    texts += [
        as_text(c) for _, cells in sheet.rows[: header.first] for c in cells if isinstance(c, str)
    ]
    claims = (title_period(text, layout, period) for text in reversed(texts))
    return next((claim for claim in claims if claim), None)


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


def _settle(
    reading: Reading, tables: list[Table], layout: Layout, period: Period, within: str
) -> None:
    seen: dict[tuple[object, ...], tuple[str, int, dict[str, object]]] = {}
    for table in tables:
        for row in table.rows:
            _refuse_repeat(row, table, seen, layout, reading.doubts)
        reading.rows += [(table.sheet, row) for row in table.rows if not row.is_aside]
        if table.bulk is not None:
            reading.bulk.append((table.sheet, table.bulk))
        reading.bad_cells += [bad for row in table.rows for bad in row.bad]
        reading.bookings += [b for row in table.rows for b in _bookings(row, table, layout, period)]
        reading.counts.update(table.counts)
        reading.columns += [
            {"sheet": table.sheet, "column": name, "letter": letter, "unit": table.units.get(name)}
            for name, letter in table.cells_at.items()
        ]
        for title in table.apart:
            shown = gate.name_shown(title, shown_words())
            params = {"title": shown, "period": period, "sheet": table.sheet}
            reading.warnings.append(Message("block_apart", params))
        fits = [
            *check_totals(table, layout),
            *check_row_totals(table, layout),
            *check_part_total(table, layout, within),
            *check_row_sum(table, layout),
        ]
        if fits:
            reading.control_total_ok = not any(fits) and reading.control_total_ok is not False
        reading.doubts += [doubt for doubt in fits if doubt]
    for twin in twins(tables, layout):
        _tell_twin(reading, twin, tables, layout)
    if layout.event_domain and is_bare(tables):
        reading.warnings.append(Message("empty_list"))
        reading.bookings.append(Booking(tables[0].sheet, 0, "doubted", period.start, period.end))
    reading.doubts += check_bounds(reading.rows, layout)
    reading.doubts += check_sayings(tables)
    _check_required_values(reading, layout)
    in_bulk = sum(frame.height for _, frame in reading.bulk)
    reading.counts["accepted"] = len(reading.rows) + in_bulk
    reading.counts["quarantined"] = sum(r.is_aside for table in tables for r in table.rows)
    reading.counts["total"] = reading.counts.pop(RowKind.TOTAL, 0) + reading.counts.pop(
        RowKind.SUBTOTAL, 0
    )
    reading.counts.pop(RowKind.DATA, None)


def _refuse_repeat(
    row: DataRow,
    table: Table,
    seen: dict[tuple[object, ...], tuple[str, int, dict[str, object]]],
    layout: Layout,
    doubts: list[Message],
) -> None:
    """The same number in the same month is the same thing twice; numbers may begin again with each
    month. Without a number, rows are the same where all that they say is."""
    if row.is_aside:
        return
    key = [row.values.get(name) for name in layout.key]
    moment = row.values.get(layout.moment) if layout.moment else None
    if any(part is None for part in key):
        key = [str(sorted((n, str(v)) for n, v in row.values.items()))]
    elif isinstance(moment, datetime):
        key.append((moment.year, moment.month))
    if (first := seen.get(tuple(key))) and layout.event_domain is None and first[2] != row.values:
        params = {"sheet": table.sheet, "row": row.row, "other": first[1]}
        doubts.append(Message("contradicting_rows", params))
    if first:
        name = layout.key[-1]
        row.bad.append(
            BadCell(
                table.sheet,
                row.row,
                layout.columns[name].headers[0],
                f"{table.cells_at[name]}{row.row}",
                str(row.values.get(name) or "—"),
                Message("repeated_key", {"sheet": first[0], "row": first[1]}),
                "set_aside",
            )
        )
    else:
        seen[tuple(key)] = (table.sheet, row.row, row.values)


def _tell_twin(reading: Reading, twin: Twin, tables: list[Table], layout: Layout) -> None:
    """Both count, for two accidents can be alike; the later one is in doubt."""
    letter = next(t.cells_at[layout.key[-1]] for t in tables if t.sheet == twin.sheet)
    reason = Message("alike_but_number", {"sheet": twin.first_sheet, "row": twin.first_row})
    label = layout.columns[layout.key[-1]].headers[0]
    cell = f"{letter}{twin.row}"
    reading.bad_cells.append(BadCell(twin.sheet, twin.row, label, cell, "—", reason, "doubted"))
    day = twin.moment.date()
    reading.bookings.append(Booking(twin.sheet, twin.row, "doubted", day, day))


def _bookings(row: DataRow, table: Table, layout: Layout, period: Period) -> list[Booking]:
    """A row set aside may belong to the month that its date names; where that is another period,
    or cannot be read, also to any month of the file's."""
    if layout.event_domain is None and all(b.reason.code == "repeated_key" for b in row.bad):
        return []  # the same thing twice is missing nowhere
    fates = [fate for fate in ("set_aside", "doubted") if row.is_(fate)]  # type: ignore[arg-type]
    moment = row.values.get(layout.moment) if layout.moment else None
    spans: list[tuple[date, date]] = []
    if isinstance(moment, datetime):
        spans.append((moment.date(), moment.date()))
    else:
        spans.append((period.start, period.end))
        named = {str(bad.reason.params["named"]) for bad in row.bad if "named" in bad.reason.params}
        spans += [
            (date.fromisoformat(f"{n}-01"), date.fromisoformat(f"{n}-01")) for n in sorted(named)
        ]
    return [Booking(table.sheet, row.row, fate, *span) for fate in fates for span in spans]


def _check_required_values(reading: Reading, layout: Layout) -> None:
    for name, column in layout.columns.items():
        have = {row.values.get(name) for _, row in reading.rows}
        is_aside = any(bad.fate == "set_aside" for bad in reading.bad_cells)
        for code in column.required_values:
            if code not in have and not is_aside:
                raise UnreadableFile(
                    "missing_row", column=column.headers[0], row=column.values[code][0]
                )

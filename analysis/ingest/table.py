"""A sheet's rows under its header, typed and checked by the layout.

Every row ends in one of: accepted, quarantined (with the cell and the reason), total, note,
header, blank. Only accepted and quarantined rows are data.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from analysis.ingest.bulk import masked, personal_in, read_bulk
from analysis.ingest.cells import (
    EXCEL_DIGITS,
    Cell,
    CellError,
    as_moment,
    as_number,
    as_text,
    as_yes_no,
    is_nothing,
    squeeze,
)
from analysis.ingest.grid import Sheet, UnreadableFile
from analysis.ingest.header import Header
from analysis.ingest.layout import Column, Layout
from analysis.ingest.periods import Period, find_period, month_end
from analysis.ingest.privacy import Secrets, mask
from analysis.ingest.rows import RowKind, kind_of
from analysis.ingest.units import Unit, units_named
from analysis.messages import Message

_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class BadCell:
    """A cell that put its row in quarantine; `value` is masked."""

    sheet: str
    row: int
    column: str
    cell: str
    value: str
    reason: Message


@dataclass
class DataRow:
    """One row of data. `values` are in base units; a bad cell has none."""

    row: int
    values: dict[str, object]
    bad: list[BadCell] = field(default_factory=list)


@dataclass
class Table:
    """A sheet read: its data rows, its totals as written in base units, and its rows counted;
    `bulk` holds further good rows, typed (``source_row`` and the kept columns)."""

    sheet: str
    rows: list[DataRow]
    totals: list[tuple[int, dict[str, tuple[Decimal, Decimal]], int | None]]
    counts: Counter[RowKind]
    bulk: pl.DataFrame | None
    cells_at: dict[str, str]
    units: dict[str, str]


def column_letter(at: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_table(
    sheet: Sheet, header: Header, layout: Layout, period: Period, in_bulk: bool = True
) -> Table:
    """Type and check all rows of `sheet`; plain rows of a large CSV file `in_bulk`.

    Raises:
        UnreadableFile: a unit that must be read is not in the file.
    """
    above = [cell for _, cells in sheet.rows[: header.body] for cell in cells]
    units = _settle_units(header, layout, [as_text(cell) for cell in above if cell])
    counts = Counter({RowKind.HEADER: header.depth})
    for _, cells in sheet.rows[: header.first]:
        blank = not any(squeeze(as_text(cell)) for cell in cells)
        counts[RowKind.BLANK if blank else RowKind.NOTE] += 1

    _fill_merged(sheet, header, layout)
    bulk = read_bulk(sheet.rows, header, layout, period, units) if in_bulk else None
    body = [sheet.rows[at] for at in bulk.others] if bulk else sheet.rows[header.body :]
    kinds = [(at, cells, kind_of(cells, header, layout)) for at, cells in body]
    counts.update(kind for _, _, kind in kinds)
    data = [(at, cells) for at, cells, kind in kinds if kind is RowKind.DATA]
    personal = list(_personal(data, header, layout))
    if bulk:
        texts = (as_text(cell) for _, cells in data for cell in cells)
        personal += personal_in(bulk, texts)
    secrets = Secrets(personal)
    good = masked(bulk.rows, layout, secrets) if bulk else None
    reader = _RowReader(sheet.name, header, layout, period, units, secrets)
    rows = [reader.read(at, cells) for at, cells in data]
    totals = [
        (at, _totals(cells, header, layout, units), _stated_count(cells, header, layout))
        for at, cells, kind in kinds
        if kind is RowKind.TOTAL
    ]
    letters = {
        name: column_letter(at)
        for name, at in header.columns.items()
        if name in layout.kept_columns
    }
    seen_units = {name: unit.text for name, unit in units.items()}
    return Table(sheet.name, rows, totals, counts, good, letters, seen_units)


def _fill_merged(sheet: Sheet, header: Header, layout: Layout) -> None:
    """A word or date merged over several rows of data holds for each of them; a figure or a key
    does not, and stays where it is written."""
    shared = {
        at
        for name, at in header.columns.items()
        if name not in layout.key and not layout.columns[name].is_measure
    }
    for (top, left), (bottom, right) in sheet.merged:
        if top >= header.body and left == right and left in shared:
            for _, cells in sheet.rows[top + 1 : bottom + 1]:
                cells.extend([None] * (left + 1 - len(cells)))
                cells[left] = sheet.rows[top][1][left]


def _settle_units(header: Header, layout: Layout, above: list[str]) -> dict[str, Unit]:
    """The unit of each measure: in its header, else in the unit row, else its one default."""
    named = [unit for text in above for unit in units_named(text)]
    settled = {}
    for name, column in layout.columns.items():
        base = column.base_unit
        if base is None or name not in header.columns:
            continue
        own = header.units.get(name)
        fitting = [own] if own else [unit for unit in named if unit.base == base.base]
        distinct = {unit.factor: unit for unit in fitting}
        if len(distinct) == 1 and next(iter(distinct.values())).base == base.base:
            settled[name] = next(iter(distinct.values()))
        elif not fitting and (column.default_unit or column.type == "count"):
            settled[name] = Unit(base.text, base.base, Decimal(1))
        else:
            raise UnreadableFile(
                "unit_unclear",
                column=header.labels[header.columns[name]],
                found="、".join(unit.text for unit in fitting) or "—",
                expected=base.base,
            )
    return settled


def _personal(data: list[tuple[int, list[Cell]]], header: Header, layout: Layout) -> Iterator[str]:
    at = [
        header.columns[n] for n, c in layout.columns.items() if c.personal and n in header.columns
    ]
    yield from (as_text(cells[i]) for _, cells in data for i in at if i < len(cells))


def _totals(
    cells: list[Cell], header: Header, layout: Layout, units: dict[str, Unit]
) -> dict[str, tuple[Decimal, Decimal]]:
    """For each column with a control total: (the figure, how far rounding may move it)."""
    totals = {}
    for name in layout.control_total:
        at = header.columns.get(name)
        try:
            number = as_number(cells[at]) if at is not None and at < len(cells) else None
        except CellError:
            number = None
        if number is not None:
            factor = units[name].factor if name in units else Decimal(1)
            quantum = Decimal(1).scaleb(int(number.as_tuple().exponent))
            totals[name] = (number * factor, quantum * factor / 2)
    return totals


def _stated_count(cells: list[Cell], header: Header, layout: Layout) -> int | None:
    """The number of rows that a total states, as in ``13起`` under the accident number."""
    for name in layout.key:
        at = header.columns.get(name)
        if at is not None and at < len(cells):
            match = re.fullmatch(r"(?:共|计)?(\d+)[起件次条]", squeeze(as_text(cells[at])))
            if match:
                return int(match[1])
    return None


class _RowReader:
    def __init__(
        self,
        sheet: str,
        header: Header,
        layout: Layout,
        period: Period,
        units: dict[str, Unit],
        secrets: Secrets,
    ) -> None:
        self.sheet, self.header, self.layout = sheet, header, layout
        self.period, self.units, self.secrets = period, units, secrets
        self.columns = [
            (name, column, header.columns[name])
            for name, column in layout.kept_columns.items()
            if name in header.columns
        ]

    def read(self, row: int, cells: list[Cell]) -> DataRow:
        result = DataRow(row, {})
        for name, column, at in self.columns:
            cell = cells[at] if at < len(cells) else None
            try:
                result.values[name] = self._value(name, column, cell)
            except CellError as error:
                result.bad.append(self._bad(row, at, cell, name, error))
        return result

    def _bad(self, row: int, at: int, cell: Cell, name: str, error: CellError) -> BadCell:
        is_key = name in self.layout.key
        return BadCell(
            self.sheet,
            row,
            self.header.last_words[at],
            f"{column_letter(at)}{row}",
            self._key_text(cell) if is_key else self._masked(cell),
            Message(error.expected, error.params),
        )

    def _value(self, name: str, column: Column, cell: Cell) -> object:
        rule = self.layout.blank_rule(name)
        if name in self.layout.key and isinstance(cell, float) and abs(cell) >= EXCEL_DIGITS:
            raise CellError("digits_lost")
        if is_nothing(cell) and (column.type != "text" or name in self.layout.key):
            if rule == "error":
                raise CellError("blank_key" if name in self.layout.key else "blank")
            return Decimal(0) if rule == "zero" else None
        match column.type:
            case "count" | "quantity" | "number":
                return self._measure(name, column, cell)
            case "datetime":
                moment = as_moment(cell)
                if column.within_period and moment.date() not in self.period:
                    raise CellError("outside_period", period=self.period.label)
                return moment
            case "month":
                return self._month(cell)
            case "yes_no":
                return as_yes_no(cell)
            case "category":
                return column.codes.get(squeeze(as_text(cell)), self._masked(cell))
            case "place":
                return re.sub(r"\s+", "", self._masked(cell))
            case _:
                return self._key_text(cell) if name in self.layout.key else self._masked(cell)

    def _key_text(self, cell: Cell) -> str:
        """A number stays as it is, whatever it looks like; a name that is a key is masked."""
        text = as_text(cell)
        return text if text.isascii() else mask(text, self.secrets)

    def _masked(self, cell: Cell) -> str:
        return mask(as_text(cell), self.secrets)

    def _measure(self, name: str, column: Column, cell: Cell) -> Decimal:
        text = squeeze(as_text(cell))
        if text in column.words:
            return Decimal(column.words[text])
        is_percent = text.endswith("%") and (column.type == "number" or column.unit == "%")
        number = as_number(text.removesuffix("%") if is_percent else cell)
        if name in self.units:
            number *= self.units[name].factor
        if column.type == "count":
            if number < 0:
                raise CellError("negative")
            if number != number.to_integral_value():
                raise CellError("whole_number")
        return number.quantize(_PLACES) if number.as_tuple().exponent < -6 else number

    def _month(self, cell: Cell) -> object:
        text = squeeze(as_text(cell))
        year = self.period.start.year
        if match := re.fullmatch(r"(1[0-2]|0?[1-9])(?:月份?)?(?:末|底)?", text):
            return month_end(year, int(match[1]))
        words = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
        words |= {"十": 10, "十一": 11, "十二": 12}
        if (match := re.fullmatch(r"(.{1,2}?)月(?:份|末|底)?", text)) and match[1] in words:
            return month_end(year, words[match[1]])
        try:
            named = as_moment(cell)
        except CellError:
            found = find_period(text)
            if found is None or found.months != 1:
                raise CellError("month") from None
            named = found.end
        if named.year != year:
            raise CellError("outside_period", period=self.period.label)
        return month_end(named.year, named.month)

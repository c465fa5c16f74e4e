"""A sheet's rows under its header, typed and checked by the layout.

Every row ends in one of: accepted, quarantined (set aside, with the cell and the reason), total, note,
header, blank. A cell that no figure needs is refused alone, and its row is accepted.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import polars as pl

from analysis.base.text import squeeze
from analysis.forms.layout import Column, Layout
from analysis.forms.periods import Period, find_period, month_end
from analysis.forms.place_names import UNLISTED, known_place
from analysis.forms.units import Unit, parse_unit, units_named
from analysis.forms.words import vocabulary
from analysis.messages import Message
from analysis.privacy import gate
from analysis.privacy.vocabulary import shown_words
from analysis.reading.bulk import personal_in, read_bulk
from analysis.reading.grades import grade_contradicts
from analysis.reading.header import Header
from analysis.reading.ratios import ratio_contradicts
from analysis.reading.remarks import deaths_told, voided
from analysis.reading.row_kinds import RowKind, is_astray, kind_of
from analysis.reading.sayings import elsewhere
from analysis.reading.titles import other_period
from analysis.sheets.cells import (
    EXCEL_DIGITS,
    Cell,
    CellDoubt,
    CellError,
    Hollow,
    as_moment,
    as_number,
    as_text,
    as_yes_no,
    is_nothing,
)
from analysis.sheets.grid import Sheet, UnreadableFile

_PLACES = Decimal("0.000001")
Fate = Literal["set_aside", "refused", "doubted"]


@dataclass(frozen=True)
class BadCell:
    """A cell that put its row aside, was refused alone, or contradicts its row, which then counts
    and is told of; `value` is as much of it as may be shown."""

    sheet: str
    row: int
    column: str
    cell: str
    value: str
    reason: Message
    fate: Fate


@dataclass
class DataRow:
    """One row of data. `values` are in base units; a bad cell has none."""

    row: int
    values: dict[str, object]
    bad: list[BadCell] = field(default_factory=list)

    def is_(self, fate: Fate) -> bool:
        return any(bad.fate == fate for bad in self.bad)

    @property
    def is_aside(self) -> bool:
        return self.is_("set_aside")


@dataclass
class Table:
    """A sheet read: its data rows, its totals as written in base units, and its rows counted;
    `bulk` holds further good rows, typed (``source_row`` and the kept columns); `apart` says which
    blocks name another period; `said` are texts that stand where data should."""

    sheet: str
    rows: list[DataRow]
    totals: list[tuple[int, dict[str, tuple[Decimal, Decimal]], int | None]]
    counts: Counter[RowKind]
    bulk: pl.DataFrame | None
    cells_at: dict[str, str]
    units: dict[str, str]
    apart: list[str]
    said: list[str]


def column_letter(at: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_table(
    sheet: Sheet,
    header: Header,
    layout: Layout,
    period: Period,
    received_on: date,
    within: str,
    in_bulk: bool = True,
) -> Table:
    """Type and check all rows of `sheet`, of a file of the place `within`; plain rows of a large CSV
    file `in_bulk`.

    Raises:
        UnreadableFile: a unit that must be read is not in the file, or a text file is cut off.
    """
    above = [cell for _, cells in sheet.rows[: header.body] for cell in cells]
    units = _settle_units(header, layout, [as_text(cell) for cell in above if cell])
    counts = Counter({RowKind.HEADER: header.depth})
    astray = [
        row for row in sheet.rows[: header.first] if is_astray(row[1], header, layout, within)
    ]
    lost = {at for at, _ in astray}
    for _, cells in (row for row in sheet.rows[: header.first] if row[0] not in lost):
        blank = not any(squeeze(as_text(cell)) for cell in cells)
        counts[RowKind.BLANK if blank else RowKind.NOTE] += 1

    shared = _fill_merged(sheet, header, layout)
    is_plain = in_bulk and not sheet.struck and not sheet.covered and received_on > period.end
    bulk = read_bulk(sheet.rows, header, layout, period, units, within) if is_plain else None
    body = [sheet.rows[at] for at in bulk.others] if bulk else sheet.rows[header.body :]
    kinds = [(at, cells, kind_of(cells, header, layout, period, within)) for at, cells in body]
    kinds, apart = _own_blocks(kinds, layout, period)
    counts.update(kind for _, _, kind in kinds)
    data = [(at, cells) for at, cells, kind in kinds if kind is RowKind.DATA] + astray
    if sheet.is_text:
        _refuse_cut_off(sheet, header, data, kinds)
    personal = list(_personal(data, header, layout))
    if bulk:
        texts = (as_text(cell) for _, cells in data for cell in cells)
        personal += personal_in(bulk, texts)
    secrets = gate.Secrets(personal, shown_words())
    reader = _RowReader(sheet, header, layout, period, within, units, secrets, received_on, shared)
    rows = [reader.read(at, cells, is_astray=at in lost) for at, cells in data]
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
    notes = [cells for _, cells, kind in kinds if kind is RowKind.NOTE]
    said = [squeeze(as_text(c)) for cells in notes for c in cells if isinstance(c, str) and c]
    seen_units = {name: unit.text for name, unit in units.items()}
    good = bulk.rows if bulk else None
    return Table(sheet.label, rows, totals, counts, good, letters, seen_units, apart, said)


Kinds = list[tuple[int, list[Cell], RowKind]]


def _own_blocks(kinds: Kinds, layout: Layout, period: Period) -> tuple[Kinds, list[str]]:
    """Rows below a title of another period and a header of their own are no rows of this one: they
    become notes. Returns also the titles."""
    own: Kinds = []
    titles: list[str] = []
    is_other = False
    for at, (row, cells, kind) in enumerate(kinds):
        if kind is RowKind.NOTE and _heads_a_table(kinds[at + 1 :]):
            texts = [as_text(cell) for cell in cells if isinstance(cell, str)]
            named = next((t for t in texts if other_period(t, layout, period)), None)
            is_other = named is not None
            titles += [named] if named else []
        keeps = not is_other or kind in (RowKind.BLANK, RowKind.HEADER)
        own.append((row, cells, kind if keeps else RowKind.NOTE))
    return own, titles


def _heads_a_table(following: Kinds) -> bool:
    for _, _, kind in following[:5]:
        if kind not in (RowKind.NOTE, RowKind.BLANK):
            return kind is RowKind.HEADER
    return False


def _refuse_cut_off(
    sheet: Sheet, header: Header, data: list[tuple[int, list[Cell]]], kinds: "Kinds"
) -> None:
    """A row of another length than the header is cut off, or its cells have moved; and after a last
    line without an end there may have been more, unless it is the total, which then must agree."""
    width = max(header.labels) + 1
    for row, cells in data:
        if len(cells) < width or any(squeeze(as_text(cell)) for cell in cells[width:]):
            raise UnreadableFile("row_length", row=row, found=len(cells), expected=width)
    if not sheet.has_end and (not kinds or kinds[-1][2] is not RowKind.TOTAL):
        raise UnreadableFile("cut_off", row=len(sheet.rows))


def _fill_merged(sheet: Sheet, header: Header, layout: Layout) -> set[int]:
    """A word or date merged over several rows of data holds for each of them; a figure or a key
    does not, and stays where it is written.

    Returns:
        Numbers of the rows that share a figure, of which nobody can tell whose it is.
    """
    sharing: set[int] = set()
    measures = {at for name, at in header.columns.items() if layout.columns[name].is_measure}
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
        if top >= header.body and bottom > top and measures & set(range(left, right + 1)):
            sharing |= {at for at, _ in sheet.rows[top : bottom + 1]}
    return sharing


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
        default = parse_unit(column.default_unit) if column.default_unit else None
        if len(distinct) == 1 and next(iter(distinct.values())).base == base.base:
            settled[name] = next(iter(distinct.values()))
        elif not fitting and (default or column.type == "count"):
            settled[name] = default or Unit(base.text, base.base, Decimal(1))
        else:
            raise UnreadableFile(
                "unit_unclear",
                column=gate.name_shown(header.labels[header.columns[name]], shown_words()),
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
            match = re.fullmatch(r"(?:共|计)?(\d{1,9})[起件次条]", squeeze(as_text(cells[at])))
            if match:
                return int(match[1])
    return None


class _RowReader:
    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        layout: Layout,
        period: Period,
        within: str,
        units: dict[str, Unit],
        secrets: gate.Secrets,
        received_on: date,
        sharing: set[int],
    ) -> None:
        self.sheet, self.header, self.layout = sheet, header, layout
        self.period, self.units, self.secrets = period, units, secrets
        self.received_on, self.sharing, self.within = received_on, sharing, within
        self.columns = [
            (name, column, header.columns[name])
            for name, column in layout.kept_columns.items()
            if name in header.columns
        ]
        figures = {
            header.columns[name]
            for name, column in layout.columns.items()
            if name in header.columns
            and (column.personal or column.is_measure or column.type in ("datetime", "month"))
        }
        self.is_remark = lambda at: at not in figures

    def read(self, row: int, cells: list[Cell], is_astray: bool = False) -> DataRow:
        """The row; one that `is_astray`, above the header, is set aside."""
        result = DataRow(row, {})
        for name, column, at in self.columns:
            cell = cells[at] if at < len(cells) else None
            try:
                result.values[name] = self._value(name, column, cell)
            except CellDoubt as doubt:
                result.values[name] = doubt.value
                result.bad.append(self._bad(row, at, cell, doubt, "refused"))
            except CellError as error:
                needed: Fate = "set_aside" if self.layout.is_needed(name) else "refused"
                result.bad.append(self._bad(row, at, cell, error, needed))
                if column.type == "place" and needed == "refused":
                    result.values[name] = UNLISTED
        self._judge(result, cells)
        if is_astray:
            self._tell(result, "row_above_header", "set_aside")
        return result

    def _judge(self, result: DataRow, cells: list[Cell]) -> None:
        """What the row says of itself beside its figures."""
        remarks = [
            as_text(c) for at, c in enumerate(cells) if isinstance(c, str) and self.is_remark(at)
        ]
        counted = result.values.get("is_counted")
        if code := voided(remarks, counted if isinstance(counted, bool) else None):
            self._tell(result, code, "set_aside")
        if result.row in self.sheet.struck:
            self._tell(result, "row_is_struck", "set_aside")
        if result.row in self.sharing:
            self._tell(result, "figure_is_shared", "doubted")
        if result.row in self.sheet.covered:
            self._tell(result, "row_is_hidden", "doubted")
        places = [at for n, c, at in self.columns if c.type == "place" and at < len(cells)]
        if self.layout.event_domain and any(
            elsewhere(as_text(cells[at]), self.within) for at in places
        ):
            self._tell(result, "place_elsewhere", "doubted")
        if self.layout.event_domain and not result.is_aside:
            told = deaths_told(remarks)
            deaths = _whole(result.values.get("deaths")) + _whole(result.values.get("missing"))
            if told > deaths:
                self._tell(result, "remark_of_deaths", "doubted", told=told, deaths=deaths)
            if grade_contradicts(result.values):
                self._tell(result, "grade_contradicts", "doubted")
        if self.layout.row_ratio and ratio_contradicts(result.values, self.layout.row_ratio):
            self._tell(result, "ratio_contradicts", "set_aside")

    def _tell(self, result: DataRow, code: str, fate: Fate, **params: object) -> None:
        address = f"{column_letter(self.header.columns[self.layout.key[0]])}{result.row}"
        reason = Message(code, params)
        result.bad.append(BadCell(self.sheet.label, result.row, "—", address, "—", reason, fate))

    def _bad(self, row: int, at: int, cell: Cell, error: CellError, fate: Fate) -> BadCell:
        return BadCell(
            self.sheet.label,
            row,
            gate.name_shown(self.header.last_words[at], shown_words()),
            f"{column_letter(at)}{row}",
            gate.cell_shown(as_text(cell), shown_words()),
            Message(error.expected, error.params),
            fate,
        )

    def _value(self, name: str, column: Column, cell: Cell) -> object:
        rule = self.layout.blank_rule(name)
        if column.type == "stated":
            return not is_nothing(cell)
        if is_nothing(cell):
            if isinstance(cell, Hollow) and column.is_measure:
                raise CellError("formula_is_empty")
            if rule == "error":
                raise CellError("blank_key" if name in self.layout.key else "blank")
            return Decimal(0) if rule == "zero" else None
        match column.type:
            case "count" | "quantity" | "number":
                return self._measure(name, column, cell)
            case "datetime":
                return self._moment(column, cell)
            case "month":
                return self._month(cell)
            case "yes_no":
                return as_yes_no(cell)
        return self._word(column, cell)

    def _word(self, column: Column, cell: Cell) -> str:
        """Words pass only if they are known: whatever else a cell says stays in the archive."""
        text = as_text(cell)
        match column.type:
            case "category":
                kept = column.codes.get(squeeze(text))
            case "place":
                kept = known_place(text, self.within)
            case "word":
                kept = (
                    squeeze(text) if squeeze(text) in vocabulary(column.vocabulary or "") else None
                )
            case "organisation":
                kept = gate.organisation_shown(text, self.secrets, shown_words())
            case _:
                if isinstance(cell, float) and abs(cell) >= EXCEL_DIGITS:
                    raise CellError("digits_lost")
                kept = gate.code_shown(text)
                if kept is not None and self.secrets.found_in(kept):
                    kept = None
        if kept is None:
            raise CellError(f"unknown_{column.type}")
        return kept

    def _moment(self, column: Column, cell: Cell) -> datetime | None:
        doubt = None
        try:
            moment = as_moment(cell, self.period.start.year if column.within_period else None)
        except CellDoubt as error:
            doubt, moment = error, error.value
        if column.within_period and moment is not None:
            if moment.date() not in self.period:
                named = moment.date()
                raise CellError("outside_period", period=self.period, named=f"{named:%Y-%m}")
            if moment.date() > self.received_on:
                raise CellError("in_future", received=f"{self.received_on}")
        if doubt:
            raise doubt
        return moment

    def _measure(self, name: str, column: Column, cell: Cell) -> Decimal | None:
        text = as_text(cell)
        if squeeze(text) in column.words:
            return Decimal(column.words[squeeze(text)])
        is_percent = text.endswith("%") and (column.type == "number" or column.unit == "%")
        number = as_number(text.removesuffix("%").strip() if is_percent else cell)
        if number is None:  # a dash before a percent sign
            raise CellError("number")
        if name in self.units:
            number *= self.units[name].factor
        if column.type == "count":
            if number < 0:
                raise CellError("negative")
            if number != number.to_integral_value():
                raise CellError("whole_number")
        if abs(number) >= Decimal(10) ** 18:
            raise CellError("too_many_digits", digits=18)
        return number.quantize(_PLACES) if number.as_tuple().exponent < -6 else number

    def _month(self, cell: Cell) -> date:
        end = self._written_month(cell)
        if end.year != self.period.start.year:
            named = f"{end:%Y-%m}"
            raise CellError("outside_period", period=self.period, named=named)
        if end > self.received_on:
            raise CellError("in_future", received=f"{self.received_on}")
        return end

    def _written_month(self, cell: Cell) -> date:
        text = squeeze(as_text(cell))[:20]
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
            named = None
        if named is not None:
            return month_end(named.year, named.month)
        found = find_period(text)
        if found is None or found.months != 1:
            raise CellError("month")
        return found.end


def _whole(value: object) -> int:
    return int(value) if isinstance(value, Decimal) else 0

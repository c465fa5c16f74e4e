"""One row of data: its cells typed, and what it says of itself beside its figures."""

from datetime import datetime

from analysis.forms.place_names import UNLISTED
from analysis.messages import Message
from analysis.privacy import gate
from analysis.privacy.vocabulary import shown_words
from analysis.reading.grades import grade_contradicts
from analysis.reading.header import Header
from analysis.reading.ratios import ratio_problem
from analysis.reading.remarks import deaths_told, voided
from analysis.reading.rows import BadCell, DataRow, Fate
from analysis.reading.sayings import elsewhere
from analysis.reading.values import ValueReader
from analysis.sheets.cells import Cell, CellDoubt, CellError, as_text
from analysis.sheets.grid import Sheet


def column_letter(at: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class RowReader:
    """Rows of one sheet; those of the numbers `sharing` share a figure, of which nobody can tell whose
    it is."""

    def __init__(
        self, sheet: Sheet, header: Header, values: ValueReader, sharing: set[int]
    ) -> None:
        self.sheet, self.header, self.values, self.sharing = sheet, header, values, sharing
        self.layout, self.within = values.scope.layout, values.scope.within
        there = [
            (n, c, header.columns[n]) for n, c in self.layout.columns.items() if n in header.columns
        ]
        self.columns = [(name, column, at) for name, column, at in there if not column.personal]
        self.later = [(n, c.not_before, at) for n, c, at in self.columns if c.not_before]
        self.parts = [(n, c.part_of, at) for n, c, at in self.columns if c.part_of]
        self.places = [at for _, c, at in self.columns if c.type == "place"]
        self.no_remarks = {
            at
            for _, column, at in there
            if column.personal or column.is_measure or column.type in ("datetime", "month")
        }

    def read(self, row: int, cells: list[Cell], is_astray: bool = False) -> DataRow:
        """The row; one that `is_astray`, above the header, is set aside."""
        result = DataRow(row, {})
        for name, column, at in self.columns:
            cell = cells[at] if at < len(cells) else None
            try:
                result.values[name] = self.values.read(name, column, cell)
            except CellDoubt as doubt:
                result.values[name] = doubt.day
                result.bad.append(self._bad(row, at, cell, doubt, "refused"))
            except CellError as error:
                fate: Fate = "set_aside" if self.layout.is_needed(name) else "refused"
                result.bad.append(self._bad(row, at, cell, error, fate))
                if name == self.layout.key[-1] and isinstance(
                    like := error.params.get("like"), str
                ):
                    result.nearest_word = like
                if column.type == "place" and fate == "refused":
                    result.values[name] = UNLISTED
        self._refuse_disorder(result, cells)
        self._hear(result, cells)
        if is_astray:
            self._tell(result, "row_above_header", "set_aside")
        return result

    def _refuse_disorder(self, result: DataRow, cells: list[Cell]) -> None:
        """Moments before what they follow: which of the two is wrong nobody can tell, but the later
        one is what figures hang on."""
        for name, before, at in self.later:
            later, first = result.values.get(name), result.values.get(before)
            if not (isinstance(later, datetime) and isinstance(first, datetime)):
                continue
            if later.date() < first.date():
                named = self._named(self.header.columns[before])
                error = CellError("before_other", column=named, day=f"{first:%Y-%m-%d}")
                result.bad.append(self._bad(result.row, at, cells[at], error, "refused"))
                result.values[name] = None

    def _hear(self, result: DataRow, cells: list[Cell]) -> None:
        """What the row says of itself beside its figures."""
        remarks = [
            as_text(c)
            for at, c in enumerate(cells)
            if isinstance(c, str) and at not in self.no_remarks
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
        if self.layout.event_domain:
            self._hear_event(result, cells, remarks)
        if rule := self.layout.row_ratio:
            at = self.header.columns.get(rule.value, len(cells))
            share = as_text(cells[at]) if at < len(cells) else ""
            if problem := ratio_problem(result, rule, share):
                self._tell(result, problem.code, "set_aside", **problem.params)
        for name, all_of, at in self.parts:
            part, whole = result.figure(name), result.figure(all_of)
            if part is not None and whole is not None and part > whole:
                named = [self._named(where) for where in (at, self.header.columns[all_of])]
                params = dict(zip(("column", "whole"), named, strict=True))
                self._tell(result, "above_whole", "set_aside", **params)

    def _hear_event(self, result: DataRow, cells: list[Cell], remarks: list[str]) -> None:
        places = [as_text(cells[at]) for at in self.places if at < len(cells)]
        if any(elsewhere(place, self.within) for place in places):
            self._tell(result, "place_elsewhere", "doubted")
        if result.is_aside:
            return
        told = deaths_told(remarks)
        deaths = sum(int(result.figure(name) or 0) for name in ("deaths", "missing"))
        if told > deaths:
            self._tell(result, "remark_of_deaths", "doubted", told=told, deaths=deaths)
        if grade_contradicts(result):
            self._tell(result, "grade_contradicts", "doubted")

    def _tell(self, result: DataRow, code: str, fate: Fate, **params: object) -> None:
        address = f"{column_letter(self.header.columns[self.layout.key[0]])}{result.row}"
        reason = Message(code, params)
        result.bad.append(BadCell(self.sheet.label, result.row, "—", address, "—", reason, fate))

    def _bad(self, row: int, at: int, cell: Cell, error: CellError, fate: Fate) -> BadCell:
        return BadCell(
            self.sheet.label,
            row,
            self._named(at),
            f"{column_letter(at)}{row}",
            gate.cell_shown(as_text(cell), shown_words()),
            Message(error.expected, error.params),
            fate,
        )

    def _named(self, at: int) -> str:
        """The head of a column, as much as may be shown."""
        return gate.name_shown(self.header.last_words[at], shown_words())

"""The data sheet of a chart: a column a series, beside the places that they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from analysis.charts.drawing import Value

_WIDTH = 14  # of a column, in digits


@dataclass(frozen=True)
class Column:
    """A column of a sheet under its header, and the figures in it as a chart keeps them."""

    sheet: str
    at: int
    figures: tuple[float | str | None, ...]

    @property
    def cells(self) -> list[Any]:
        return [self.sheet, 1, self.at, len(self.figures), self.at]

    @property
    def header(self) -> list[Any]:
        return [self.sheet, 0, self.at]

    @property
    def formula(self) -> str:
        area = xl_range_abs(1, self.at, len(self.figures), self.at)
        return f"={quote_sheetname(self.sheet)}!{area}"


class DataSheet:
    """Columns written beside each other; what is missing stays empty.

    Attributes:
        rows: that each column of a chart has at least: LibreOffice loses series that are followed by
            longer ones.
    """

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self.book, self.sheet, self.next, self.rows = book, sheet, 0, 0
        self._bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})

    def column(self, header: str, values: Sequence[Value | None]) -> Column:
        """Write numbers as numbers, days as days, and text that nothing takes for a formula."""
        at = self._begin(header)
        for row, value in enumerate(values, start=1):
            if isinstance(value, date):
                self.sheet.write_datetime(row, at, value, self._day)
            elif isinstance(value, str):
                self.sheet.write_string(row, at, value)
            elif value is not None:
                self.sheet.write_number(row, at, value)
        figures = [serial(value) for value in values]
        figures += [None] * (self.rows - len(figures))
        return Column(self.sheet.name, at, tuple(figures))

    def difference(self, header: str, more: Column, less: Column) -> Column:
        """A column of the figures of `more` minus those of `less`, as formulas."""
        at = self._begin(header)
        found: list[float | None] = []
        for row, (high, low) in enumerate(zip(more.figures, less.figures, strict=True), start=1):
            if isinstance(high, float) and isinstance(low, float):
                cells = (xl_rowcol_to_cell(row, column.at) for column in (more, less))
                self.sheet.write_formula(row, at, "=" + "-".join(cells), None, high - low)
                found.append(high - low)
            else:
                found.append(None)
        return Column(self.sheet.name, at, tuple(found))

    def _begin(self, header: str) -> int:
        at, self.next = self.next, self.next + 1
        self.sheet.write_string(0, at, header, self._bold)
        self.sheet.set_column(at, at, _WIDTH)
        return at


def serial(value: Value | None) -> float | str | None:
    """A day as the number that a spreadsheet counts it by; others as they are."""
    if isinstance(value, date):
        return float((value - date(1899, 12, 30)).days)
    return value if value is None or isinstance(value, str) else float(value)

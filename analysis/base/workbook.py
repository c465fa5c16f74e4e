"""Tables as an Excel file that can be mailed: nothing in it runs."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import polars as pl
import xlsxwriter

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GROUPED = 10_000  # from here on thousands are set apart; years are not


def write_xlsx(
    path: Path,
    tables: Mapping[str, pl.DataFrame],
    draw: Callable[[xlsxwriter.Workbook], None] | None = None,
) -> None:
    """One sheet a table, with a frozen header row.

    Text that a spreadsheet would take for a formula gets an apostrophe before it; every text is
    written as text, never as a formula, a link or a number.

    Args:
        draw: adds to the workbook what stands beside its tables.

    Raises:
        OSError: the file cannot be written.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, table in tables.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for at, column in enumerate(table.columns):
                sheet.write_string(0, at, column, bold)
                sheet.set_column(at, at, _width(table[column]))
                figure = book.add_format({"num_format": _format(table[column])})
                for row, value in enumerate(table[column], start=1):
                    if isinstance(value, date | datetime):
                        sheet.write_datetime(row, at, value, day)
                    elif isinstance(value, bool):
                        sheet.write_boolean(row, at, value)
                    elif isinstance(value, int | float):
                        sheet.write_number(row, at, value, figure)
                    elif value is not None:
                        sheet.write_string(row, at, neutral(str(value)))
        if draw:
            draw(book)


def neutral(text: str) -> str:
    """`text`, with an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _format(column: pl.Series) -> str:
    """How figures of a column are shown; what is written is the whole of them."""
    if not column.dtype.is_numeric() or column.null_count() == len(column):
        return "General"
    largest = float(column.abs().max())  # type: ignore[arg-type]
    whole = "#,##0" if largest >= _GROUPED else "0"
    if column.dtype.is_integer() or bool((column.drop_nulls() % 1 == 0).all()):
        return whole
    return whole + (".00" if largest >= 1 else ".0000")


def _width(column: pl.Series) -> int:
    shown = column.round(4) if column.dtype.is_float() else column
    longest = max((len(str(value)) for value in shown.drop_nulls()), default=0)
    return min(
        60, 4 + 2 * max(len(column.name), longest if column.dtype == pl.String else longest // 2)
    )

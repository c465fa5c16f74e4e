"""Tables as an Excel file that can be mailed: nothing in it runs."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import polars as pl
import xlsxwriter

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_xlsx(path: Path, tables: Mapping[str, pl.DataFrame]) -> None:
    """One sheet a table, with a frozen header row.

    Text that a spreadsheet would take for a formula gets an apostrophe before it; every text is
    written as text, never as a formula, a link or a number.

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
                for row, value in enumerate(table[column], start=1):
                    if isinstance(value, date | datetime):
                        sheet.write_datetime(row, at, value, day)
                    elif isinstance(value, bool | int | float):
                        sheet.write(row, at, value)
                    elif value is not None:
                        sheet.write_string(row, at, neutral(str(value)))


def neutral(text: str) -> str:
    """`text`, with an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _width(column: pl.Series) -> int:
    longest = max((len(str(value)) for value in column.drop_nulls()), default=0)
    return min(60, 4 + 2 * max(longest, len(column.name)))

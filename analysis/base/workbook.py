"""Tables as an Excel file that can be mailed: nothing in it runs."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GROUPED = 10_000  # from here on thousands are set apart; years are not
_PRINTED = re.compile(
    r"-?(?:0|[1-9]\d{0,14}|[1-9]\d{0,2}(?:,\d{3}){1,4})(?:\.(?P<part>\d{1,6}))?%?"
)


def write_xlsx(
    path: Path,
    tables: Mapping[str, pl.DataFrame],
    draw: Callable[[xlsxwriter.Workbook], None] | None = None,
    printed: Collection[str] = (),
) -> None:
    """One sheet a table, with a frozen header row.

    Every text is written as text, never as a formula, a link or a number, and stays text when
    somebody edits it.

    Args:
        draw: adds to the workbook what stands beside its tables.
        printed: sheets of words as a paper has them, whose numbers become numbers that look the same.

    Raises:
        OSError: the file cannot be written.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:

        @cache
        def look(shown: str) -> Any:
            return book.add_format({"num_format": shown})

        bold, day = book.add_format({"bold": True, "bottom": 1}), look("yyyy-mm-dd")
        words = book.add_format({"quote_prefix": True})  # seen by the program, not by the reader
        for name, table in tables.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for at, column in enumerate(table.columns):
                sheet.write_string(0, at, column, bold)
                sheet.set_column(at, at, _width(table[column]))
                figure = _format(table[column])
                for row, value in enumerate(table[column], start=1):
                    if isinstance(value, date | datetime):
                        sheet.write_datetime(row, at, value, day)
                    elif isinstance(value, bool):
                        sheet.write_boolean(row, at, value)
                    elif isinstance(value, int | float):
                        sheet.write_number(row, at, value, look(figure))
                    elif value is not None and name in printed and (found := _number(str(value))):
                        sheet.write_number(row, at, found[0], look(found[1]))
                    elif value is not None:
                        own = words if str(value).startswith(_STARTS_A_FORMULA) else None
                        sheet.write_string(row, at, str(value), own)
        if draw:
            draw(book)


def _number(text: str) -> tuple[float, str] | None:
    """The number that `text` is and the format that prints it so; a code is none."""
    if not (found := _PRINTED.fullmatch(text)):
        return None
    decimals, share = len(found["part"] or ""), text.endswith("%")
    whole = "#,##0" if "," in text else "0"
    value = float(text.removesuffix("%").replace(",", ""))
    shown = whole + (f".{'0' * decimals}" if decimals else "") + "%" * share
    return (value / 100 if share else value), shown


def neutral(text: str) -> str:
    """`text`, with an apostrophe before what a spreadsheet would run where all is text, as in CSV."""
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

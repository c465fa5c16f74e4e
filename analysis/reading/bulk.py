"""The easy rows of a large file, typed column by column.

A row is easy where nothing about it needs judgement: its key is a bare code and every other cell is
in the commonest form of its type. All other rows (totals, notes, odd spellings, faults) are left to
`analysis.reading.row_reader`, which reads them one by one; both ways give the same values.
"""

import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

import polars as pl

from analysis.base.text import squeeze
from analysis.forms.column import Column
from analysis.forms.layout import Layout
from analysis.forms.place_names import known_place
from analysis.forms.units import Unit
from analysis.forms.words import words_of
from analysis.reading.header import Header
from analysis.reading.remarks import WORDS
from analysis.reading.scope import Scope
from analysis.sheets.cells import EXCEL_DIGITS, Cell, Hollow, as_text, is_nothing
from analysis.sheets.grid import Lines, Row

LEAST_LINES = 100  # below, one by one is as fast
# digits are written out: \d would take full-width ones, which need normalising first
# The commonest numbers of accidents; none of them can be a person's card or telephone.
_CODE = (
    r"^([A-Z]{1,6}[0-9]{1,10}([A-Z][0-9]{1,10})?|1[0-9]{5}20[0-9]{11,12}|[0-9]{1,9}|[0-9]{12,13})$"
)
_DECIMAL = r"^[0-9]{1,12}(\.[0-9]{1,4})?$"
_SHORT = r"^-?[0-9.]{1,15}$"  # of a number cell: at most 15 digits
_MOMENTS = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S")
_COLONS = [":", "："]
_MILD = ["一般", "一般事故"]
_SAMPLE = 200  # so many rows show which of these a file uses
_HAYSTACK = 20_000  # in longer texts one looks for all personal values at once
_PLACES = pl.Decimal(38, 6)
Moments = TypeVar("Moments", pl.Expr, pl.Series)


@dataclass
class Bulk:
    """Easy rows of one sheet: ``source_row`` and the kept columns; `others` are the positions in
    the sheet of all other rows; `personal` the values of personal columns, a series each."""

    rows: pl.DataFrame
    others: list[int]
    personal: list[pl.Series]


def read_bulk(
    lines: Sequence[Row], header: Header, units: dict[str, Unit], scope: Scope
) -> Bulk | None:
    """The easy rows below the header; ``None`` where the form or the file does not allow it."""
    layout = scope.layout
    if len(lines) - header.body < LEAST_LINES or not _fits(header, layout):
        return None
    width = max(header.labels) + 1
    frame = (
        _split(lines, header, width) if isinstance(lines, Lines) else _grid(lines, header, width)
    )
    frame = frame.with_columns(pl.col(pl.String).str.strip_chars())
    named = {at: name for name, at in header.columns.items()}
    easy, values, personal = [pl.col("is_whole")], [], []
    for at in range(width):
        cell, name, seen = pl.col(f"c{at}"), named.get(at), frame[f"c{at}"]
        if name is None:
            easy.append(~cell.fill_null("").str.contains_any([*_COLONS, *WORDS]))  # says something
        elif layout.columns[name].personal:
            easy.append(~cell.fill_null("").str.contains_any(_COLONS))  # might be a note
            personal.append(_normalised(seen.drop_nulls()))
        elif name in layout.key:
            easy.append(cell.str.contains(_CODE))
            values.append(cell.alias(name))
        elif typed := _checked(cell, name, units.get(name), seen, scope):
            values.append(typed[0].alias(name))
            easy.append(typed[1])
        else:
            return None
    if named.get(0) not in layout.key:  # a total's word may stand before the key
        easy.append(pl.col("c0").fill_null("").str.contains(r"^[\x21-\x7e]*$"))
    body = frame.select("source_row", *values, is_easy=pl.all_horizontal(easy).fill_null(False))
    body = body.with_columns(is_easy=pl.col("is_easy") & ~_is_grave(body, layout))
    others = (~body["is_easy"]).arg_true() + header.body
    return Bulk(body.filter("is_easy").drop("is_easy"), others.to_list(), personal)


def _is_grave(body: pl.DataFrame, layout: Layout) -> pl.Expr:
    """Rows whose figures ask more than the mildest grade, where there are grades."""
    graded = any(
        c.vocabulary == "grade" for n, c in layout.kept_columns.items() if n in body.columns
    )
    least = {"deaths": 3, "serious_injuries": 10, "direct_loss_yuan": 10_000_000}
    bounds = [pl.col(name) >= bound for name, bound in least.items() if name in body.columns]
    return pl.any_horizontal(bounds).fill_null(False) if graded and bounds else pl.lit(False)


def _split(lines: Lines, header: Header, width: int) -> pl.DataFrame:
    """Cells of a CSV file as text: ``c0 …``, ``source_row``, and whether a row has all columns."""
    raw = pl.Series("line", lines.texts[header.body :])
    cells = raw.str.splitn(",", width).struct.rename_fields([f"c{n}" for n in range(width)])
    last = pl.col(f"c{width - 1}")
    return cells.struct.unnest().with_columns(
        source_row=pl.int_range(header.body + 1, len(lines) + 1, dtype=pl.Int64),
        is_whole=last.is_not_null() & ~last.str.contains(",", literal=True),
    )


def _grid(rows: Sequence[Row], header: Header, width: int) -> pl.DataFrame:
    """The same of a workbook's sheet."""
    at, body = zip(*rows[header.body :], strict=True)
    columns = list(itertools.zip_longest(*body))
    columns += [(None,) * len(body)] * (width - len(columns))
    return pl.DataFrame({f"c{n}": _written(columns[n]) for n in range(width)}).with_columns(
        source_row=pl.Series(at, dtype=pl.Int64),
        is_whole=pl.Series([not any(cells[width:]) for cells in body], dtype=pl.Boolean),
    )


def _written(cells: Sequence[Cell]) -> pl.Series:
    """A column as text; one of the commonest types is written as a whole."""
    kinds = set(map(type, cells)) - {type(None)}
    if kinds <= {str}:
        return pl.Series(cells, dtype=pl.String)
    if kinds == {float}:
        # as short as they can be told; a longer one carries what binary fractions add
        texts = pl.Series(cells, dtype=pl.Float64).cast(pl.String).str.strip_suffix(".0")
        if texts.str.contains(_SHORT).all():
            return texts
    if kinds == {datetime}:
        moments = pl.Series(cells, dtype=pl.Datetime("us"))
        if (moments.dt.microsecond() == 0).all():
            return moments.dt.to_string("%Y-%m-%d %H:%M:%S")
    return pl.Series([_as_written(cell) for cell in cells], dtype=pl.String)


def _as_written(cell: Cell) -> str | None:
    if isinstance(cell, Hollow):
        return "\0"  # not easy
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, datetime) and cell.microsecond:
        return cell.isoformat()  # not easy
    if isinstance(cell, float) and abs(cell) >= EXCEL_DIGITS:
        return None  # a number that is no longer itself
    return as_text(cell)


def _normalised(values: pl.Series) -> pl.Series:
    """As `as_text`, faster for text that is normal already."""
    if unicodedata.is_normalized("NFKC", values.str.join("\n").item() or ""):
        return values
    return pl.Series([as_text(value) for value in values.unique()], dtype=pl.String)


def personal_in(bulk: Bulk, others: Iterable[str]) -> list[str]:
    """Of the personal values of easy rows those that stand in a text of `others`, the rows that
    are not easy."""
    haystack = "\n".join(others)
    if len(haystack) > _HAYSTACK:
        return [value for values in bulk.personal for value in values.unique()]
    pairs = {haystack[at : at + 2] for at in range(len(haystack) - 1)}
    found: set[str] = set()
    for values in bulk.personal:
        near = values.filter(values.str.slice(0, 2).is_in(pairs))  # few, and quick to tell
        found.update(value for value in near.unique() if value in haystack)
    return sorted(found)


def _fits(header: Header, layout: Layout) -> bool:
    """A form whose rows are told from all else by a code and a moment."""
    dated = any(
        c.type == "datetime" and n in header.columns for n, c in layout.kept_columns.items()
    )
    if len(layout.key) != 1 or layout.key[0] not in header.columns:
        return False
    return dated and layout.columns[layout.key[0]].type == "code"


def _checked(
    cell: pl.Expr, name: str, unit: Unit | None, seen: pl.Series, scope: Scope
) -> tuple[pl.Expr, pl.Expr] | None:
    """(the value, whether the cell is in an easy form and within its bounds), or ``None`` for a type
    without one."""
    column = scope.layout.columns[name]
    typed = _typed(cell, column, scope.layout.blank_rule(name), unit, seen, scope.within)
    if typed is None:
        return None
    value, fits = typed
    if column.within_period:
        fits = fits & value.dt.date().is_between(scope.period.start, scope.period.end)
    for bound, beyond in ((column.min, value.__lt__), (column.max, value.__gt__)):
        if bound is not None:
            fits = fits & ~beyond(pl.lit(bound)).fill_null(False)
    if column.vocabulary == "grade":  # of the mildest grade are all but few
        fits = fits & cell.is_in(_MILD)
    return value, fits


def _typed(
    cell: pl.Expr,
    column: Column,
    blank: str,
    unit: Unit | None,
    values: pl.Series,
    within: str,
) -> tuple[pl.Expr, pl.Expr] | None:
    """(the value, whether the cell is in an easy form), or ``None`` for a type without one."""
    match column.type:
        case "count" | "quantity" if _is_scaled_simply(column, unit):
            return _measure(cell, column, blank, unit)
        case "datetime":
            seen = values.head(_SAMPLE)
            used = [f for f in _MOMENTS if _read(seen, f).is_not_null().any()] or _MOMENTS[:1]
            value = pl.coalesce(_read(cell, form) for form in used)
            fits = value.dt.year() >= 1900
            return value, fits | (cell.fill_null("") == "") if blank == "null" else fits
        case "yes_no":
            value = cell.replace_strict(
                {"是": True, "否": False}, default=None, return_dtype=pl.Boolean
            )
            return value, value.is_not_null()
        case "category":
            codes = {text: column.codes.get(squeeze(text)) for text in values.unique() if text}
            known = {text: code for text, code in codes.items() if code}
            value = cell.replace_strict(known, default=None, return_dtype=pl.String)
            return value, value.is_not_null()
        case "word" | "place" | "organisation" | "stated":
            return _words(cell, column, values, within)
    return None


def _words(
    cell: pl.Expr, column: Column, values: pl.Series, within: str
) -> tuple[pl.Expr, pl.Expr]:
    """Known words, as they are kept; a row with any other is not easy."""
    written = [text for text in values.unique() if text and not is_nothing(text)]
    if column.type == "stated":
        return cell.is_in(written), pl.lit(True)
    match column.type:
        case "place":
            kept = {text: known_place(text, within) for text in written}
        case "word":
            words = words_of(column.vocabulary or "")
            kept = {text: squeeze(text) if squeeze(text) in words else None for text in written}
        case _:
            kept = {}
    known = {text: word for text, word in kept.items() if word}
    if not known:
        return pl.lit(None, pl.String), pl.lit(False)
    value = cell.replace_strict(known, default=None, return_dtype=pl.String)
    return value, value.is_not_null()


def _read(cell: Moments, form: str) -> Moments:
    return cell.str.to_datetime(form, strict=False, time_unit="us")


def _is_scaled_simply(column: Column, unit: Unit | None) -> bool:
    factor = unit.factor if unit else Decimal(1)
    whole = factor == factor.to_integral_value()
    return not column.words and (factor == 1 if column.type == "count" else whole)


def _measure(
    cell: pl.Expr, column: Column, blank: str, unit: Unit | None
) -> tuple[pl.Expr, pl.Expr]:
    is_blank = cell.fill_null("") == ""
    if column.type == "count":
        value = cell.cast(pl.Int64, strict=False)
        fits = value >= 0
        zero = pl.lit(0, pl.Int64)
    else:
        factor = unit.factor if unit else Decimal(1)
        fits = cell.str.contains(_DECIMAL)
        value = (cell.cast(_PLACES, strict=False) * pl.lit(factor).cast(pl.Decimal(20, 0))).cast(
            _PLACES
        )
        zero = pl.lit(Decimal(0)).cast(_PLACES)
    if blank == "zero":
        value = pl.when(is_blank).then(zero).otherwise(value)
    fits = fits.fill_null(False)
    return value, fits if blank == "error" else fits | is_blank

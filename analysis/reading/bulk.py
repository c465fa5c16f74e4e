"""The easy rows of a large file, typed column by column.

A row is easy where nothing about it needs judgement: its key is a bare code and every other cell is
in the commonest form of its type. All other rows (totals, notes, odd spellings, faults) are left to
`analysis.reading.row_reader`, which reads them one by one; both ways give the same values.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from analysis.base.text import squeeze
from analysis.forms.column import Column
from analysis.forms.layout import Layout
from analysis.forms.place_names import known_place
from analysis.forms.units import Unit
from analysis.forms.words import words_of
from analysis.reading.columns import columns_of
from analysis.reading.header import Header
from analysis.reading.remarks import WORDS
from analysis.reading.scope import Scope
from analysis.sheets.cells import as_text, is_nothing
from analysis.sheets.grid import Row

LEAST_LINES = 100  # below, one by one is as fast
# digits are written out: \d would take full-width ones, which need normalising first
# The commonest numbers of accidents; none of them can be a person's card or telephone.
_CODE = (
    r"^([A-Z]{1,6}[0-9]{1,10}([A-Z][0-9]{1,10})?|1[0-9]{5}20[0-9]{11,12}|[0-9]{1,9}|[0-9]{12,13})$"
)
_DECIMAL = r"^[0-9]{1,12}(\.[0-9]{1,4})?$"
_MOMENTS = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S")
# a word means the same with blanks around it
_LOOKED_UP = ("category", "place", "word", "organisation")
_COLONS = [":", "："]
_MILD = ["一般", "一般事故"]
_SAMPLE = 200  # so many rows show which of these a file uses
_START = 8  # letters by which a value is told from most others
_HAYSTACK = 20_000  # in longer texts one looks for all personal values at once
_PLACES = pl.Decimal(38, 6)
_BLANKS = "\t\x0b\x0c\r \x85\u1680\u2028\u2029"  # those that NFKC leaves as they are


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
    frame = _frame(lines, header, layout, width)
    seen = _seen(frame, header, layout)
    named = {at: name for name, at in header.columns.items()}
    easy, values, personal = [pl.col("is_whole")], [], []
    for at in range(width):
        cell, name = pl.col(f"c{at}"), named.get(at)
        if name is None:
            easy.append(_without(cell, [*_COLONS, *WORDS]))  # says something
        elif layout.columns[name].personal:
            text = seen[name] or ""
            if any(colon in text for colon in _COLONS):
                easy.append(_without(cell, _COLONS))  # might be a note
            personal.append(_normalised(frame[f"c{at}"].drop_nulls(), text))
        elif name in layout.key:
            easy.append(cell.str.contains(_CODE))
            values.append(cell.alias(name))
        elif typed := _checked(cell, name, units.get(name), seen.get(name), scope):
            values.append(typed[0].alias(name))
            easy.append(typed[1])
        else:
            return None
    if named.get(0) not in layout.key:  # a total's word may stand before the key
        easy.append(pl.col("c0").fill_null("").str.contains(r"^[\x21-\x7e]*$"))
    names = [value.meta.output_name() for value in values]
    is_easy = pl.all_horizontal(easy).fill_null(False) & ~_is_grave(names, layout)
    # conditions are of the values beside them: in one step each value would be made twice
    body = frame.with_columns(values).select("source_row", *names, is_easy=is_easy)
    others = (~body["is_easy"]).arg_true() + header.body
    return Bulk(body.filter("is_easy").drop("is_easy"), others.to_list(), personal)


def _frame(lines: Sequence[Row], header: Header, layout: Layout, width: int) -> pl.DataFrame:
    frame = columns_of(lines, header.body, width)
    if not _is_padded(frame.head(_SAMPLE)):
        return frame
    looked_up = {
        f"c{at}" for name, at in header.columns.items() if layout.columns[name].type in _LOOKED_UP
    }
    return frame.with_columns(pl.col(pl.String).exclude(looked_up).str.strip_chars())


def _is_padded(sample: pl.DataFrame) -> bool:
    """Whether the file writes blanks around its cells; rows that alone do so are not easy."""
    text = pl.col(pl.String)
    return bool(sample.select(pl.any_horizontal((text != text.str.strip_chars()).any())).item())


def _seen(frame: pl.DataFrame, header: Header, layout: Layout) -> dict[str, Any]:
    """Of each column all that its type asks before any cell is read: its different texts, the forms
    in which it writes moments, or (a personal one) its whole text."""
    asked = {}
    for name, at in header.columns.items():
        column, cell = layout.columns[name], pl.col(f"c{at}")
        if column.personal:
            asked[name] = cell.str.join("\n")
        elif column.type in (*_LOOKED_UP, "stated"):
            asked[name] = cell.unique().implode()
        elif column.type == "datetime":
            forms = (_read(cell.head(_SAMPLE), form).is_not_null().any() for form in _MOMENTS)
            asked[name] = pl.concat_list(forms)
    return frame.select(**asked).row(0, named=True)


def _without(cell: pl.Expr, words: list[str]) -> pl.Expr:
    return ~cell.str.contains_any(words).fill_null(False)


def _is_grave(names: list[str], layout: Layout) -> pl.Expr:
    """Rows whose figures ask more than the mildest grade, where there are grades."""
    graded = any(c.vocabulary == "grade" for n, c in layout.kept_columns.items() if n in names)
    least = {"deaths": 3, "serious_injuries": 10, "direct_loss_yuan": 10_000_000}
    bounds = [pl.col(name) >= bound for name, bound in least.items() if name in names]
    return pl.any_horizontal(bounds).fill_null(False) if graded and bounds else pl.lit(False)


def _normalised(values: pl.Series, joined: str) -> pl.Series:
    """As `as_text`, faster for text that is normal already."""
    if unicodedata.is_normalized("NFKC", joined):
        return values.str.strip_chars() if any(blank in joined for blank in _BLANKS) else values
    return pl.Series([as_text(value) for value in values.unique()], dtype=pl.String)


def personal_in(bulk: Bulk, others: Iterable[str]) -> list[str]:
    """Of the personal values of easy rows those that stand in a text of `others`, the rows that
    are not easy."""
    haystack = "\n".join(others)
    values = pl.concat([pl.Series(dtype=pl.String), *bulk.personal])
    if len(haystack) > _HAYSTACK:
        return values.unique().to_list()
    sizes = values.str.len_chars().clip(upper_bound=_START).unique()
    starts = {haystack[at : at + size] for size in sizes for at in range(len(haystack))}
    near = values.filter(values.str.slice(0, _START).is_in(starts))  # few, and quick to tell
    return sorted({value for value in near if value in haystack})


def _fits(header: Header, layout: Layout) -> bool:
    """A form whose rows are told from all else by a code and a moment."""
    dated = any(
        c.type == "datetime" and n in header.columns for n, c in layout.kept_columns.items()
    )
    if len(layout.key) != 1 or layout.key[0] not in header.columns:
        return False
    return dated and layout.columns[layout.key[0]].type == "code"


def _checked(
    cell: pl.Expr, name: str, unit: Unit | None, seen: Any, scope: Scope
) -> tuple[pl.Expr, pl.Expr] | None:
    """(the value, whether its cell is in an easy form and within its bounds), or ``None`` for a type
    without one. The condition speaks of the value by its `name`."""
    column, value = scope.layout.columns[name], pl.col(name)
    typed = _typed(cell, name, unit, seen, scope)
    if typed is None:
        return None
    made, fits = typed
    if column.within_period:
        first, after = scope.period.start, scope.period.end + timedelta(days=1)
        fits = fits & value.is_between(first, after, closed="left")
    elif column.type == "datetime" and not column.may_lie_ahead:
        fits = fits & (value.dt.date() <= scope.received_on).fill_null(True)
    if column.not_before:
        first_day = pl.col(column.not_before).dt.date()
        fits = fits & (value.dt.date() >= first_day).fill_null(True)
    if column.part_of:
        fits = fits & (value <= pl.col(column.part_of)).fill_null(True)
    for bound, beyond in ((column.min, value.__lt__), (column.max, value.__gt__)):
        if bound is not None:
            whole = int(bound) if bound == int(bound) else bound  # a Decimal imports numpy
            fits = fits & ~beyond(pl.lit(whole)).fill_null(False)
    if column.vocabulary == "grade":  # of the mildest grade are all but few
        fits = fits & cell.is_in(_MILD)
    return made, fits


def _typed(
    cell: pl.Expr, name: str, unit: Unit | None, seen: Any, scope: Scope
) -> tuple[pl.Expr, pl.Expr] | None:
    """(the value, whether its cell is in an easy form), or ``None`` for a type without one."""
    column, blank, value = scope.layout.columns[name], scope.layout.blank_rule(name), pl.col(name)
    match column.type:
        case "count" | "quantity" if _is_scaled_simply(column, unit):
            return _measure(cell, name, column, blank, unit)
        case "datetime":
            fits = value.dt.year() >= 1900
            used = [form for form, is_used in zip(_MOMENTS, seen, strict=True) if is_used]
            made = pl.coalesce(_read(cell, form) for form in used or _MOMENTS[:1])
            return made, fits | (cell.fill_null("") == "") if blank == "null" else fits
        case "yes_no":
            return cell == "是", cell.is_in(["是", "否"])
        case "stated":
            written = [text for text in seen if not is_nothing(text)]
            return cell.is_in(written), cell.ne_missing("\0")
        case _ if column.type in _LOOKED_UP:
            texts = [text for text in seen if text and not is_nothing(text)]
            words = {text: _meant(text, column, scope.within) for text in texts}
            known = {text: word for text, word in words.items() if word is not None}
            made = cell.replace_strict(known, default=None) if known else pl.lit(None)
            return made.cast(pl.String), value.is_not_null()
    return None


def _meant(text: str, column: Column, within: str) -> str | None:
    """What an easy cell is kept as; of organisations none is easy."""
    match column.type:
        case "category":
            return column.codes.get(squeeze(text))
        case "place":
            return known_place(text, within)
        case "word":
            word = squeeze(text)
            return word if word in words_of(column.vocabulary or "") else None
    return None


def _read(cell: pl.Expr, form: str) -> pl.Expr:
    return cell.str.to_datetime(form, strict=False, time_unit="us", cache=False)


def _is_scaled_simply(column: Column, unit: Unit | None) -> bool:
    factor = unit.factor if unit else Decimal(1)
    whole = factor == factor.to_integral_value()
    return not column.words and (factor == 1 if column.type == "count" else whole)


def _measure(
    cell: pl.Expr, name: str, column: Column, blank: str, unit: Unit | None
) -> tuple[pl.Expr, pl.Expr]:
    is_blank = cell.fill_null("") == ""
    if column.type == "count":
        value = cell.cast(pl.Int64, strict=False)
        fits = pl.col(name) >= 0
    else:
        value = cell.cast(_PLACES, strict=False)
        if unit and unit.factor != 1:
            value = (value * pl.lit(int(unit.factor)).cast(pl.Decimal(20, 0))).cast(_PLACES)
        fits = cell.str.contains(_DECIMAL)
    if blank == "zero":
        value = pl.when(is_blank).then(pl.lit(0).cast(column.dtype)).otherwise(value)
    fits = fits.fill_null(False)
    return value, fits if blank == "error" else fits | is_blank

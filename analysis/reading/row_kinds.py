"""What kind of row a row is: data, a total, a note, the header again, or nothing."""

import re
from collections.abc import Sequence
from enum import StrEnum

from analysis.base.text import squeeze
from analysis.forms.column import Column
from analysis.forms.layout import Layout
from analysis.forms.periods import Period
from analysis.forms.place_names import known_place
from analysis.forms.words import words_of
from analysis.reading.header import Header, is_header_again
from analysis.reading.scope import Scope
from analysis.sheets.cells import (
    Cell,
    CellDoubt,
    CellError,
    as_moment,
    as_number,
    as_text,
    as_yes_no,
    is_nothing,
)

_TOTAL = re.compile(
    r"(?:本|全|\d{1,2}).{0,4}(?:合计|总计|累计)|(?:合计|总计|共计|累计|总数|合计数)(?:\d{1,9}[起件次条])?"
)
_COUNTED = re.compile(r"(?:共|计)?\d{1,9}[起件次条]")
_SUBTOTAL = re.compile(r"小计|其中:?.{0,40}|.{1,12}(?:小计|合计|累计)")
_NOTE = re.compile(
    r"[*※(\[]?(注|说明|备注|单位负责人|负责人|填表人|填报人|填报单位|审核人|复核人|制表|联系电话|"
    r"报出日期|填报日期|报送日期|资料来源|数据来源|单位)\d{0,2}[)\]]?(\([^)]{0,40}\))?:.*",
    re.DOTALL,
)
_CONTINUED = re.compile(r"[(\[]?续表?\d{0,3}[)\]]?|.{0,80}[(\[]续表?\d{0,3}[)\]]")
_CODE = re.compile(r"[\x21-\x7e\u4e00-\u9fa5〔〕]{0,39}[0-9][\x21-\x7e\u4e00-\u9fa5〔〕]{0,39}")
_SPARE = 1000  # so many characters of a cell tell what kind of row it is in


class RowKind(StrEnum):
    HEADER = "header"
    DATA = "data"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    NOTE = "note"
    BLANK = "blank"


def kind_of(cells: Sequence[Cell], header: Header, scope: Scope) -> RowKind:
    """The kind of a row below the header.

    A row with a key, a figure or a moment of the period is data, whatever else its cells say; in
    doubt it is data, so that its checks speak.
    """
    layout = scope.layout
    texts = {at: squeeze(as_text(cell)[:_SPARE]) for at, cell in enumerate(cells)}
    filled = {at: text for at, text in texts.items() if text}
    if not filled:
        return RowKind.BLANK
    first = next(iter(filled.values()))
    keys = [texts.get(header.columns.get(name, -1), "") for name in layout.key]
    if kind := _sum_of(first, keys, layout):
        return kind
    if is_header_again(filled, header):
        return RowKind.HEADER
    if _is_data(cells, texts, header, scope):
        return RowKind.DATA
    if any(is_note(text) for text in filled.values()) or _CONTINUED.fullmatch(first):
        return RowKind.NOTE
    meant = {name: at for name, at in header.columns.items() if not is_nothing(_at(cells, at))}
    if not meant and all(_is_idle(text) for text in filled.values()):
        return RowKind.BLANK  # a serial number printed in advance
    if len(filled) == 1:
        return RowKind.NOTE
    return RowKind.DATA


def kind_beside(cells: Sequence[Cell]) -> RowKind:
    """The kind of a row that is outside any table."""
    return RowKind.NOTE if any(squeeze(as_text(cell)) for cell in cells) else RowKind.BLANK


def is_astray(cells: Sequence[Cell], header: Header, scope: Scope) -> bool:
    """Whether a row above the header holds data, as sorting with the header left out moves it: at
    least half of its columns hold what they are for, its moment or (where the form has none) a figure
    among them. Of titles, units, numbers of columns and signatures none does."""
    layout = scope.layout
    columns = {n: at for n, at in header.columns.items() if not layout.columns[n].personal}
    fitting = {n for n, at in columns.items() if _is_of_type(n, _at(cells, at), scope)}
    moments = {n for n in columns if layout.columns[n].type == "datetime"}
    telling = moments or {n for n in columns if layout.columns[n].is_measure}
    return bool(fitting & telling) and len(fitting) >= max(2, len(columns) / 2)


def _is_of_type(name: str, cell: Cell, scope: Scope) -> bool:
    column, text = scope.layout.columns[name], squeeze(as_text(cell)[:_SPARE])
    if is_nothing(cell) or is_note(text):
        return False
    try:
        match column.type:
            case "count" | "quantity" | "number":
                return as_number(cell) is not None
            case "datetime":
                return as_moment(cell) is not None
            case "yes_no":
                return as_yes_no(cell) is not None
            case "category" | "place" | "word" | "code" | "month":
                return _is_known(column, text, scope.within)
    except CellDoubt:
        return True
    except CellError:
        return False
    return False


def is_note(text: str) -> bool:
    """Whether a squeezed text is such as makes its row a note."""
    return bool(_NOTE.fullmatch(text))


def _sum_of(first: str, keys: Sequence[str], layout: Layout) -> RowKind | None:
    labels = {label.rstrip(":") for label in (first, *keys)}
    if any(_COUNTED.fullmatch(key) for key in keys):
        return RowKind.TOTAL
    if layout.is_by_place:  # 合计 is the row of the whole place
        return RowKind.SUBTOTAL if any("小计" in label for label in labels) else None
    if any(_TOTAL.fullmatch(label) for label in labels):
        return RowKind.TOTAL
    return RowKind.SUBTOTAL if any(_SUBTOTAL.fullmatch(label) for label in labels) else None


def _is_idle(text: str) -> bool:
    return text.isdigit() or is_nothing(text)


def _at(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else None


def _is_data(cells: Sequence[Cell], texts: dict[int, str], header: Header, scope: Scope) -> bool:
    layout = scope.layout
    meant = {name: at for name, at in header.columns.items() if not is_nothing(_at(cells, at))}
    has_key = any(_is_key(name, texts[at], scope) for name, at in meant.items())
    if has_key and not _holds_no_figure(meant, layout):
        return True
    return any(
        _is_figure(layout.columns[name], cells[at], scope.period) for name, at in meant.items()
    )


def _is_key(name: str, text: str, scope: Scope) -> bool:
    if name not in scope.layout.key or is_note(text):
        return False
    return _is_known(scope.layout.columns[name], text, scope.within)


def _is_known(column: Column, text: str, within: str) -> bool:
    match column.type:
        case "category":
            return text in column.codes
        case "place":
            return known_place(text, within) is not None
        case "word":
            return text in words_of(column.vocabulary or "")
        case "code":
            return bool(_CODE.fullmatch(text))
        case "month":
            return bool(re.match(r"\d|.{1,2}月", text))
    return not text.endswith(":")


def _is_figure(column: Column, cell: Cell, period: Period) -> bool:
    try:
        if column.is_measure:
            number = as_number(cell)
            return number is not None and (column.max is None or number <= column.max)
        if column.within_period:
            moment = as_moment(cell, period.start.year)
            return moment is not None and moment.date() in period
    except CellDoubt as doubt:
        return doubt.day.date() in period
    except CellError:
        return False
    return False


def _holds_no_figure(meant: dict[str, int], layout: Layout) -> bool:
    """A month printed in advance whose figures are all still blank."""
    measures = [name for name, column in layout.columns.items() if column.is_measure]
    may_be_blank = bool(measures) and all(layout.blank_rule(name) == "null" for name in measures)
    return may_be_blank and set(meant) <= set(layout.key)

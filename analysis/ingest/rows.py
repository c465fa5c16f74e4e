"""What kind of row a row is: data, a total, a note, the header again, or nothing."""

import re
from collections.abc import Sequence
from enum import StrEnum

from analysis.ingest.cells import Cell, as_text, is_nothing, squeeze
from analysis.ingest.header import Header, is_header_again
from analysis.ingest.layout import Layout

TOTAL_LABELS = ("合计", "总计", "共计", "本月合计", "本季合计", "本期合计", "全年合计", "累计合计")
_SUBTOTAL = re.compile(r"(小计|其中:?.*|.{0,12}小计)")
_NOTE = re.compile(
    r"[*※(\[]?(注|说明|备注|单位负责人|负责人|填表人|填报人|填报单位|审核人|复核人|制表|联系电话|"
    r"报出日期|填报日期|报送日期|资料来源|数据来源|单位)\d*[)\]]?(\([^)]*\))?:.*"
)
_CONTINUED = re.compile(r"[(\[]?续表?\d*[)\]]?|.*[(\[]续表?\d*[)\]]")


class RowKind(StrEnum):
    HEADER = "header"
    DATA = "data"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    NOTE = "note"
    BLANK = "blank"


def kind_of(cells: Sequence[Cell], header: Header, layout: Layout) -> RowKind:
    """The kind of a row below the header; in doubt it is data, so that its checks speak."""
    texts = {at: squeeze(as_text(cell)) for at, cell in enumerate(cells)}
    filled = {at: text for at, text in texts.items() if text}
    if not filled:
        return RowKind.BLANK
    first = next(iter(filled.values()))
    labels = {first} | {texts.get(header.columns.get(name, -1), "") for name in layout.key}
    totals = TOTAL_LABELS if layout.total_labels is None else layout.total_labels
    if any(label.rstrip(":") in totals for label in labels):
        return RowKind.TOTAL
    if any(_SUBTOTAL.fullmatch(label) for label in labels):
        return RowKind.SUBTOTAL
    if any(is_note(text) for text in filled.values()) or _CONTINUED.fullmatch(first):
        return RowKind.NOTE
    if is_header_again(filled, header):
        return RowKind.HEADER
    meant = {name: at for name, at in header.columns.items() if not is_nothing(_at(cells, at))}
    if not meant and all(re.fullmatch(r"\d+", text) for text in filled.values()):
        return RowKind.BLANK  # a serial number printed in advance
    if len(filled) == 1 and not _is_key(meant, first, layout):
        return RowKind.NOTE
    if _holds_no_figure(meant, layout):
        return RowKind.BLANK
    return RowKind.DATA


def is_note(text: str) -> bool:
    """Whether a squeezed text is such as makes its row a note."""
    return bool(_NOTE.fullmatch(text))


def _at(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else None


def _is_key(meant: dict[str, int], text: str, layout: Layout) -> bool:
    """Whether a row's only cell names a row of data (whose figures are then missing)."""
    if len(meant) != 1 or (name := next(iter(meant))) not in layout.key:
        return False
    column = layout.columns[name]
    if column.type == "category":
        return text in column.codes
    return column.type != "text" or bool(re.fullmatch(r"[\x21-\x7e]+", text))


def _holds_no_figure(meant: dict[str, int], layout: Layout) -> bool:
    """A month printed in advance whose figures are all still blank."""
    measures = [name for name, column in layout.columns.items() if column.is_measure]
    may_be_blank = all(layout.blank_rule(name) == "null" for name in measures)
    return may_be_blank and bool(meant) and set(meant) <= set(layout.key)

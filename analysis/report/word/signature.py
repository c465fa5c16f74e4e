"""Who signs and the day, as GB/T 9704-2012 places them where there is no seal (7.3.5.2): a line below
the text, the name two characters from the right edge, the day beginning two characters to the right
of the name; where the day is the longer one, it keeps the two characters and the name moves."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from analysis.report.blocks import Signature
from analysis.report.measure import ems
from analysis.report.word.paper import Paper, keep_with_next
from analysis.report.word.styles import BODY

_AWAY = 2.0  # characters


def add_signature(paper: Paper, block: Signature) -> None:
    """Both lines, on the page where what stands before them ends."""
    for paragraph in _last_paragraphs(paper):
        keep_with_next(paragraph)
    style = paper.styles["signature"]
    size = Pt((style.font.size or Pt(BODY)).pt)
    lines = [paper.paragraph(text, "signature").paragraph_format for text in (block.by, block.day)]
    for line, away in zip(lines, _away(block, paper.width / size.pt), strict=True):
        line.alignment, line.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, int(size * away)
    lines[0].space_before, lines[0].keep_with_next = int(1.8 * size), True


def _last_paragraphs(paper: Paper) -> list[Any]:
    """The last paragraph, or those of a table's last row."""
    blocks = [e for e in paper.document.element.body if e.tag in (qn("w:p"), qn("w:tbl"))]
    if blocks and blocks[-1].tag == qn("w:tbl"):
        return list(blocks[-1].tr_lst[-1].iter(qn("w:p")))
    return blocks[-1:]


def _away(block: Signature, room: float) -> tuple[float, float]:
    """Characters between each line and the right edge, of so many in a line."""
    by, day = _characters(block.by), _characters(block.day)
    if day > by:
        return 2 * _AWAY + day - by, _AWAY
    return _AWAY, min(by - day, max(_AWAY, room - day - 2 * _AWAY))


def _characters(text: str) -> float:
    """The width of `text`, two Latin letters or digits to a character."""
    return sum(0.5 if ems(char) < 1 else 1.0 for char in text)

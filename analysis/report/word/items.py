"""What stands in a document, as the pages take it: pieces that a page keeps whole, and groups on one page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from analysis.report.word.heights import Heights
from analysis.report.word.paper import Paper

_LINE = 12.0  # points of a line of a cell, which another program may break otherwise


@dataclass(eq=False)
class Item:
    """A paragraph or a table, and the heights of the pieces that a page keeps whole."""

    element: Any
    pieces: list[float]
    with_next: bool
    repeated: float = 0.0  # height of a table's header, again on each page
    drawn: float = 0.0  # height of its charts alone
    change: float = 0.0  # of that height
    doubt: float = 0.0  # by how much it may be taller
    spare: float = 0.0  # and by how much lower

    @property
    def is_chart(self) -> bool:
        return self.drawn > 0

    @property
    def is_heading(self) -> bool:
        return next(self.element.iter(qn("w:outlineLvl")), None) is not None

    @property
    def bookmarks(self) -> Iterator[str]:
        return (mark.get(qn("w:name")) for mark in self.element.iter(qn("w:bookmarkStart")))

    @property
    def starts_page(self) -> bool:
        return next(self.element.iter(qn("w:pageBreakBefore")), None) is not None

    @property
    def ends_page(self) -> bool:
        """Whether a break of the page or of the section stands in it."""
        breaks = (b.get(qn("w:type")) == "page" for b in self.element.iter(qn("w:br")))
        return any(breaks) or next(self.element.iter(qn("w:sectPr")), None) is not None


def leaning(item: Item, lean: int) -> list[float]:
    """Its pieces for a program that sets it lower (-1) or taller (1) than reckoned."""
    more = item.spare if lean < 0 or item.element.tag == qn("w:tbl") else item.doubt
    return [*item.pieces[:-1], max(item.pieces[-1] + lean * more, 0.0)]


def need(group: list[Item]) -> float:
    """The height that a group must find on a page to begin there."""
    return sum(sum(item.pieces) for item in group[:-1]) + group[-1].pieces[0]


def groups_of(paper: Paper) -> Iterator[list[Item]]:
    """Items that stand on one page with the next."""
    group: list[Item] = []
    for item in _items(paper):
        group.append(item)
        if not item.with_next:
            yield group
            group = []
    if group:
        yield group


def _items(paper: Paper) -> Iterator[Item]:
    heights = paper.heights
    for child in paper.document.element.body:
        if child.tag == qn("w:tbl"):
            yield _table(child, heights)
        else:
            for paragraph in child.iter(qn("w:p")):
                with_next = heights.with_next(paragraph)
                if next(paragraph.iter(qn("w:drawing")), None) is not None:
                    drawn, beside = heights.picture(paragraph, paper.width)
                    is_chart = next(paragraph.iter(qn("c:chart")), None) is not None
                    own = drawn if is_chart else 0.0
                    yield Item(paragraph, [drawn + beside], with_next, drawn=own)
                else:
                    pieces = _unwidowed(heights.paragraph(paragraph, paper.width))
                    doubt, spare = heights.doubt(paragraph, paper.width)
                    yield Item(paragraph, pieces, with_next, doubt=doubt, spare=spare)


def _table(table: Any, heights: Heights) -> Item:
    rows = list(zip(table.iter(qn("w:tr")), heights.rows(table), strict=True))
    pieces, piece = [], 0.0
    for row, height in rows:
        piece += height
        if not heights.with_next(next(row.iter(qn("w:p")))):
            pieces.append(piece)
            piece = 0.0
    head = rows[0][1] if next(table.iter(qn("w:tblHeader")), None) is not None else 0.0
    return Item(table, pieces + [piece] * bool(piece), bool(piece), head, spare=_LINE)


def _unwidowed(lines: list[float]) -> list[float]:
    """Lines as a page takes them: never the first or the last alone."""
    if len(lines) < 4:
        return [sum(lines)]
    return [sum(lines[:2]), *lines[2:-2], sum(lines[-2:])]

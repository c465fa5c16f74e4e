"""Where a document's paragraphs, tables and pictures fall on its pages.

A program that sets type knows it exactly; this reckons it from the lines' heights, which the styles
give, and from the lines that the text of each paragraph and cell takes. It serves two ends: the page
numbers of the contents, and no page with a hole because a picture had no room: what follows the
picture in its section then goes before it, or the picture becomes a little smaller.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from analysis.report.word.heights import Heights
from analysis.report.word.paper import Paper, keep_with_next

_SMALL = 12  # rows of a table that is kept whole
_WHOLE = 0.45  # of the page: a taller one is not
_HOLE = 0.12  # of the page that may stay empty above a picture
_SPARE = 0.08  # by so much a chart may be made smaller: its letters keep their size
_SLACK = 10.0  # points that no picture is fitted into: the reckoning is not exact


@dataclass(frozen=True, eq=False)
class _Item:
    """A paragraph or a table, and the heights of the pieces that a page keeps whole."""

    element: Any
    pieces: list[float]
    with_next: bool
    repeated: float = 0.0  # height of a table's header, again on each page
    drawn: float = 0.0  # height of its pictures alone

    @property
    def is_picture(self) -> bool:
        return self.drawn > 0

    @property
    def spare(self) -> float:
        """By how much its pictures may be made smaller."""
        return self.drawn * _SPARE

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


def keep_tables(paper: Paper, tables: Iterable[Any]) -> None:
    """Keep small tables whole, and of others the header and two rows together, and the last two."""
    heights = Heights(paper.document)
    for table in tables:
        rows = list(table.iter(qn("w:tr")))
        is_small = len(rows) - 1 <= _SMALL and sum(heights.rows(table)) <= _WHOLE * paper.height
        kept = rows[:-1] if is_small else [*rows[:2], *rows[-2:-1]]
        for row in kept:
            for paragraph in row.iter(qn("w:p")):
                keep_with_next(paragraph)


def settle(paper: Paper) -> dict[str, int]:
    """Move what follows a picture before it where that fills a page; the page of each bookmark."""
    groups = list(_groups(_items(paper)))
    pages: dict[str, int] = {}
    page, used = 1, 0.0
    while groups:
        room = paper.height - used
        _fit(groups[:2], room) or _fit(groups[:1], room)
        group = groups[0]
        if used and (group[0].starts_page or _need(group) > room):
            filler = _filler(groups, room) if room > _HOLE * paper.height else None
            if filler is None:
                page, used = page + 1, 0.0
                continue
            for item in filler:
                group[0].element.addprevious(item.element)
            group = filler
        groups.remove(group)
        for item in group:
            for at, piece in enumerate(item.pieces):
                if used and used + piece > paper.height:
                    page, used = page + 1, item.repeated if at else 0.0
                if not at:
                    pages.update(dict.fromkeys(item.bookmarks, page))
                used += piece
            if item.ends_page:
                page, used = page + 1, 0.0
    return pages


def _filler(groups: list[list[_Item]], room: float) -> list[_Item] | None:
    """What may go before a picture that has no room: the first that follows, other pictures apart,
    if it begins in the room and is of the picture's section."""
    picture, *others = groups
    if not picture[0].is_picture or picture[0].starts_page:
        return None
    for other in others:
        if any(item.is_heading or item.starts_page or item.ends_page for item in other):
            return None
        if not any(item.is_picture for item in other):
            return other if _need(other) <= room else None
    return None


def _fit(groups: list[list[_Item]], room: float) -> bool:
    """Make the pictures of these groups smaller, if they then have room; else leave them."""
    pictures = [item for group in groups for item in group if item.is_picture]
    if len(pictures) < len(groups) or any(group[0].starts_page for group in groups):
        return False
    spare = sum(picture.spare for picture in pictures)
    share = (sum(map(_need, groups)) + _SLACK - room) / spare
    if 0 < share <= 1:
        for picture in pictures:
            less = share * picture.spare
            picture.pieces[0] -= less
            for extent in picture.element.xpath(".//wp:extent | .//a:xfrm/a:ext"):
                for side in ("cx", "cy"):
                    shown = int(extent.get(side)) * (1 - less / picture.drawn)
                    extent.set(side, str(int(shown)))
    return share <= 1


def _need(group: list[_Item]) -> float:
    """The height that a group must find on a page to begin there."""
    return sum(sum(item.pieces) for item in group[:-1]) + group[-1].pieces[0]


def _groups(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """Items that stand on one page with the next."""
    group: list[_Item] = []
    for item in items:
        group.append(item)
        if not item.with_next:
            yield group
            group = []
    if group:
        yield group


def _items(paper: Paper) -> Iterator[_Item]:
    heights = Heights(paper.document)
    for child in paper.document.element.body:
        if child.tag == qn("w:tbl"):
            yield _table(child, heights)
        else:
            for paragraph in child.iter(qn("w:p")):
                with_next = heights.with_next(paragraph)
                if next(paragraph.iter(qn("w:drawing")), None) is not None:
                    drawn, text = heights.picture(paragraph, paper.width)
                    yield _Item(paragraph, [drawn + text], with_next, drawn=drawn)
                else:
                    pieces = _unwidowed(heights.paragraph(paragraph, paper.width))
                    yield _Item(paragraph, pieces, with_next)


def _table(table: Any, heights: Heights) -> _Item:
    rows = list(zip(table.iter(qn("w:tr")), heights.rows(table), strict=True))
    pieces, piece = [], 0.0
    for row, height in rows:
        piece += height
        if not heights.with_next(next(row.iter(qn("w:p")))):
            pieces.append(piece)
            piece = 0.0
    head = rows[0][1] if next(table.iter(qn("w:tblHeader")), None) is not None else 0.0
    return _Item(table, pieces + [piece] * bool(piece), bool(piece), head)


def _unwidowed(lines: list[float]) -> list[float]:
    """Lines as a page takes them: never the first or the last alone."""
    if len(lines) < 4:
        return [sum(lines)]
    return [sum(lines[:2]), *lines[2:-2], sum(lines[-2:])]

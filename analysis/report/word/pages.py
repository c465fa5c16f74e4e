"""Where a document's paragraphs, tables and pictures fall on its pages.

A program that sets type knows it exactly; this reckons it from the lines' heights, which the styles
give, and from the lines that the text of each paragraph and cell takes. It serves two ends: the page
numbers of the contents, and no page with a hole because a picture had no room: charts of the page become
a little lower, or what follows the picture in its section goes before it.

Where it is so near that another program may see it otherwise, a break of the page makes it sure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from analysis.native import stretched
from analysis.report.word.heights import Heights
from analysis.report.word.paper import Paper, keep_with_next

_SMALL = 8  # rows of a table that is kept whole
_WHOLE = 0.2  # of the page: a taller one is not
_HOLE = 0.12  # of the page that may stay empty
_EMPTY = 0.25  # of the page that a break may leave empty where it is but made sure
_LITTLE, _MUCH = 0.08, 0.25  # by so much charts may be made lower
_MORE = 0.2  # and by so much taller
_SLACK = 12.0  # points that no picture is fitted into: the reckoning is not exact
_UNSURE = 0.05  # of the page, by which text may be taller or lower


@dataclass(eq=False)
class _Item:
    """A paragraph or a table, and the heights of the pieces that a page keeps whole."""

    element: Any
    pieces: list[float]
    with_next: bool
    repeated: float = 0.0  # height of a table's header, again on each page
    drawn: float = 0.0  # height of its charts alone
    change: float = 0.0  # of that height
    doubt: float = 0.0  # by how much it may be taller

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


def keep_tables(paper: Paper, tables: Iterable[Any]) -> None:
    """Keep small tables whole, and of others the header and the first row, and the last two rows."""
    heights = paper.heights
    for table in tables:
        rows = list(table.iter(qn("w:tr")))
        is_small = len(rows) - 1 <= _SMALL and sum(heights.rows(table)) <= _WHOLE * paper.height
        kept = rows[:-1] if is_small else [*rows[:1], *rows[-2:-1]]
        for row in kept:
            for paragraph in row.iter(qn("w:p")):
                keep_with_next(paragraph)


def settle(paper: Paper) -> dict[str, int]:
    """Let charts and what follows them fill the pages; the page of each bookmark."""
    settling = _Settling(paper, list(_groups(_items(paper))))
    while settling.groups:
        settling.step()
    for item in settling.charts:
        if item.change:
            share = 1 + item.change / item.drawn
            stretched(paper.document, Paragraph(item.element, paper.document._body), share)
    return settling.pages


@dataclass
class _Settling:
    """Groups that have no page yet, and the page that the next comes to."""

    paper: Paper
    groups: list[list[_Item]]
    pages: dict[str, int] = field(default_factory=dict)
    charts: list[_Item] = field(default_factory=list)
    page: int = 1
    used: float = 0.0
    here: list[_Item] = field(default_factory=list)  # charts of the page
    doubt: float = 0.0  # points of lines that may be or not, since a page began surely

    @property
    def room(self) -> float:
        return self.paper.height - self.used

    def step(self) -> None:
        """Give the next group its page, or end the page before it."""
        group = self.groups[0]
        if not self.used or (not group[0].starts_page and self._fits(group, _LITTLE)):
            self._place(self.groups.pop(0))
        elif group[0].starts_page:
            self._end_page()
        elif filler := self._filler(group):
            lead, chart = _parted(group)
            for item in filler:
                chart[0].element.addprevious(item.element)
            self.groups.remove(filler)
            self.groups[0] = chart
            self._place(lead + filler)
        elif self._fits(group, _MUCH):
            self._place(self.groups.pop(0))
        else:
            self._break_before(group)

    def _fits(self, group: list[_Item], share: float) -> bool:
        """Whether there surely is room for the group; charts of the page may lose a share of their
        height for it."""
        charts = [item for item in group if item.is_chart]
        over = _need(group) - self.room
        if not charts:
            is_near = self._is_told_of(group) and self.room < _EMPTY * self.paper.height
            return over <= (-self._unsure if is_near else 0.0)
        over += _SLACK
        charts += self.here
        spare = [max(item.drawn * share + item.change, 0.0) for item in charts]
        if over > sum(spare):
            return False
        for item, points in zip(charts, spare, strict=True):
            if over > 0:
                self._stretch(item, -over * points / sum(spare))
        return True

    def _is_told_of(self, group: list[_Item]) -> bool:
        """Whether a number of the contents hangs on the group's page: none does of what ends the document."""
        to_come = (item.is_heading for other in self.groups for item in other)
        return _is_whole(group) and any(to_come)

    @property
    def _unsure(self) -> float:
        return min(_UNSURE * self.paper.height + self.doubt, _HOLE * self.paper.height)

    def _stretch(self, item: _Item, points: float) -> None:
        item.change += points
        item.pieces[0] += points
        if item in self.here:
            self.used += points

    def _filler(self, group: list[_Item]) -> list[_Item] | None:
        """What may go before a chart that has no room: the first that follows, other charts apart, if
        it begins in the room and is of the chart's section."""
        lead, chart = _parted(group)
        if not any(item.is_chart for item in chart) or self.room < _HOLE * self.paper.height:
            return None
        for other in self.groups[1:]:
            if any(item.is_heading or item.starts_page or item.ends_page for item in other):
                return None
            if not any(item.is_chart for item in other):
                return other if _need(lead + other) <= self.room else None
        return None

    def _break_before(self, group: list[_Item]) -> None:
        """End the page, its charts taller if there is room, before a group that might yet fit for
        another program."""
        over = _need(group) - self.room
        more = [max(item.drawn * _MORE - item.change, 0.0) for item in self.here]
        free = min(self.room - self._unsure, sum(more))
        # LibreOffice leaves heading and finding where they are when their chart goes to the next page
        has_chart = any(item.is_chart for item in group)
        if has_chart or (self._is_told_of(group) and over < self._unsure < 2 * self.room):
            heading = Paragraph(group[0].element, self.paper.document._body)
            heading.paragraph_format.page_break_before = True
        for item, points in zip(self.here, more, strict=True):
            if free > 0:
                self._stretch(item, free * points / sum(more))
        self._end_page()
        self.doubt = 0.0

    def _end_page(self) -> None:
        self.page, self.used, self.here = self.page + 1, 0.0, []

    def _place(self, group: list[_Item]) -> None:
        for item in group:
            self.doubt += item.doubt
            for at, piece in enumerate(item.pieces):
                if self.used and self.used + piece > self.paper.height:
                    self._end_page()
                    self.used = item.repeated if at else 0.0
                if not at:
                    self.pages.update(dict.fromkeys(item.bookmarks, self.page))
                self.used += piece
            if item.is_chart:
                self.here.append(item)
                self.charts.append(item)
            if item.ends_page:
                self._end_page()


def _parted(group: list[_Item]) -> tuple[list[_Item], list[_Item]]:
    """The headings that a group begins with, and the rest."""
    at = next((at for at, item in enumerate(group) if not item.is_heading), len(group))
    return group[:at], group[at:]


def _is_whole(group: list[_Item]) -> bool:
    """Whether it is of one piece whose page matters: with a heading, a chart, or a table kept whole."""
    return len(group) > 1 and (
        any(item.is_heading or item.is_chart for item in group) or len(group[-1].pieces) == 1
    )


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
                    yield _Item(paragraph, [drawn + beside], with_next, drawn=own)
                else:
                    pieces = _unwidowed(heights.paragraph(paragraph, paper.width))
                    doubt = heights.doubt(paragraph, paper.width)
                    yield _Item(paragraph, pieces, with_next, doubt=doubt)


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

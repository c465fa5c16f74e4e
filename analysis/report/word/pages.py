"""Where a document's paragraphs, tables and pictures fall on its pages.

A program that sets type knows it exactly; this reckons it from the lines' heights, which the styles
give, and from the lines that the text of each paragraph and cell takes. It serves two ends: the page
numbers of the contents, and no page with a hole because a picture had no room: charts of the page become
a little lower, or what follows the picture in its section goes before it.

Where it is so near that another program may see it otherwise, a break of the page makes it sure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from analysis.native import stretched
from analysis.report.word.flow import made_sure
from analysis.report.word.items import Item, groups_of, need
from analysis.report.word.paper import Paper, keep_with_next

_SMALL = 8  # rows of a table that is kept whole
_WHOLE = 0.2  # of the page: a taller one is not
_HOLE = 0.12  # of the page that may stay empty
_EMPTY = 0.25  # of the page that a break may leave empty where it is but made sure
_LITTLE, _MUCH = 0.08, 0.25  # by so much charts may be made lower
_MORE = 0.2  # and by so much taller
_SLACK = 12.0  # points that no picture is fitted into: the reckoning is not exact
_UNSURE = 0.05  # of the page, by which text may be taller or lower


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
    settling = _Settling(paper, list(groups_of(paper)))
    while settling.groups:
        settling.step()
    for item in settling.charts:
        if item.change:
            share = 1 + item.change / item.drawn
            stretched(paper.document, Paragraph(item.element, paper.document._body), share)
    return made_sure(paper, settling.placed)


@dataclass
class _Settling:
    """Groups that have no page yet, and the page that the next comes to."""

    paper: Paper
    groups: list[list[Item]]
    placed: list[list[Item]] = field(default_factory=list)
    charts: list[Item] = field(default_factory=list)
    used: float = 0.0
    here: list[Item] = field(default_factory=list)  # charts of the page
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

    def _fits(self, group: list[Item], share: float) -> bool:
        """Whether there surely is room for the group; charts of the page may lose a share of their
        height for it."""
        charts = [item for item in group if item.is_chart]
        over = need(group) - self.room
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

    def _is_told_of(self, group: list[Item]) -> bool:
        """Whether a number of the contents hangs on the group's page: none does of what ends the document."""
        to_come = (item.is_heading for other in self.groups for item in other)
        return _is_whole(group) and any(to_come)

    @property
    def _unsure(self) -> float:
        return min(_UNSURE * self.paper.height + self.doubt, _HOLE * self.paper.height)

    def _stretch(self, item: Item, points: float) -> None:
        item.change += points
        item.pieces[0] += points
        if item in self.here:
            self.used += points

    def _filler(self, group: list[Item]) -> list[Item] | None:
        """What may go before a chart that has no room: the first that follows, other charts apart, if
        it begins in the room and is of the chart's section."""
        lead, chart = _parted(group)
        if not any(item.is_chart for item in chart) or self.room < _HOLE * self.paper.height:
            return None
        for other in self.groups[1:]:
            if any(item.is_heading or item.starts_page or item.ends_page for item in other):
                return None
            if not any(item.is_chart for item in other):
                return other if need(lead + other) <= self.room else None
        return None

    def _break_before(self, group: list[Item]) -> None:
        """End the page, its charts taller if there is room, before a group that might yet fit for
        another program."""
        over = need(group) - self.room
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
        self.used, self.here = 0.0, []

    def _place(self, group: list[Item]) -> None:
        self.placed.append(group)
        for item in group:
            self.doubt += item.doubt
            for at, piece in enumerate(item.pieces):
                if self.used and self.used + piece > self.paper.height:
                    self._end_page()
                    self.used = item.repeated if at else 0.0
                self.used += piece
            if item.is_chart:
                self.here.append(item)
                self.charts.append(item)
            if item.ends_page:
                self._end_page()


def _parted(group: list[Item]) -> tuple[list[Item], list[Item]]:
    """The headings that a group begins with, and the rest."""
    at = next((at for at, item in enumerate(group) if not item.is_heading), len(group))
    return group[:at], group[at:]


def _is_whole(group: list[Item]) -> bool:
    """Whether it is of one piece whose page matters: with a heading, a chart, or a table kept whole."""
    return len(group) > 1 and (
        any(item.is_heading or item.is_chart for item in group) or len(group[-1].pieces) == 1
    )

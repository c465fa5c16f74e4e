"""The pages of a settled document: as they are reckoned, and as a program that sets text lower or taller has them.

Where those differ on the page of a heading, a break of the page before it makes it one.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx.text.paragraph import Paragraph

from analysis.report.word.items import Item, leaning
from analysis.report.word.paper import Paper

_LEANS = (0, -1, 1)
_NEAR = 4.0  # points of a page by which programs differ anyway


class _Start(NamedTuple):
    """Where a group begins: its page, and the points of it that are used."""

    page: int
    used: float


def made_sure(paper: Paper, groups: Sequence[list[Item]]) -> dict[str, int]:
    """The page of each bookmark, after the breaks that were needed for all programs to have the same."""
    while True:
        flows = [list(_flow(groups, paper.height, lean)) for lean in _LEANS]
        at = _to_break(groups, list(zip(*flows, strict=True)))
        if at is None:
            break
        before = Paragraph(groups[at][0].element, paper.document._body)
        before.paragraph_format.page_break_before = True
    found = zip(groups, flows[0], strict=True)
    return {name: start.page for group, start in found for item in group for name in item.bookmarks}


def _to_break(groups: Sequence[list[Item]], starts: Sequence[tuple[_Start, ...]]) -> int | None:
    """The group before which the page is to end, so that programs agree on the next heading that they may not
    agree on: the last one up to it that begins a page as reckoned, and that some begin on the page before; none
    where there is no such."""
    parted = None
    for at, (group, own) in enumerate(zip(groups, starts, strict=True)):
        if len(set(own)) == 1:
            parted = None  # here all are together again
            continue
        first = min(start.page for start in own)
        later = [start for start in own if start.page > first]
        is_top = own[0].page > first and not any(start.used for start in later)
        if is_top and not group[0].starts_page:
            parted = at
        if later and group[0].is_heading and parted is not None:
            return parted
    return None


def _flow(groups: Sequence[list[Item]], height: float, lean: int) -> Iterator[_Start]:
    """Where each group begins; the headings of a group are on its first page."""
    height, page, used = height - lean * _NEAR, 1, 0.0
    for group in groups:
        leaned = [leaning(item, lean) for item in group]
        needed = sum(map(sum, leaned[:-1])) + leaned[-1][0]
        if used and (group[0].starts_page or needed > height - used):
            page, used = page + 1, 0.0
        yield _Start(page, used)
        for item, pieces in zip(group, leaned, strict=True):
            for at, piece in enumerate(pieces):
                if used and used + piece > height:
                    page, used = page + 1, item.repeated if at else 0.0
                used += piece
            if item.ends_page:
                page, used = page + 1, 0.0

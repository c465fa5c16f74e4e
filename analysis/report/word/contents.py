"""The table of contents: a field that is filled in already, so that it shows in any program.

Word works the field out again when it is asked to (F9, or before printing), and not on opening: that
would put a question to whoever opens the report. Until then its pages are those of `pages`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Pt

from analysis.base.text import printable
from analysis.messages import say
from analysis.report.word.paper import Paper, element, field, field_mark, keep_with_next, run, words

_FIELD = r' TOC \o "1-{levels}" \h \z \u '
_LINES = 20  # so many stand on the first page below the title
_NUMBER = re.compile(r"_Toc(\d+)")


@dataclass(frozen=True)
class Entry:
    """A heading as it is shown, its `level`, and the `number` of the bookmark that stands on it."""

    text: str
    level: int
    number: int

    @property
    def bookmark(self) -> str:
        return f"_Toc{self.number:09}"


def entries(paper: Paper, headings: Iterable[tuple[str, int]]) -> list[Entry]:
    """An entry for each (text, level), its bookmark one that the document does not have yet."""
    marks = list(paper.document.element.iter(qn("w:bookmarkStart")))
    taken = [int(mark.get(qn("w:id"), 0)) for mark in marks]
    taken += [int(n) for mark in marks for n in _NUMBER.findall(mark.get(qn("w:name"), ""))]
    numbers = count(max(taken, default=0) + 1)
    return [Entry(text, level, next(numbers)) for text, level in headings]


def add_heading(paper: Paper, entry: Entry) -> None:
    """The heading, with the bookmark that its line in the contents leads to."""
    heading = paper.paragraph(entry.text, f"heading{entry.level}")
    shown = heading.runs[0]._r
    shown.addprevious(element("bookmarkStart", id=entry.number, name=entry.bookmark))
    shown.addnext(element("bookmarkEnd", id=entry.number))
    # a template's style need not say that it is a heading's, nor keep it with its text
    keep_with_next(heading._p)
    heading._p.get_or_add_pPr().append(element("outlineLvl", val=entry.level - 1))


def add_contents(paper: Paper, listed: Sequence[Entry]) -> None:
    """The title, and a line an entry, parts alone if there are too many sections for one page;
    `fill_contents` gives the pages."""
    paper.paragraph(say("contents", paper.lang), "contents")
    levels = 2 if len(listed) <= _LINES else 1
    code = run(words(_FIELD.format(levels=levels), "instrText"))
    runs: list[Any] = [field_mark("begin"), code, field_mark("separate")]
    line = None
    for entry in (entry for entry in listed if entry.level <= levels):
        line = paper.paragraph("", f"contents{entry.level}")
        stops = line.paragraph_format.tab_stops
        stops.add_tab_stop(Pt(paper.width), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        line._p.extend(runs)
        line._p.append(_link(entry))
        runs = []
    if line is not None:
        line._p.append(field_mark("end"))


def _link(entry: Entry) -> Any:
    page = field(f"PAGEREF {entry.bookmark} \\h", "")
    shown = run(words(printable(entry.text)))
    return element(
        "hyperlink", shown, element("r", element("tab")), *page, anchor=entry.bookmark, history=1
    )


def fill_contents(paper: Paper, pages: Mapping[str, int]) -> None:
    """Show in the contents the page of each bookmark."""
    for link in paper.document.element.body.iter(qn("w:hyperlink")):
        if page := pages.get(link.get(qn("w:anchor"))):
            *_, shown, _ = link
            shown[0].text = str(page)

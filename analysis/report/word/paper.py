"""What a report is written on: a document, styles by kind, and the room there is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.document import Document as Doc
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import BaseStyle, ParagraphStyle
from docx.text.paragraph import Paragraph as DocParagraph

from analysis.base.text import printable
from analysis.messages import Lang

# of a section that does not say: the standard's page
_PAGE = {"page_width": Mm(210), "left_margin": Mm(28), "right_margin": Mm(26)} | {
    **{"page_height": Mm(297), "top_margin": Mm(37), "bottom_margin": Mm(35)}
}

_SIGNS = re.compile(r"(\n|\t|-(?=\d))")  # a program would end a line after such a hyphen
_ELEMENTS = {"\n": "br", "\t": "tab", "-": "noBreakHyphen"}


@dataclass(frozen=True)
class Paper:
    """`styles` by the kind of paragraph, and the style of `tables`."""

    document: Doc
    styles: Mapping[str, ParagraphStyle]
    tables: BaseStyle
    lang: Lang

    @property
    def width(self) -> float:
        """Points between the margins."""
        return self._between("page_width", "left_margin", "right_margin")

    @property
    def height(self) -> float:
        """Points between the upper and the lower margin."""
        return self._between("page_height", "top_margin", "bottom_margin")

    def _between(self, *names: str) -> float:
        section = self.document.sections[-1]
        whole, *edges = (int(getattr(section, name) or _PAGE[name]) for name in names)
        return (whole - sum(edges)) / Pt(1)

    def add(self, *elements: Any) -> None:
        """Add elements of the body at the end."""
        body = self.document.element.body
        end = len(body) if body.sectPr is None else body.index(body.sectPr)
        body[end:end] = elements

    def paragraph(self, text: str, kind: str) -> DocParagraph:
        """Add a paragraph at the end."""
        return self.document.add_paragraph(printable(text), style=self.styles[kind])


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """An element of WordprocessingML."""
    found = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), str(value))
    found.extend(children)
    return found


def keep_with_next(paragraph: Any) -> None:
    """Let the paragraph's element end on the page where the next begins."""
    paragraph.get_or_add_pPr().get_or_add_keepNext()


def words(text: str, tag: str = "t") -> Any:
    """Text of a run, blanks at its ends kept."""
    found = element(tag)
    found.text = text
    found.set(qn("xml:space"), "preserve")
    return found


def unbroken(text: str) -> Iterator[Any]:
    """What a run shows of `text`, its codes, dates and negative numbers whole."""
    for piece in filter(None, _SIGNS.split(text)):
        yield element(_ELEMENTS[piece]) if piece in _ELEMENTS else words(piece)


def field(code: str, result: str) -> list[Any]:
    """Runs of a field that shows `result` until the reader's program works it out."""
    return [
        *(
            field_mark("begin"),
            element("r", words(f" {code} ", "instrText")),
            field_mark("separate"),
        ),
        *(element("r", words(result)), field_mark("end")),
    ]


def field_mark(kind: str) -> Any:
    """A run with the ``begin``, ``separate`` or ``end`` of a field."""
    return element("r", element("fldChar", fldCharType=kind))

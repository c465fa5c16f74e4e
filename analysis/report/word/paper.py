"""What a report is written on: a document, styles by kind, and the room there is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.styles.style import BaseStyle, ParagraphStyle
from docx.text.paragraph import Paragraph as DocParagraph

from analysis.base.text import printable
from analysis.messages import Lang
from analysis.report.word.heights import Heights

# of a section that does not say: the standard's page
_PAGE = {"page_width": Mm(210), "left_margin": Mm(28), "right_margin": Mm(26)} | {
    **{"page_height": Mm(297), "top_margin": Mm(37), "bottom_margin": Mm(35)}
}

# LibreOffice ends a line within a number after a hyphen that may not break and a Chinese character
_NEGATIVE, _MINUS = re.compile(r"(?<![0-9A-Za-z])-(?=\d)"), "\N{MINUS SIGN}"
_SIGNS = re.compile(r"(\n|\t|-(?=\d))")  # a program would end a line after such a hyphen
_ELEMENTS = {"\n": "<w:br/>", "\t": "<w:tab/>", "-": "<w:noBreakHyphen/>"}


@dataclass(frozen=True)
class Paper:
    """`styles` by the kind of paragraph, and the style of `tables`."""

    document: Doc
    styles: Mapping[str, ParagraphStyle]
    tables: BaseStyle
    lang: Lang

    @cached_property
    def width(self) -> float:
        """Points between the margins."""
        return self._between("page_width", "left_margin", "right_margin")

    @cached_property
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
        added = self.document.add_paragraph(printable(text))
        added._p.style = self._ids[kind]
        return added

    @cached_property
    def _ids(self) -> dict[str, str | None]:
        """What a paragraph of each kind names its style by; found once, since that takes long."""
        of: Any = self.document.part.get_style_id
        return {kind: of(style, WD_STYLE_TYPE.PARAGRAPH) for kind, style in self.styles.items()}

    @cached_property
    def heights(self) -> Heights:
        return Heights(self.document)


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


def words(text: str, tag: str = "t") -> str:
    """Text of a run as XML, blanks at its ends kept."""
    return f'<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}>'


def unbroken(text: str) -> str:
    """What a run shows of `text` as XML, its codes, dates and negative numbers whole."""
    pieces = filter(None, _SIGNS.split(_NEGATIVE.sub(_MINUS, text)))
    return "".join(_ELEMENTS.get(piece) or words(piece) for piece in pieces)


def run(shown: str) -> Any:
    """A run that shows what `words` or `unbroken` wrote."""
    return parse_xml(f"<w:r {nsdecls('w')}>{shown}</w:r>")


def field(code: str, result: str) -> list[Any]:
    """Runs of a field that shows `result` until the reader's program works it out."""
    return [
        *(field_mark("begin"), run(words(f" {code} ", "instrText")), field_mark("separate")),
        *(run(words(result)), field_mark("end")),
    ]


def field_mark(kind: str) -> Any:
    """A run with the ``begin``, ``separate`` or ``end`` of a field."""
    return element("r", element("fldChar", fldCharType=kind))

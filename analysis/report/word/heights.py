"""How tall paragraphs, pictures and rows of tables are, in points, by their styles and their text."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length
from docx.styles.style import ParagraphStyle

from analysis.report.measure import ems, in_times, lines

_SIZE = 10.5  # points, where no style says
_SINGLE = 1.3  # of the size, from one line to the next
_TALL = ("Noto", "Source Han", "思源")  # faces whose lines are taller by themselves
_SINGLE_OF_TALL = 1.45
_CELL = 2.5  # points of a row beside its text
_MARGINS = 6.0  # points at both sides of a cell
_UNKNOWN = 100.0  # points of a cell that does not say how wide it is
_EDGE = 0.8  # ems that a line may end sooner
_EMU = 12_700  # a point


@dataclass(frozen=True)
class _Form:
    """What a style says."""

    size: float
    line: float
    indent: float
    before: float
    after: float
    with_next: bool


class Heights:
    """Of the paragraphs and tables of one document."""

    def __init__(self, document: Doc) -> None:
        self._styles = document.styles
        defaults = OxmlElement("w:style")
        defaults.extend(map(deepcopy, self._styles.element.xpath("w:docDefaults/*/*")))
        self._defaults = ParagraphStyle(defaults)
        self._forms: dict[str | None, _Form] = {}
        self._rows: dict[Any, list[float]] = {}

    def paragraph(self, paragraph: Any, width: float) -> list[float]:
        """The height of each line; room before and after is in the outer ones."""
        form = self._form(paragraph)
        heights = [self._line(paragraph, form)] * self._count(paragraph, width, 0.0)
        before, after = self._around(paragraph, form)
        heights[0] += before
        heights[-1] += after
        return heights

    def doubt(self, paragraph: Any, width: float) -> tuple[float, float]:
        """By how much the paragraph is taller for a program that ends its lines a little sooner, and by how much
        lower for one that ends them later."""
        now = self._count(paragraph, width, 0.0)
        line = self._line(paragraph, self._form(paragraph))
        more, less = (self._count(paragraph, width, edge) for edge in (_EDGE, -_EDGE))
        return (more - now) * line, (now - less) * line

    def _count(self, paragraph: Any, width: float, less: float) -> int:
        """How many lines it has, each `less` ems shorter than there is room for."""
        form = self._form(paragraph)
        sizes = [int(size.get(qn("w:val"))) / 2 for size in paragraph.iter(qn("w:sz"))]
        size = sizes[0] if sizes else form.size
        text = "　" * round(form.indent / size) + _text(paragraph)
        wide = ems if next(paragraph.iter(qn("w:rFonts")), None) is not None else in_times
        hangs = paragraph.getparent().tag != qn("w:tc")
        return sum(lines(line, width / size - less, wide, hangs) for line in text.split("\n"))

    def picture(self, paragraph: Any, width: float) -> tuple[float, float]:
        """Of a paragraph with pictures: the height of their rows, and the room beside them."""
        form = self._form(paragraph)
        drawn, across, tallest = 0.0, 0.0, 0.0
        for extent in paragraph.iter(qn("wp:extent")):
            wide, tall = (int(extent.get(side)) / _EMU for side in ("cx", "cy"))
            if across and across + wide > width + 1:
                drawn, across, tallest = drawn + tallest, 0.0, 0.0
            across, tallest = across + wide, max(tallest, tall)
        return drawn + tallest, form.line + sum(self._around(paragraph, form))

    def _line(self, paragraph: Any, form: _Form) -> float:
        own = paragraph.pPr
        is_exact = own is not None and own.spacing_lineRule == WD_LINE_SPACING.EXACTLY
        return own.spacing_line.pt if is_exact else form.line

    def _around(self, paragraph: Any, form: _Form) -> tuple[float, float]:
        """Room before and after."""
        own = paragraph.pPr.spacing_before if paragraph.pPr is not None else None
        return form.before if own is None else own.pt, form.after

    def with_next(self, paragraph: Any) -> bool:
        """Whether the paragraph ends on the page where the next begins."""
        own = paragraph.pPr is not None and paragraph.pPr.find(qn("w:keepNext"))
        if own is None or own is False:
            return self._form(paragraph).with_next
        return own.get(qn("w:val")) not in ("0", "false", "off")

    def rows(self, table: Any) -> list[float]:
        """The height of each row of a table."""
        if table not in self._rows:
            self._rows[table] = [self._row(row) for row in table.iter(qn("w:tr"))]
        return self._rows[table]

    def _row(self, row: Any) -> float:
        least = [int(h.get(qn("w:val"))) / 20 for h in row.iter(qn("w:trHeight"))]
        cells = [
            sum(sum(self.paragraph(p, _width(cell))) for p in cell.iter(qn("w:p")))
            for cell in row.iter(qn("w:tc"))
            if next(cell.iter(qn("w:textDirection")), None) is None
        ]
        return max([*cells, *least, 0.0]) + _CELL

    def _form(self, paragraph: Any) -> _Form:
        style = paragraph.style
        if style not in self._forms:
            self._forms[style] = self._read(style)
        return self._forms[style]

    def _read(self, style_id: str | None) -> _Form:
        chain = []
        style = self._styles.get_by_id(style_id, WD_STYLE_TYPE.PARAGRAPH)
        while style is not None and style not in chain:
            chain.append(style)
            style = style.base_style
        chain.append(self._defaults)

        def first(name: str) -> Any:
            values = (getattr(style.paragraph_format, name) for style in chain)
            return next((value for value in values if value is not None), None)

        size = next((s.font.size.pt for s in chain if s.font.size is not None), _SIZE)
        spacing = first("line_spacing")
        own = size * (_SINGLE_OF_TALL if _face(chain).startswith(_TALL) else _SINGLE)
        line = spacing.pt if isinstance(spacing, Length) else own * (spacing or 1)
        indent, before, after = (
            (first(name) or Length(0)).pt
            for name in ("first_line_indent", "space_before", "space_after")
        )
        return _Form(size, line, indent, before, after, bool(first("keep_with_next")))


def _face(chain: Sequence[ParagraphStyle]) -> str:
    """The face of Chinese characters that the first of the styles names."""
    named = (
        fonts.get(qn("w:eastAsia"))
        for style in chain
        for fonts in style.element.iter(qn("w:rFonts"))
    )
    return next(filter(None, named), "")


def _text(paragraph: Any) -> str:
    """What stands in it, with its own breaks of lines."""
    shown = paragraph.iter(qn("w:t"), qn("w:br"), qn("w:noBreakHyphen"))
    marks = {qn("w:br"): "\n", qn("w:noBreakHyphen"): "-"}
    return "".join(marks.get(each.tag) or each.text or "" for each in shown)


def _width(cell: Any) -> float:
    """Points that a cell has for its text."""
    given = next(cell.iter(qn("w:tcW")), None)
    return max(int(given.get(qn("w:w"), 0)) / 20 - _MARGINS, 1.0) if given is not None else _UNKNOWN

"""The report as a Word document laid out by GB/T 9704-2012: A4, margins 37/35/28/26 mm, 仿宋 body,
小标宋 title, 黑体 and 楷体 headings, numbered 一、（一）1., page numbers at the outer edge."""

import io
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as DocParagraph

from analysis.base.text import printable
from analysis.charts import Chart, drawing_of
from analysis.messages import Lang
from analysis.report.blocks import Heading, Paragraph, Picture, Report, Signature, Table
from analysis.report.chart_table import chart_table
from analysis.report.native import add_native_chart, alt_text
from analysis.report.numbering import heading_number, numbered

TEXT_WIDTH_MM = 156
_BODY = 16  # 3号
_LINE = 28.8  # 22 lines on 225 mm
_BLACK = RGBColor(0, 0, 0)
# East Asian face, then what Latin letters and digits take
_FACES = {
    "title": ("方正小标宋简体", "Times New Roman"),
    "heading1": ("黑体", "Times New Roman"),
    "heading2": ("楷体_GB2312", "Times New Roman"),
    "body": ("仿宋_GB2312", "Times New Roman"),
    "small": ("宋体", "Times New Roman"),
}
# What a machine without the standard's faces shows in their place, as named in the document.
_FALL_BACKS = {
    "方正小标宋简体": "宋体",
    "楷体_GB2312": "楷体",
    "仿宋_GB2312": "仿宋",
    "黑体": "Noto Sans CJK SC",
    "宋体": "Noto Serif CJK SC",
}


def write_docx(report: Report, pictures: Mapping[str, bytes], lang: Lang) -> bytes:
    """The document.

    Args:
        report: its blocks.
        pictures: PNG by chart key, of those that Word does not draw; one without is a table.
    """
    document = Document()
    _layout(document)
    _styles(document)
    _font_table(document)
    for line in report.title.splitlines():
        _paragraph(document, line, "Report Title")
    for line in report.about:
        _paragraph(document, line, "Report About")
    figures, tables = count(1), count(1)
    numbers = [0, 0]
    for block in report.blocks:
        match block:
            case Heading(text, level):
                number = heading_number(numbers, level, lang)
                _paragraph(document, f"{number}{text}", f"Heading {level}")
            case Paragraph(text, kind):
                style = {"body": "Normal", "own": "Normal", "note": "Report Note"}
                _paragraph(document, text, style.get(kind, "Report Warning"))
            case Table():
                title = numbered("table", report, lang, next(tables), block.title)
                _paragraph(document, title, "Report Caption").paragraph_format.keep_with_next = True
                _table(document, block)
            case Picture(chart):
                title = numbered("figure", report, lang, next(figures), chart.caption)
                _picture(document, chart, pictures.get(chart.key), title, lang)
            case Signature(by, day):
                _paragraph(document, by, "Normal").alignment = WD_ALIGN_PARAGRAPH.RIGHT
                _paragraph(document, day, "Normal").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _page_numbers(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _layout(document: Doc) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(26)
    section.start_type = WD_SECTION.NEW_PAGE
    document.settings.odd_and_even_pages_header_footer = True


def _styles(document: Doc) -> None:
    styles = document.styles
    _style(styles["Normal"], "body", _BODY, indent=2 * _BODY, line=_LINE)
    _style(styles["Heading 1"], "heading1", _BODY, indent=2 * _BODY, line=_LINE, next_too=True)
    _style(styles["Heading 2"], "heading2", _BODY, indent=2 * _BODY, line=_LINE, next_too=True)
    title = styles.add_style("Report Title", 1)
    _style(title, "title", 22, line=36, centred=True)
    _style(styles.add_style("Report About", 1), "heading2", 14, line=24, centred=True)
    _style(styles.add_style("Report Note", 1), "body", 12, indent=24, line=20)
    _style(styles.add_style("Report Warning", 1), "heading1", 14, line=24, before=8, after=8)
    _style(styles.add_style("Report Caption", 1), "heading1", 11, line=18, centred=True, before=6)
    _style(styles.add_style("Report Cell", 1), "small", 9, line=12.5)


def _style(
    style: ParagraphStyle,
    face: str,
    size: float,
    *,
    indent: float = 0,
    line: float,
    centred: bool = False,
    next_too: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = _BLACK
    _fonts(style.element.get_or_add_rPr(), *_FACES[face])
    form = style.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    form.first_line_indent = Pt(indent)
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    form.keep_with_next = next_too


def _fonts(properties: Any, east_asian: str, latin: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), east_asian)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), latin)


def _font_table(document: Doc) -> None:
    """Name, for each face of the standard, one to take where it is missing."""
    part = next(
        r.target_part for r in document.part.rels.values() if r.reltype.endswith("/fontTable")
    )
    root = part.blob.decode("utf-8")
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/></w:font>'
        for face, other in _FALL_BACKS.items()
    )
    part._blob = root.replace("</w:fonts>", fonts + "</w:fonts>").encode("utf-8")


def _paragraph(document: Doc, text: str, style: str) -> DocParagraph:
    return document.add_paragraph(printable(text), style=style)


def _table(document: Doc, block: Table) -> None:
    shown = document.add_table(rows=1, cols=len(block.header), style="Table Grid")
    shown.alignment, shown.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = [1 / len(block.header)] * len(block.header)
    for column, width in zip(shown.columns, widths, strict=True):
        column.width = Mm(TEXT_WIDTH_MM * width)
    _fill(shown.rows[0].cells, block.header, widths, centred=True)
    _repeat(shown.rows[0])
    for row in block.rows:
        _fill(shown.add_row().cells, row, widths)
    document.add_paragraph(style="Report Cell")


def _fill(
    cells: Sequence[Any], texts: Sequence[str], widths: Sequence[float], centred: bool = False
) -> None:
    for cell, text, width in zip(cells, texts, widths, strict=True):
        cell.width = Mm(TEXT_WIDTH_MM * width)
        paragraph = cell.paragraphs[0]
        paragraph.style = "Report Cell"
        run = paragraph.add_run(printable(str(text)))
        if centred:
            run.bold = True
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _repeat(row: Any) -> None:
    """Repeat the header on every page that the table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _picture(document: Doc, chart: Chart, png: bytes | None, title: str, lang: Lang) -> None:
    drawing = drawing_of(chart)
    if drawing is None and png is None:
        _paragraph(document, title, "Report Caption").paragraph_format.keep_with_next = True
        _table(document, chart_table(chart, lang))
        return
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.first_line_indent = WD_LINE_SPACING.SINGLE, Pt(0)
    form.keep_with_next, form.space_before = True, Pt(6)
    if drawing:
        add_native_chart(document, paragraph, chart, drawing, lang, TEXT_WIDTH_MM)
    elif png:
        shown = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(TEXT_WIDTH_MM))
        shown._inline.docPr.set("descr", printable(alt_text(chart, lang)))
    _paragraph(document, title, "Report Caption")


def _page_numbers(document: Doc) -> None:
    """— 1 — in 4号宋体, right on odd pages and left on even ones."""
    section = document.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.first_line_indent = Pt(0)
        for part in ("— ", "PAGE", " —"):
            run = paragraph.add_run("" if part == "PAGE" else part)
            run.font.size = Pt(14)
            _fonts(run._r.get_or_add_rPr(), *_FACES["small"])
            if part == "PAGE":
                for kind in ("begin", None, "end"):
                    element = OxmlElement("w:fldChar" if kind else "w:instrText")
                    if kind:
                        element.set(qn("w:fldCharType"), kind)
                    else:
                        element.text = "PAGE"
                    run._r.append(element)

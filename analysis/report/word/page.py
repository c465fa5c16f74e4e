"""The page of GB/T 9704-2012 where the office gives none of its own: A4, margins 37/35/28/26 mm, page
numbers at the outer edge."""

from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from analysis.report.word.paper import field
from analysis.report.word.styles import faces

_NUMBER = 14  # 4号


def lay_out(document: Doc) -> None:
    """Give a blank document the standard's page; Chinese is its East Asian language."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(22)  # the number's upper edge is 7 mm below the text
    settings = document.settings
    settings.odd_and_even_pages_header_footer = True
    for compatible in settings.element.iter(qn("w:compatSetting")):
        if compatible.get(qn("w:name")) == "compatibilityMode":
            compatible.set(qn("w:val"), "15")  # else Word opens it as an older version's
    settings.element.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    next(document.styles.element.iter(qn("w:lang"))).set(qn("w:eastAsia"), "zh-CN")
    _page_numbers(document)


def _page_numbers(document: Doc) -> None:
    """— 1 — in 4号宋体, a character from the edge: right on odd pages and left on even ones."""
    section = document.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        form = paragraph.paragraph_format
        form.alignment, form.first_line_indent = side, Pt(0)
        form.left_indent = form.right_indent = Pt(_NUMBER)
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.add_run("— ")
        paragraph._p.extend(field("PAGE", "1"))
        paragraph.add_run(" —")
        for run in paragraph.runs:
            run.font.size = Pt(_NUMBER)
            faces(run._r.get_or_add_rPr())

"""The report as a Word document: laid out by GB/T 9704-2012, or as the office's own template is."""

import io
from datetime import datetime, time
from itertools import count, pairwise
from pathlib import Path

from docx.document import Document as Doc
from docx.oxml.ns import qn
from docx.shared import Length, Pt

from analysis.base.settings import local_now
from analysis.base.text import printable
from analysis.charts import Chart, drawing_of
from analysis.messages import Lang
from analysis.native import add_native_chart
from analysis.report.blocks import (
    Contents,
    Heading,
    Paragraph,
    Picture,
    Report,
    Signature,
    Table,
)
from analysis.report.chart_table import chart_table
from analysis.report.numbering import heading_number, numbered
from analysis.report.word.contents import add_contents, add_heading, entries, fill_contents
from analysis.report.word.page import lay_out
from analysis.report.word.pages import keep_tables, settle
from analysis.report.word.paper import Paper, run, unbroken
from analysis.report.word.signature import add_signature
from analysis.report.word.styles import styles_of
from analysis.report.word.tables import add_table
from analysis.report.word.template import opened, without_head

_BELOW_TABLE = 6  # points


def write_docx(report: Report, lang: Lang, template: Path | None = None) -> bytes:
    """The document.

    Args:
        report: its blocks.
        template: the office's own document: what stands in it comes first, but for an annex, and its
            page and styles are taken.

    Raises:
        TemplateError: the template is no document that can be written into.
    """
    document = opened(template, lang)
    if template is None:
        lay_out(document)
    elif report.is_annex:
        without_head(document)
    paper = Paper(document, *styles_of(document, template is not None, lang), lang)
    theirs = len(document.element.body)  # with the section at its end
    for line in report.title.splitlines():
        paper.paragraph(line, "title")
    for line in report.about:
        paper.paragraph(line, "about")
    _add_blocks(paper, report)
    ours = list(document.element.body)[theirs - 1 :]
    keep_tables(paper, [each for each in ours if each.tag == qn("w:tbl")])
    fill_contents(paper, settle(paper))
    _describe(document, report, lang)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _describe(document: Doc, report: Report, lang: Lang) -> None:
    """What the file says of itself; nothing of the library that wrote it."""
    about = document.core_properties
    about.title = report.name(lang)
    about.author = next((b.by for b in report.blocks if isinstance(b, Signature)), "")
    about.comments = about.keywords = ""
    about.created = about.modified = datetime.combine(local_now(), time())


def _add_blocks(paper: Paper, report: Report) -> None:
    figures, tables, numbers = count(1), count(1), [0, 0]
    headings = [
        (heading_number(numbers, block.level, paper.lang) + block.text, block.level)
        for block in report.blocks
        if isinstance(block, Heading)
    ]
    listed = entries(paper, headings)
    coming = iter(listed)
    for before, block in pairwise([None, *report.blocks]):
        match block:
            case Contents():
                add_contents(paper, listed)
            case Heading():
                add_heading(paper, next(coming))
            case Paragraph():
                paragraph = paper.paragraph(
                    "", "body" if block.kind in ("own", "annexes") else block.kind
                )
                if isinstance(before, Table):
                    paragraph.paragraph_format.space_before = Pt(_BELOW_TABLE)
                for text, is_strong in block.runs:
                    bold = "<w:b/>" if is_strong else ""
                    shown = unbroken(printable(text))
                    paragraph._p.append(run(f"<w:rPr>{bold}</w:rPr>{shown}"))
            case Table():
                title = numbered("table", report, paper.lang, next(tables), block.title)
                add_table(paper, block, title)
            case Picture(chart):
                title = numbered("figure", report, paper.lang, next(figures), chart.caption)
                _picture(paper, chart, title)
            case Signature():
                add_signature(paper, block)


def _picture(paper: Paper, chart: Chart, title: str) -> None:
    """A chart that Word draws; the figures of one that it cannot draw stand in a table."""
    drawing = drawing_of(chart)
    if drawing is None:
        add_table(paper, chart_table(chart, paper.lang), title)
        return
    paragraph, width = paper.paragraph("", "figure"), Length(Pt(paper.width)).mm
    add_native_chart(paper.document, paragraph, chart, drawing, paper.lang, width)
    paper.paragraph(title, "caption")

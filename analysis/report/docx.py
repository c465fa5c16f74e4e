"""The report as a Word document: laid out by GB/T 9704-2012, or as the office's own template is."""

import io
from collections.abc import Mapping
from itertools import count, pairwise
from pathlib import Path

from docx.document import Document as Doc
from docx.oxml.ns import qn
from docx.shared import Pt

from analysis.messages import Lang, say
from analysis.report.blocks import (
    Contents,
    Heading,
    Paragraph,
    Picture,
    Report,
    Signature,
    Table,
)
from analysis.report.numbering import heading_number
from analysis.report.word.contents import add_contents, add_heading, entries, fill_contents
from analysis.report.word.page import lay_out
from analysis.report.word.pages import keep_tables, settle
from analysis.report.word.paper import Paper, printable
from analysis.report.word.signature import add_signature
from analysis.report.word.styles import styles_of
from analysis.report.word.tables import add_table
from analysis.report.word.template import opened

_BELOW_TABLE = 6  # points


def write_docx(
    report: Report, pictures: Mapping[str, bytes], lang: Lang, template: Path | None = None
) -> bytes:
    """The document.

    Args:
        report: its blocks.
        pictures: PNG by chart key; a chart without one is named in its place.
        template: the office's own document: what stands in it comes first, and its page and styles
            are taken.

    Raises:
        TemplateError: the template is no document that can be written into.
    """
    document = opened(template, lang)
    if template is None:
        lay_out(document)
    paper = Paper(document, *styles_of(document, template is not None), lang)
    theirs = len(document.element.body)  # with the section at its end
    for line in report.title.splitlines():
        paper.paragraph(line, "title")
    for line in report.about:
        paper.paragraph(line, "about")
    _add_blocks(paper, report, pictures)
    ours = list(document.element.body)[theirs - 1 :]
    keep_tables(paper, [each for each in ours if each.tag == qn("w:tbl")])
    fill_contents(paper, settle(paper))
    _describe(document, report)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _describe(document: Doc, report: Report) -> None:
    """What the file says of itself; nothing of the library that wrote it."""
    about = document.core_properties
    about.title = " ".join(report.title.split("\n"))
    about.author = next((b.by for b in report.blocks if isinstance(b, Signature)), "")
    about.comments = about.keywords = ""


def _add_blocks(paper: Paper, report: Report, pictures: Mapping[str, bytes]) -> None:
    figures, tables, numbers = count(1), count(1), [0, 0]
    headings = [
        (heading_number(numbers, block.level, paper.lang) + block.text, block.level)
        for block in report.blocks
        if isinstance(block, Heading)
    ]
    listed = entries(paper, headings)
    coming = iter(listed)
    body = paper.document.element.body
    for before, block in pairwise([None, *report.blocks]):
        at = len(body) - 1  # before the section at its end
        match block:
            case Contents():
                add_contents(paper, listed)
            case Heading():
                add_heading(paper, next(coming))
            case Paragraph():
                paragraph = paper.paragraph("", "body" if block.kind == "own" else block.kind)
                if isinstance(before, Table):
                    paragraph.paragraph_format.space_before = Pt(_BELOW_TABLE)
                for text, is_strong in block.runs:
                    paragraph.add_run(printable(text)).bold = is_strong or None
            case Table():
                number = say("table_number", paper.lang, number=next(tables), title=block.title)
                add_table(paper, block, number)
            case Picture(chart):
                title = say("figure_number", paper.lang, number=next(figures), title=chart.caption)
                _picture(paper, pictures.get(chart.key), title)
            case Signature():
                add_signature(paper, block)
        if isinstance(before, Contents):
            next(body[at].iter(qn("w:p"))).get_or_add_pPr().get_or_add_pageBreakBefore()


def _picture(paper: Paper, png: bytes | None, title: str) -> None:
    if png is None:
        paper.paragraph(say("no_picture", paper.lang, title=title), "note")
        return
    paragraph = paper.paragraph("", "figure")
    paragraph.add_run().add_picture(io.BytesIO(png), width=Pt(paper.width))
    paper.paragraph(title, "caption")

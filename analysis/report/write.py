"""A report on disk: paper and annex in Word and as PDF, both as a page of HTML, and the data as a workbook;
each whole or not there."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from analysis.base.files import write_atomically
from analysis.charts import NoFont
from analysis.findings import Findings
from analysis.messages import Lang, say
from analysis.report.annex import write_annex
from analysis.report.blocks import Report
from analysis.report.docx import write_docx
from analysis.report.evaluation import evaluation_report
from analysis.report.html import write_html
from analysis.report.own_text import add_own_text
from analysis.report.pdf import write_pdf
from analysis.report.word.template import opened


@dataclass(frozen=True)
class Written:
    """Files of a report; without PDFs where no font has Chinese characters."""

    docx: Path
    annex_docx: Path
    pdf: Path | None
    annex_pdf: Path | None
    html: Path
    xlsx: Path

    @property
    def files(self) -> list[Path]:
        named = (self.docx, self.annex_docx, self.pdf, self.annex_pdf, self.html, self.xlsx)
        return [path for path in named if path]


def write_report(
    findings: Findings,
    folder: Path,
    own_text: Path | None = None,
    template: Path | None = None,
) -> Written:
    """Write the evaluation report of the span of `findings` into `folder`.

    Args:
        own_text: the folder of the group's own text.
        template: the office's document that the paper is written into; the annex has no red head.

    Raises:
        OwnTextError: some of the group's own text cannot be placed.
        TemplateError: the template is no document that can be written into.
        OSError: the folder cannot be written.
    """
    lang: Lang = findings.lang
    paper, proof = evaluation_report(findings)
    if template:
        opened(template, lang)  # told before anything is drawn
    if own_text:
        add_own_text(paper, own_text, lang)
    folder.mkdir(parents=True, exist_ok=True)

    def named(kind: str) -> Path:
        return folder / say(f"file_{kind}", lang, span=findings.span.stem)

    written = Written(
        named("docx"),
        named("annex_docx"),
        _pdf(paper, named("pdf"), lang),
        _pdf(proof, named("annex_pdf"), lang),
        named("html"),
        named("xlsx"),
    )
    write_atomically(written.docx, write_docx(paper, lang, template))
    write_atomically(written.annex_docx, write_docx(proof, lang))
    write_atomically(written.html, write_html([paper, proof], lang).encode())
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        book = Path(scratch) / "annex.xlsx"
        write_annex(book, paper.charts, lang)
        write_atomically(written.xlsx, book.read_bytes())
    return written


def _pdf(report: Report, path: Path, lang: Lang) -> Path | None:
    """The PDF; none, not even that of another day, where no font has Chinese characters."""
    try:
        write_atomically(path, write_pdf(report, lang))
    except NoFont:
        path.unlink(missing_ok=True)
        return None
    return path

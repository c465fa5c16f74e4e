"""A report on disk: paper and annex in Word and as PDF, both as a page of HTML, and the data as a workbook;
all of them, or what stood there before."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from analysis.base.files import write_together
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
        template: the office's document that paper and annex are written into, the annex without its
            red head.

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
    pages = [_pdf(report, lang) for report in (paper, proof)]
    content = {
        "docx": write_docx(paper, lang, template),
        "annex_docx": write_docx(proof, lang, template),
        "pdf": pages[0],
        "annex_pdf": pages[1],
        "html": write_html([paper, proof], lang).encode(),
        "xlsx": _workbook([paper, proof], lang),
    }
    paths = {kind: folder / say(f"file_{kind}", lang, span=findings.span.stem) for kind in content}
    write_together({paths[kind]: data for kind, data in content.items() if data})
    for path in [paths[kind] for kind, data in content.items() if not data]:
        path.unlink(missing_ok=True)  # nor that of another day
    return Written(
        paths["docx"],
        paths["annex_docx"],
        paths["pdf"] if content["pdf"] else None,
        paths["annex_pdf"] if content["annex_pdf"] else None,
        paths["html"],
        paths["xlsx"],
    )


def _pdf(report: Report, lang: Lang) -> bytes:
    """The PDF; empty where no font has Chinese characters."""
    try:
        return write_pdf(report, lang)
    except NoFont:
        return b""


def _workbook(reports: list[Report], lang: Lang) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        book = Path(scratch) / "annex.xlsx"
        write_annex(book, reports, lang)
        return book.read_bytes()

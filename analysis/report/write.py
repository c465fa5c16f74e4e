"""A report on disk: paper and annex in Word, both as a page of HTML, and the data as a workbook; each whole
or not there."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.base.files import write_atomically
from analysis.charts import NoBrowser, drawing_of, write_charts
from analysis.findings import Findings
from analysis.messages import Lang, say
from analysis.report.annex import write_annex
from analysis.report.blocks import Picture, Report
from analysis.report.docx import write_docx
from analysis.report.draft import add_draft
from analysis.report.evaluation import evaluation_report
from analysis.report.html import write_html


@dataclass(frozen=True)
class Written:
    """Files of a report; `without_pictures` says why the Word documents lack charts, if so."""

    docx: Path
    annex_docx: Path
    html: Path
    xlsx: Path
    without_pictures: str | None

    @property
    def files(self) -> list[Path]:
        return [self.docx, self.annex_docx, self.html, self.xlsx]


def write_report(
    findings: Findings,
    folder: Path,
    draft: Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Written:
    """Write the evaluation report of the span of `findings` into `folder`.

    Raises:
        DraftError: the group's own text has a heading that is no part of the report.
        OSError: the folder cannot be written.
    """
    lang: Lang = findings.lang
    paper, proof = evaluation_report(findings)
    if draft:
        add_draft(paper, draft, lang)
    pictures, problem = _pictures([paper, proof], progress)
    folder.mkdir(parents=True, exist_ok=True)
    names = {
        kind: folder / say(f"file_{kind}", lang, span=findings.span.stem)
        for kind in ("docx", "annex_docx", "html", "xlsx")
    }
    written = Written(**names, without_pictures=problem)
    write_atomically(written.docx, write_docx(paper, pictures, lang))
    write_atomically(written.annex_docx, write_docx(proof, pictures, lang))
    write_atomically(written.html, write_html([paper, proof], lang).encode())
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        book = Path(scratch) / "annex.xlsx"
        write_annex(book, paper.charts, lang)
        write_atomically(written.xlsx, book.read_bytes())
    return written


def _pictures(
    reports: Sequence[Report], progress: Callable[[int, int, str], None] | None
) -> tuple[dict[str, bytes], str | None]:
    blocks = [block for report in reports for block in report.blocks]
    pictures = [block.chart for block in blocks if isinstance(block, Picture)]
    shown = {chart.key: chart for chart in pictures if drawing_of(chart) is None}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        try:
            write_charts(list(shown.values()), folder, ["png"], progress)
            problem = None
        except NoBrowser as error:
            problem = str(error)
        return {path.stem: path.read_bytes() for path in folder.glob("*.png")}, problem

"""A report on disk: Word, PDF, HTML and the annex, each whole or not there."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analysis.base.files import write_atomically
from analysis.base.workbook import write_xlsx
from analysis.charts import NoBrowser, drawing_of, write_charts
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang
from analysis.report.annex import annex
from analysis.report.blocks import Picture, Report
from analysis.report.docx import write_docx
from analysis.report.draft import add_draft
from analysis.report.evaluation import evaluation_report
from analysis.report.fonts import NoFont
from analysis.report.html import write_html
from analysis.report.pdf import write_pdf


@dataclass(frozen=True)
class Written:
    """Files of a report; `pdf` is None where no font has Chinese characters, `without_pictures` says
    why the Word document has no charts, if so."""

    docx: Path
    pdf: Path | None
    html: Path
    xlsx: Path
    without_pictures: str | None


def write_report(
    marts: Snapshot,
    year: int,
    folder: Path,
    lang: Lang = "zh",
    draft: Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Written:
    """Write the evaluation report of `year` into `folder`.

    Raises:
        DraftError: the group's own text has a heading that is no part of the report.
        OSError: the folder cannot be written.
    """
    report = evaluation_report(marts, year, lang)
    if draft:
        add_draft(report, draft, lang)
    pictures, problem = _pictures(report, progress)
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{'评估报告' if lang == 'zh' else 'evaluation-report'}_{year}"
    written = Written(
        folder / f"{stem}.docx",
        _pdf(report, folder / f"{stem}.pdf", lang),
        folder / f"{stem}.html",
        folder / f"{stem}_annex.xlsx",
        problem,
    )
    write_atomically(written.docx, write_docx(report, pictures, lang))
    write_atomically(written.html, write_html(report, lang).encode())
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        book = Path(scratch) / "annex.xlsx"
        write_xlsx(book, annex(report.charts, lang))
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


def _pictures(
    report: Report, progress: Callable[[int, int, str], None] | None
) -> tuple[dict[str, bytes], str | None]:
    blocks = [block for block in report.blocks if isinstance(block, Picture)]
    shown = {b.chart.key: b.chart for b in blocks if drawing_of(b.chart) is None}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        try:
            write_charts(list(shown.values()), folder, ["png"], progress)
            problem = None
        except NoBrowser as error:
            problem = str(error)
        return {path.stem: path.read_bytes() for path in folder.glob("*.png")}, problem

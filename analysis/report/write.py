"""A report on disk: Word, HTML and the annex, each whole or not there."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analysis.base.files import write_atomically
from analysis.base.workbook import write_xlsx
from analysis.charts import NoBrowser, write_charts
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang
from analysis.report.annex import annex
from analysis.report.blocks import Picture, Report
from analysis.report.docx import write_docx
from analysis.report.evaluation import evaluation_report
from analysis.report.html import write_html
from analysis.report.own_text import add_own_text


@dataclass(frozen=True)
class Written:
    """Files of a report; `without_pictures` says why the Word document has no charts, if so."""

    docx: Path
    html: Path
    xlsx: Path
    without_pictures: str | None


def write_report(
    marts: Snapshot,
    year: int,
    folder: Path,
    lang: Lang = "zh",
    own_text: Path | None = None,
    template: Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Written:
    """Write the evaluation report of `year` into `folder`.

    Raises:
        OwnTextError: some of the group's own text cannot be placed.
        TemplateError: the report cannot be written into the template.
        OSError: the folder cannot be written.
    """
    report = evaluation_report(marts, year, lang)
    if own_text:
        add_own_text(report, own_text, lang)
    pictures, problem = _pictures(report, progress)
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{'评估报告' if lang == 'zh' else 'evaluation-report'}_{year}"
    written = Written(
        folder / f"{stem}.docx", folder / f"{stem}.html", folder / f"{stem}_annex.xlsx", problem
    )
    write_atomically(written.docx, write_docx(report, pictures, lang, template))
    write_atomically(written.html, write_html(report, lang).encode())
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        book = Path(scratch) / "annex.xlsx"
        write_xlsx(book, annex(report.charts, lang))
        write_atomically(written.xlsx, book.read_bytes())
    return written


def _pictures(
    report: Report, progress: Callable[[int, int, str], None] | None
) -> tuple[dict[str, bytes], str | None]:
    shown = {block.chart.key: block.chart for block in report.blocks if isinstance(block, Picture)}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        try:
            write_charts(list(shown.values()), folder, ["png"], progress)
            problem = None
        except NoBrowser as error:
            problem = str(error)
        return {path.stem: path.read_bytes() for path in folder.glob("*.png")}, problem

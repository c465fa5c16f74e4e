"""The pages of the report as LibreOffice and typst make them: their number, the contents, the foot."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from docx import Document

from analysis.findings import Findings
from analysis.findings.span import year_to
from analysis.marts import Snapshot
from analysis.messages import Lang
from analysis.report import Written, write_report
from tests.analysis.report.test_word import converted, needs_office

TOP, BOTTOM = 37 / 297, (297 - 35) / 297  # the margins of the standard
HOLE = 1 / 3 / (BOTTOM - TOP)  # of the height that text may take: a third of the sheet
_LINE = re.compile(r"^ *(.+?) *(?:\. ?){4,} *(\d+) *$", re.M)
_TOKEN = re.compile(r"\d[\d,.]*(?:[—-]\d[\d,.]*)*%?")

pytestmark = [needs_office, pytest.mark.slow]


def squeezed(text: str) -> str:
    return "".join(text.split())


def texts(pdf: Path) -> list[str]:
    found = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True)
    return found.stdout.decode().split("\f")[:-1]


def holes(pdf: Path) -> Iterator[float]:
    """Of each page but the last, how much of it is white at its foot."""
    subprocess.run(["pdftoppm", "-r", "40", "-gray", str(pdf), str(pdf.parent / "at")], check=True)
    pages = sorted(pdf.parent.glob("at-*.pgm"))
    for path in pages[:-1]:
        data = path.read_bytes()
        width, height = map(int, data.split(None, 3)[1:3])
        shown = np.frombuffer(data[-width * height :], np.uint8).reshape(height, width)
        foot = round(BOTTOM * height)
        inked = np.flatnonzero((shown[: foot + 2] < 200).any(axis=1))
        yield (foot - inked[-1]) / (foot - TOP * height)
    for path in pages:
        path.unlink()


def misplaced(pages: list[str]) -> list[tuple[str, int]]:
    """Lines of the contents whose page is not that where the heading stands."""
    listed = [(squeezed(name), int(at)) for page in pages[:2] for name, at in _LINE.findall(page)]
    assert len(listed) > 5
    bodies = [squeezed(_LINE.sub("", page)) for page in pages]
    return [(name, at) for name, at in listed if name not in bodies[at - 1]]


def checked(pdf: Path) -> int:
    """How many pages it has, all of them in order."""
    pages = texts(pdf)
    assert misplaced(pages) == []
    assert [(at, hole) for at, hole in enumerate(holes(pdf), 1) if hole > HOLE] == []
    return len(pages)


def broken(docx: Path, pdf: Path) -> set[str]:
    """Numbers, dates and ranges of the tables that no longer stand on one line."""
    shown = " ".join(texts(pdf))
    cells = [c.text for t in Document(str(docx)).tables for row in t.rows for c in row.cells]
    return {token for cell in cells for token in _TOKEN.findall(cell) if token not in shown}


def written(marts: Snapshot, span: str, lang: Lang, folder: Path) -> Written:
    if span == "year":
        return write_report(Findings.of_year(marts, 2023, lang), folder)
    return write_report(Findings(marts, year_to(2023, 10), lang), folder)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("span", ["year", "month"])
def test_pages_are_full_and_the_contents_name_them(
    marts: Snapshot, tmp_path: Path, span: str, lang: Lang
) -> None:
    found = written(marts, span, lang, tmp_path / "pdf")
    for docx, pdf in ((found.docx, found.pdf), (found.annex_docx, found.annex_pdf)):
        assert pdf
        assert docx.stat().st_size < 1_500_000
        office = tmp_path / docx.name
        office.write_bytes(docx.read_bytes())
        shown = converted(office, "pdf")
        counts = (checked(pdf), checked(shown))
        assert broken(docx, shown) == set()
        if docx == found.docx:
            assert all(6 <= count <= 8 for count in counts), counts

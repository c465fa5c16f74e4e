"""The PDF says what the report says, to the letter, to everybody, and the same each time."""

import io
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typst
from docx import Document
from pypdf import PdfReader
from typer.testing import CliRunner

from analysis.charts import chart_set
from analysis.charts.fonts import NoFont
from analysis.cli import app
from analysis.findings import Findings
from analysis.marts import Snapshot
from analysis.messages import say
from analysis.report import write_report
from analysis.report.blocks import (
    Block,
    Contents,
    Heading,
    Paragraph,
    Picture,
    Report,
    Signature,
    Table,
)
from analysis.report.evaluation import evaluation_report
from analysis.report.pdf import write_pdf
from tests.conftest import Published

HOSTILE = (
    '#panic("x")',
    "$ x^2 $ #{1+1} #sys.inputs @ref <label>",
    "*星号* _下划线_ `code` ~ --- -- ...",
    "<b>粗</b> &amp; <script>alert(1)</script>",
    r"\u{41} \n \\ C:\temp\new",
    "\"双\" '单' “中” ‘文’",
    "= 标题 == - 列 + 1. / 甲: 乙 // 注释 /* 注 */ [方] {花} https://example.org/#a",
)
SMALL = Report("报告", ["甲"], [Heading("一部", 1), Paragraph("一句。")])


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All that is printed, without what spaces and line ends the page put in."""
    return squeezed("\n".join(page.extract_text() for page in reader(pdf).pages))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def elements(pdf: bytes, kind: str) -> Iterator[Any]:
    """Structure elements of a `kind`, which is what a screen reader walks along."""

    def walk(node: Any) -> Iterator[Any]:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict):
            if node.get("/S") == f"/{kind}":
                yield node
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(reader(pdf).trailer["/Root"]["/StructTreeRoot"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_text_prints_as_it_stands(lang: Any) -> None:
    blocks: list[Block] = [Contents()]
    for text in HOSTILE:
        blocks += [Heading(text, 1), Heading(text, 2), Paragraph(text), Paragraph(text, "warning")]
        blocks += [
            Paragraph(text, "note"),
            Paragraph(text, "own"),
            Table(text, [text, "a"], [[text, text]]),
        ]
    found = text_of(
        write_pdf(Report(HOSTILE[0], list(HOSTILE), [*blocks, Signature(*HOSTILE[:2])]), lang)
    )
    for text in HOSTILE:
        assert found.count(squeezed(text)) >= 9, text
    assert found.count(squeezed(HOSTILE[1])) == found.count(squeezed(HOSTILE[2])) + 1  # who signs


def test_what_no_font_has_is_a_mark_and_what_none_may_have_is_left_out() -> None:
    text = "甲\U000f1234乙\x01丙\ufffe丁"
    found = text_of(
        write_pdf(Report(text, [text], [Paragraph(text), Table("表", ["列"], [[text]])]), "zh")
    )
    assert found.count("甲〓乙丙丁") == 4


def test_the_same_report_gives_the_same_bytes_and_another_gives_others() -> None:
    once = write_pdf(SMALL, "zh")
    assert once == write_pdf(SMALL, "zh")
    assert once != write_pdf(Report("报告", ["乙"], SMALL.blocks), "zh")


@pytest.mark.parametrize(("lang", "tag"), [("zh", "zh-CN"), ("en", "en-GB")])
def test_it_is_marked_as_accessible_with_title_and_language(lang: Any, tag: str) -> None:
    pdf = write_pdf(Report("甲\n乙 <c>", [], SMALL.blocks), lang)
    assert b"pdfuaid:part>1<" in pdf.replace(b'="', b">").replace(b'"', b"<")
    root = reader(pdf).trailer["/Root"]
    assert root["/Lang"] == tag
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader(pdf).metadata["/Title"] == ("甲乙 <c>" if lang == "zh" else "甲 乙 <c>")  # type: ignore[index]


def test_headings_are_numbered_and_listed_with_their_pages() -> None:
    long = Paragraph("长" * 1500)
    blocks = [
        Contents(),
        Heading("甲", 1),
        Heading("子", 2),
        long,
        Heading("乙", 1),
        long,
        Heading("丙", 1),
    ]
    for lang, numbers in (
        ("zh", ("一、甲", "（一）子", "二、乙", "三、丙")),
        ("en", ("1. 甲", "1.1 子", "2. 乙", "3. 丙")),
    ):
        pdf = write_pdf(Report("报告", [], blocks), lang)  # type: ignore[arg-type]
        marks = [
            item
            for part in reader(pdf).outline
            for item in (part if isinstance(part, list) else [part])
        ]
        assert [mark["/Title"] for mark in marks] == list(numbers)
        first = reader(pdf).pages[0].extract_text()
        for mark in marks:
            page = reader(pdf).get_destination_page_number(mark) + 1
            if "子" not in mark["/Title"]:
                assert re.search(rf"^{re.escape(mark['/Title'])}[ .]+{page}$", first, re.M)


def test_no_number_code_or_date_is_broken_however_full_the_table() -> None:
    columns = 12
    cells = ["123,456,789.25", "2026-11-30", "PD-2025-001", "0.0250—0.0735", "-12.5", "3"]
    row = [cells[at % len(cells)] for at in range(columns - 1)] + ["说明文字很长" * 12]
    pdf = write_pdf(Report("报告", [], [Table("宽表", ["Numerator"] * columns, [row] * 3)]), "zh")
    words = re.split(r"\s+", "\n".join(page.extract_text() for page in reader(pdf).pages))
    for cell in cells:
        assert words.count(cell) == 3 * row.count(cell)
    assert words.count("Numerator") == columns


def test_a_long_table_repeats_its_header_and_splits_no_row() -> None:
    rows = [[f"行{at}甲" + "字" * 70, f"{at}.5", f"尾{at}"] for at in range(120)]
    pdf = write_pdf(Report("报告", [], [Table("长表", ["名称栏", "数值栏", "尾栏"], rows)]), "zh")
    pages = [squeezed(page.extract_text()) for page in reader(pdf).pages]
    assert len(pages) > 3
    assert all("名称栏数值栏尾栏" in page for page in pages)
    for first, number, last in rows:
        assert sum(f"{first}{number}{last}" in page for page in pages) == 1


def test_a_cell_that_no_page_can_hold_is_still_printed_whole() -> None:
    cell = "".join(chr(0x4E00 + at) for at in range(6000))
    assert cell in re.sub(
        "甲乙|—\\d+—",
        "",
        text_of(write_pdf(Report("报", [], [Table("表", ["甲", "乙"], [[cell, ""]])]), "zh")),
    )


def test_long_words_over_single_signs_stand_upright() -> None:
    header = ["Township", *(f"Department of matter number {at}" for at in range(14))]
    pdf = write_pdf(
        Report("报告", [], [Table("Who answers", header, [["树林召镇", *"●" * 14]] * 10)]), "en"
    )
    assert text_of(pdf).count("●") == 140
    turned: list[float] = []
    page = reader(pdf).pages[0]
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: (
            turned.append(tm[1] * cm[0] + cm[1] * tm[0]) if "matter" in text else None
        )
    )
    assert turned
    assert all(turn for turn in turned)


def test_without_a_chinese_font_there_is_no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr("analysis.charts.typesetting._fonts", lambda: bare)
    with pytest.raises(NoFont):
        write_pdf(SMALL, "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_says_all_that_word_says(marts: Snapshot, tmp_path: Path, lang: Any) -> None:
    written = write_report(Findings.of_year(marts, 2023, lang), tmp_path)
    for pdf, docx in ((written.pdf, written.docx), (written.annex_pdf, written.annex_docx)):
        assert pdf
        found = text_of(pdf.read_bytes())
        document = Document(str(docx))
        headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert len(headings) > 5
        assert len(cells) > 50
        for words in [*headings, *cells]:
            assert squeezed(words) in found, words
        numbers = {n for p in document.paragraphs for n in re.findall(r"\d[\d,.]*\d|\d", p.text)}
        assert len(numbers) > 20
        assert {n for n in numbers if n not in found} == set()


def test_every_figure_is_drawn_and_has_words_for_who_cannot_see_it(
    marts: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*args: object, **more: object) -> None:
        raise AssertionError("a process was started")

    _, report = evaluation_report(Findings.of_year(marts, 2023))
    shown = [block.chart for block in report.blocks if isinstance(block, Picture)]
    monkeypatch.setattr(subprocess, "Popen", refused)
    monkeypatch.setattr(os, "posix_spawn", refused)
    pdf = write_pdf(report, "zh")
    told = [element["/Alt"] for element in elements(pdf, "Figure") if "/Alt" in element]
    assert len(told) == len(shown) > 8
    found = text_of(pdf)
    for chart, words in zip(shown, told, strict=True):
        assert chart.finding in words
        assert squeezed(chart.finding) in found
        assert squeezed(chart.caption) in found
    for chart in shown:  # the rates of the years stand at their points
        if chart.key.startswith("trend"):
            for text in [t for trace in chart.figure.data for t in trace.text or ()]:
                assert text in found


def test_the_command_names_the_pdf_or_says_what_is_missing(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["report", "--year", "2023", "--out", str(tmp_path), "--data", str(published.data.root)]
    path, annex = tmp_path / "评估报告_2023.pdf", tmp_path / "评估报告_2023_附件.pdf"
    answer = CliRunner().invoke(app, words)
    assert answer.exit_code == 0
    for written in (path, annex):
        assert say("exported", path=written) in answer.output
        assert written.is_file()
    bare = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr("analysis.charts.typesetting._fonts", lambda: bare)
    answer = CliRunner().invoke(app, words)
    assert answer.exit_code == 0
    assert "fonts-noto-cjk" in answer.output
    assert "没有中文字库" in answer.output
    assert not path.exists()  # not the one of before either
    assert not annex.exists()
    assert path.with_suffix(".docx").is_file()


def test_no_figure_stands_within_a_table(marts: Snapshot) -> None:
    """A figure without room on its page goes to the next with what follows it, not into that."""
    chart = next(
        one for one in chart_set(Findings.of_year(marts, 2023)) if one.key == "year_to_date"
    )
    rows = [[f"第{at}行"] for at in range(1, 41)]
    filled = [Paragraph("一句。") for _ in range(12)]
    blocks = [*filled, Picture(chart), Table("甲", ["乙"], rows), Paragraph("末句。")]
    pages = text_of(write_pdf(Report("报告", [], blocks), "zh"))
    told = [chart.caption, "表1甲", "第1行", "第40行", "末句。"]
    places = [pages.index(words) for words in told]
    assert places == sorted(places)

"""Of a set in which something is wholly missing, every paper is written and says so."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from analysis.charts import chart_set, pictures
from analysis.findings import Findings
from analysis.marts import Snapshot
from analysis.messages import say
from analysis.pages.gallery import Wanted, numbered, write_gallery
from analysis.pages.gallery.package import package
from analysis.report import evaluation, write_report
from analysis.report.blocks import Block, Heading, Paragraph, Table
from analysis.report.chart_table import chart_table
from analysis.report.columns import heads_rows
from analysis.report.edition import Edition
from analysis.report.evaluation import evaluation_report
from tests.conftest import Published

PRODUCTION = "production_deaths_per_100m_gdp"


@pytest.fixture
def without_gdp(published: Published) -> Findings:
    """As where nobody handed in a denominator of a rate."""
    marts = Snapshot(published.data)
    rates = marts["fct_indicator_rates"]
    lost = pl.col("indicator_id") == PRODUCTION
    gone = [name for name in rates.columns if "rate" in name or name == "denominator"]
    nothing = [pl.when(~lost).then(name).alias(name) for name in gone]
    marts._frames["fct_indicator_rates"] = rates.with_columns(nothing)
    return Findings.of_year(marts, 2023)


def test_a_rate_without_denominators_is_said_and_not_drawn(
    without_gdp: Findings, tmp_path: Path
) -> None:
    charts = chart_set(without_gdp)
    assert not {f"trend_{PRODUCTION}", f"rolling_{PRODUCTION}"} & {chart.key for chart in charts}
    assert len(pictures(charts, "zh", "svg")) == len(charts) > 10
    _, proof = evaluation_report(without_gdp)
    name = without_gdp.text(without_gdp.of_id(PRODUCTION))
    said = [block.text for block in proof.blocks if isinstance(block, Paragraph)]
    for what in ("历年数值", "的12个月滚动值"):
        assert any(words.startswith(f"{name}{what}：没有可画的率") for words in said)
    assert all(path.stat().st_size for path in write_report(without_gdp, tmp_path).files)
    written, _, _ = write_gallery(numbered(charts), without_gdp, tmp_path / "charts", Wanted())
    assert len(written) == 1 + 3 * len(charts)


def test_what_has_no_rows_is_a_sentence_that_says_why(published: Published) -> None:
    marts = Snapshot(published.data)
    rates = marts["fct_indicator_rates"]
    marts._frames["fct_indicator_rates"] = rates.filter(pl.col("indicator_id") != PRODUCTION)
    marts._frames["definition_breaks"] = marts.table("reference", "definition_breaks").clear()
    _, proof = evaluation_report(Findings.of_year(marts, 2023))
    tables = [block for block in proof.blocks if isinstance(block, Table)]
    assert all(table.rows for table in tables)
    said = [block.text for block in proof.blocks if isinstance(block, Paragraph)]
    assert any(
        t.endswith("历年数值：没有可列的行（死亡人数从未报送，或报送的未被采用）。") for t in said
    )
    assert any(t.startswith("统计口径的变化：没有可列的行（") for t in said)


def test_a_part_without_anything_says_so(marts: Snapshot) -> None:
    def empty(edition: Edition) -> Iterator[Block]:
        yield Heading("甲", 1)
        yield Heading("乙", 2)

    findings = Findings.of_year(marts, 2023)
    edition = Edition(marts, findings.span, "zh")
    report = evaluation._report(edition, "annex_title", [], [empty, empty], [])
    said = [block.text for block in report.blocks if isinstance(block, Heading | Paragraph)]
    assert said[0] == say("report_sample")
    assert said[1:] == ["甲", "乙", say("part_empty")] * 2


def test_no_cell_of_a_table_is_blank(marts: Snapshot) -> None:
    for report in evaluation_report(Findings.of_year(marts, 2023)):
        for table in report.blocks:
            if not isinstance(table, Table) or len(table.header) > 10:
                continue  # in a matrix of marks what is blank has none
            assert all(heads_rows(row) or all(row) for row in table.rows), table.title


def test_years_of_a_chart_s_table_have_no_separators(marts: Snapshot) -> None:
    charts = {chart.key: chart for chart in chart_set(Findings.of_year(marts, 2023))}
    table = chart_table(charts[f"trend_{PRODUCTION}"], "zh")
    assert [row[0] for row in table.rows] == ["2021", "2022", "2023"]


def test_every_file_says_that_data_are_invented(marts: Snapshot, tmp_path: Path) -> None:
    findings = Findings.of_year(marts, 2023)
    written, said = write_report(findings, tmp_path), say("report_sample")
    for path in (written.docx, written.annex_docx):
        assert said in {paragraph.text for paragraph in Document(str(path)).paragraphs}
    for path in filter(None, (written.pdf, written.annex_pdf)):
        assert said in re.sub(r"\s", "", PdfReader(path).pages[0].extract_text())
    assert written.html.read_text("utf-8").count(said) == 2
    book = load_workbook(written.xlsx)
    assert said in {cell.value for cell in book.worksheets[0]["B"]}
    one = numbered(chart_set(findings))[0]
    with zipfile.ZipFile(io.BytesIO(package(one, findings, {}))) as packed:
        assert said in packed.read("README.txt").decode()

"""One sentence is said once, and no two surfaces disagree: Word, HTML, workbook, charts, page and marts."""

import math
import re
from pathlib import Path

import polars as pl
import pytest
from docx import Document
from lxml import html
from python_calamine import CalamineWorkbook

from analysis.base.places import own_id
from analysis.charts.chart_set import WHOLE, look_of
from analysis.findings import Findings, Span, plan_so_far, so_far, whole_year, year_to
from analysis.findings.words import change_words, verdict_name
from analysis.marts import Snapshot, supervision
from analysis.marts.code_names import name_of
from analysis.marts.plan import latest_progress
from analysis.marts.rows import RateRow
from analysis.messages import Lang, say
from analysis.messages.numbers import number, short
from analysis.pages.situation import situation_page
from analysis.report import Written, write_report
from analysis.report.blocks import Paragraph, Picture, Report, Table
from analysis.report.evaluation import evaluation_report
from tests.conftest import Published

SPANS = {"year": whole_year(2023), "to_date": year_to(2023, 9), "plan": None}


@pytest.fixture(scope="module", params=SPANS, ids=str)
def findings(marts: Snapshot, request: pytest.FixtureRequest) -> Findings:
    return Findings(marts, SPANS[request.param] or plan_so_far(marts), "zh")


@pytest.fixture(scope="module")
def reports(findings: Findings) -> tuple[Report, Report]:
    return evaluation_report(findings)


@pytest.fixture(scope="module")
def written(findings: Findings, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write_report(findings, tmp_path_factory.mktemp("agree"))


def is_printed_as(cell: object, words: str) -> bool:
    """Whether a cell holds what the paper prints: its words, or the number that they are."""
    if not isinstance(cell, float):
        return cell == words and not re.fullmatch(r"-?[1-9]\d*(\.\d+)?%?", words)
    value = float(words.removesuffix("%").replace(",", ""))
    return cell == pytest.approx(value / 100 if words.endswith("%") else value)


def rows_of_docx(path: Path) -> list[list[str]]:
    """Cells without the line break that a share and its month, or two codes, have where one line has no room; of one
    that goes across the table those after it are empty."""
    rows = [row.cells for table in Document(str(path)).tables for row in table.rows]
    return [
        [
            "" if at and cell._tc is cells[at - 1]._tc else re.sub(r"(?<=[%至])\n", "", cell.text)
            for at, cell in enumerate(cells)
        ]
        for cells in rows
    ]


def test_word_and_html_hold_the_same_tables_and_sentences(
    reports: tuple[Report, Report], written: Written
) -> None:
    page = html.fromstring(written.html.read_text("utf-8"))
    in_word = [row for path in (written.docx, written.annex_docx) for row in rows_of_docx(path)]
    in_html = [[(cell.text or "") for cell in row.xpath("./td|./th")] for row in page.xpath("//tr")]
    tables = [b for report in reports for b in report.blocks if isinstance(b, Table)]
    expected = [list(row) for table in tables for row in (table.header, *table.rows)]
    assert in_html == expected
    assert [row for row in in_word if row in expected] == expected
    texts = {
        p.text
        for path in (written.docx, written.annex_docx)
        for p in Document(str(path)).paragraphs
    }
    said = [b.text for report in reports for b in report.blocks if isinstance(b, Paragraph)]
    assert set(said) <= texts
    assert set(said) <= {p.text for p in page.xpath("//p")}
    # paper and annex are files of their own: each says that data are invented
    long = [text for text in said if len(text) > 12 and text != say("report_sample")]
    assert len(long) == len(set(long)), "a paragraph stands twice"


def test_the_workbook_holds_what_the_charts_draw(
    reports: tuple[Report, Report], written: Written
) -> None:
    book = CalamineWorkbook.from_path(str(written.xlsx))
    sheets = book.sheet_names[1:-1]  # after the contents, before what the charts draw
    charts = reports[0].charts
    sheets, printed = sheets[: len(charts)], sheets[len(charts) :]
    assert len(sheets) == len(charts)
    tables = [block for report in reports for block in report.blocks if isinstance(block, Table)]
    for name, table in zip(printed, tables, strict=True):
        _, *rows = book.get_sheet_by_name(name).to_python()
        for shown, words in zip(rows, table.rows, strict=True):
            assert all(map(is_printed_as, shown, words)), (name, shown, words)
    assert {b.chart.key for r in reports for b in r.blocks if isinstance(b, Picture)} <= {
        c.key for c in charts
    }
    for name, chart in zip(sheets, charts, strict=True):
        _, *rows = book.get_sheet_by_name(name).to_python()
        drawn = chart.table.rows()
        beside = rows[len(drawn) :]  # what a chart is drawn from may be longer
        assert not any(cell for row in beside for cell in row[: chart.table.width]), name
        for shown, expected in zip(rows[: len(drawn)], drawn, strict=True):
            for cell, value in zip(shown, expected, strict=False):
                if isinstance(value, float) and not math.isnan(value):
                    assert cell == pytest.approx(value, rel=1e-12), (name, cell)


def test_rates_and_verdicts_are_those_of_the_marts(
    findings: Findings, reports: tuple[Report, Report], marts: Snapshot
) -> None:
    paper, annex = reports
    table = next(b for b in paper.blocks if isinstance(b, Table))
    charts = {chart.key: chart for chart in paper.charts}
    said = [b.text for b in paper.blocks if isinstance(b, Paragraph)]
    for found, row in zip(findings.of_indicators, table.rows, strict=True):
        indicator, decimals = found.indicator, found.indicator["decimals"]
        own = {"indicator_id": indicator["indicator_id"], "region_id": own_id()}
        judged = marts["fct_verdicts"].filter(pl.col("period_end") <= findings.span.end, **own)
        if findings.span.kind == "year":
            judged = judged.filter(~pl.col("is_to_date"), year=findings.year)
        if findings.span.kind == "plan":
            judged = judged.filter(pl.col("year") >= findings.span.first.year)
        code = judged.sort("period_end")["statistical_verdict"].to_list()[-1:]
        verdict = name_of("statistical_verdict", code[0], "zh") if code else say("no_verdict")
        shown = verdict_name(findings, found.verdict)
        assert shown.startswith(verdict)
        assert shown in row
        sentence = next(text for text in said if text.startswith(f"{indicator['name_zh']}："))
        if found.rates.now and found.rates.now.rate is not None:
            assert f"统计判定：{shown}。" in sentence
        if findings.span.kind == "plan":
            continue
        kind = "year" if findings.span.kind == "year" else "r12m"
        end = findings.span.end
        (rate,) = marts.rows(RateRow, period_kind=kind, period_end=end, **own)
        assert number(rate["rate"], decimals) in row
        assert f"率为{number(rate['rate'], decimals)}" in sentence
        assert f"{short(rate['numerator'])}人，率为" in sentence
        if (drawn := charts.get(f"rolling_{indicator['indicator_id']}")) is None:
            continue  # too few to draw
        title = drawn.finding
        rolling = marts.rows(RateRow, period_kind="r12m", period_end=end, **own)[0]["rate"]
        assert number(rolling, decimals) in title
        if kind == "year":
            trend = charts[f"trend_{indicator['indicator_id']}"].finding
            assert number(rate["rate"], decimals) in trend
            assert shown in trend
    assert annex.is_annex


def test_the_page_says_what_a_report_to_date_says(marts: Snapshot) -> None:
    page = html.fromstring(situation_page(marts)).text_content()
    findings = Findings(marts, so_far(marts), "zh")
    paper, _ = evaluation_report(findings)
    said = "".join(b.text for b in paper.blocks if isinstance(b, Paragraph))
    for found in findings.of_indicators:
        now, decimals, done = found.rates.now, found.indicator["decimals"], found.to_date
        assert now
        assert done
        for text in (
            number(now.rate, decimals),
            f"{short(done.count)}人",
            verdict_name(findings, found.verdict),
        ):
            assert text in page
            assert text in said
        assert f"{number(now.lower, decimals)}—{number(now.upper, decimals)}" in page
    for row in findings.targets:
        if row["status"] in ("overdue", "behind"):
            assert row["name"] in page


def test_a_target_met_after_its_day_is_said_so_everywhere(
    published: Published, marts: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_late(marts: Snapshot, lang: Lang) -> pl.DataFrame:
        late = {"status": pl.lit("met"), "reason": pl.lit("met_late")}
        late |= {"period_end": pl.lit(marts.as_of)}  # by figures of today
        return latest_progress(marts, lang).with_columns(**late)

    for room in ("findings.findings", "marts.supervision"):
        monkeypatch.setattr(f"analysis.{room}.latest_progress", all_late)
    said = say("target_late", status=say("target_met"))
    findings = Findings(marts, whole_year(2023), "zh")
    by_status, by_day = (
        WHOLE[key](findings, look_of(findings)) for key in ("targets", "due_dates")
    )
    assert by_status
    assert by_day
    for chart in (by_status, by_day):
        assert set(chart.table["status"]) == {said}
    beside = [note.text for note in by_status.figure.layout.annotations if "<b>" in note.text]
    assert all(f"<b>{said}</b>" in text for text in beside)
    assert {text for bars in by_day.figure.data for text in bars.text} == {said}
    assert set(supervision.targets(published.data, "zh")[say("head_status")]) == {said}
    paper, _ = evaluation_report(findings)
    cells = [cell for b in paper.blocks if isinstance(b, Table) for row in b.rows for cell in row]
    assert any(cell.startswith(said) for cell in cells)


@pytest.mark.parametrize("span", [whole_year(2023), year_to(2023, 9)], ids=lambda span: span.kind)
def test_english_has_the_same_figures(marts: Snapshot, span: Span) -> None:
    by_language: dict[Lang, list[str]] = {}
    for lang in ("zh", "en"):
        paper, annex = evaluation_report(Findings(marts, span, lang))
        table = next(b for b in paper.blocks if isinstance(b, Table))
        by_language[lang] = [
            re.findall(r"\d[\d.,]*", cell) for row in table.rows for cell in row[1:]
        ]
        assert len(paper.blocks) > 20
        assert annex.title
    assert by_language["zh"] == by_language["en"]
    assert sum(map(len, by_language["zh"])) > 12


def test_no_surface_says_a_percent_on_few_events(marts: Snapshot) -> None:
    findings = Findings(marts, whole_year(2023), "zh")
    rates = marts["fct_indicator_rates"]
    few = rates.filter(pl.col("prior_year_numerator") < 5, pl.col("is_complete"))
    counted = few.filter(~pl.col("indicator_id").str.contains("loss"))
    assert counted.height > 50
    assert counted["change_pct"].is_null().all()
    assert rates["change_pct"].count() > 50  # others have one
    change = marts["fct_rate_change"].filter(pl.col("numerator_before") < 5)
    assert change.filter(~pl.col("indicator_id").str.contains("loss"))["change_pct"].count() == 0
    paper, annex = evaluation_report(findings)
    cells = {
        cell
        for b in (*paper.blocks, *annex.blocks)
        if isinstance(b, Table)
        for row in b.rows
        for cell in row
    }
    for found in findings.of_indicators:
        now, before = found.rates.now, found.rates.before
        if now and before and before.count is not None and before.count < 5 and before.rate:
            assert found.rates.change in ("few", "none", "defined_anew")
            if found.rates.change == "few":
                two = say("few_change", before=short(before.count), now=short(now.count))
                assert two in cells
                assert f"{short(before.count)}人，人数少" in change_words(findings, found.rates, 2)
    assert any(found.rates.change == "few" for found in findings.of_indicators)

"""The tables of the annex say all of what they are of."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest
from docx import Document

from analysis.base.places import own, own_id
from analysis.base.settings import local_now
from analysis.charts import chart_set
from analysis.findings import Findings
from analysis.findings.published import beside_published
from analysis.findings.rates import Compared, Rate, noted_rates
from analysis.findings.span import Span, whole_year, year_to
from analysis.findings.words import standing
from analysis.forms.units import unit_said
from analysis.marts import Snapshot
from analysis.marts.figure_codes import parse
from analysis.marts.forecast_words import ForecastRow, forecast_words
from analysis.marts.trace import find_indicator
from analysis.messages import Lang, Message, say
from analysis.messages.numbers import listed
from analysis.report import write_report
from analysis.report.blocks import Block, Heading, Paragraph, Picture, Report, Table
from analysis.report.docx import write_docx
from analysis.report.edition import Edition
from analysis.report.evaluation import evaluation_report
from analysis.report.parts.four_rates import four_rates
from analysis.report.parts.tables import tables

ROAD = "road_deaths_per_10k_vehicles"


def annex(findings: Findings) -> list[Block]:
    return evaluation_report(findings)[1].blocks


def table(blocks: list[Block], title: str) -> Table:
    return next(b for b in blocks if isinstance(b, Table) and b.title.startswith(title))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_published_figures_are_told_by_place_and_none_that_differs_is_left_out(
    marts: Snapshot, lang: Lang
) -> None:
    findings = Findings.of_year(marts, 2023, lang)
    found, blocks = beside_published(findings), annex(findings)
    is_own = pl.col("region_id") == own_id()
    said = [block.text for block in blocks if isinstance(block, Paragraph)]
    for place, rows in ((own().name(lang), found.filter(is_own)), (None, found.filter(~is_own))):
        assert rows.height
        name = place or findings.region_names()["100000"]
        agree = rows.filter("is_equal").height
        assert say("published_words", lang, place=name, agree=agree, all=rows.height) in said
    listed = table(blocks, say("table_published", lang)).rows
    assert len(listed) == found.filter(is_own | ~pl.col("is_equal")).height
    assert any(not row[0].startswith(own().name(lang)) for row in listed)
    if lang == "en":
        assert not any("\u4e00" <= char <= "\u9fff" for row in listed for char in row[-1])


def test_the_forecast_names_every_rate_and_what_can_no_longer_be(marts: Snapshot) -> None:
    findings = Findings.of_year(marts, 2023)
    one: dict[str, Any] = dict.fromkeys(ForecastRow.__annotations__)
    one |= {"indicator_id": findings.indicators[0]["indicator_id"], "year": 2023, "months": 9}
    one |= {"count_so_far": 9.0, "median_count": 11.0, "chance_below_baseline": 0.004}
    one |= {"lower_80_count": 9.0, "upper_80_count": 13.0, "chance_below_last_year": 0.0}
    edition = Edition(marts, findings.span, "zh")
    edition.__dict__["latest_forecasts"] = [one]
    rows = table(list(four_rates(edition)), "2023年全年死亡人数预测").rows
    assert [row[0] for row in rows] == [findings.text(r, "domain") for r in findings.indicators]
    header = table(list(four_rates(edition)), "2023年全年死亡人数预测").header
    assert list(header[-2:]) == ["率低于上年的可能性", "率低于基期的可能性"]  # beside counts
    assert list(rows[0][-2:]) == ["已不可能", "不到1%"]
    assert all("没有2023年1月起连续的数据" in row[3] for row in rows[1:])
    words = forecast_words(cast("ForecastRow", one | {"counted": "人"}), "zh")
    assert "率已不可能低于上年" in words
    assert "可能性不到1%" in words


_ISO = re.compile(r"(?<![-\w])\d{4}(?:-\d\d(?:-\d\d)?|Q[1-4])(?![-\w])", re.A)


@pytest.mark.parametrize("span", [whole_year(2023), year_to(2023, 10)])
def test_no_date_of_the_papers_is_written_as_machines_do(marts: Snapshot, span: Span) -> None:
    for report in evaluation_report(Findings(marts, span, "zh")):
        said = list(report.about)
        for block in report.blocks:
            match block:
                case Heading(text) | Paragraph(text):
                    said.append(text)
                case Table(title, header, rows):
                    # a source stands as it was published, a path as it was handed in
                    as_given = [name in (say("col_source"), say("col_path")) for name in header]
                    said += [
                        title,
                        *(
                            c
                            for row in rows
                            for c, skip in zip(row, as_given, strict=True)
                            if not skip
                        ),
                    ]
                case Picture(chart):
                    said += [chart.finding, chart.subtitle, chart.foot]
        assert [words for words in said if _ISO.search(words)] == []


def test_an_annex_of_years_has_the_calendar_and_the_kinds_of_each(marts: Snapshot) -> None:
    span = Span("plan", date(2021, 1, 1), date(2023, 12, 31))
    tables = [block for block in annex(Findings(marts, span, "zh")) if isinstance(block, Table)]
    months = [str(month) for month in range(1, 13)]
    calendars = [one.title[:5] for one in tables if list(one.header[1:]) == months]
    assert calendars == ["2021年", "2022年", "2023年"]
    (kinds,) = [one for one in tables if one.header[1] == say("col_kind")]
    assert list(kinds.header[4:]) == [f"{year}年起数/死亡" for year in (2021, 2022, 2023)]
    for _, _, accidents, deaths, *years in kinds.rows:
        pairs = [cell.replace("≥", "").split("/") for cell in years if cell != "—"]
        # a dash is none that is known
        assert [sum(int(pair[at].replace("—", "0")) for pair in pairs) for at in (0, 1)] == [
            int(accidents),
            int(deaths),
        ]


def test_what_the_charts_find_is_not_found_again(
    marts: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def counted(marts: Snapshot, lang: Lang, region: str | None = None) -> pl.DataFrame:
        asked.append(region)
        return noted_rates(marts, lang, region)

    monkeypatch.setattr("analysis.findings.findings.noted_rates", counted)
    evaluation_report(Findings.of_year(marts, 2023))
    assert asked.count(None) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_small_things_of_the_files(marts: Snapshot, tmp_path: Path, lang: Lang) -> None:
    """Numbers on the right, a title with its space, the day it was made, and what signs mean."""
    findings = Findings.of_year(marts, 2023, lang)
    written = write_report(findings, tmp_path)
    page = written.html.read_text("utf-8")
    title = re.search("<title>(.*)</title>", page)
    paper, proof = evaluation_report(findings)
    assert title and title[1] == paper.title.replace("\n", "" if lang == "zh" else " ")
    assert re.search(r'<td class="number short">[\d.,]+</td>', page)
    made = Document(str(written.docx)).core_properties
    assert made.created and made.created.date() == local_now().date()
    assert made.title == title[1]
    at = next(
        at
        for at, block in enumerate(proof.blocks)
        if isinstance(block, Table) and block.header[1:] == [str(month) for month in range(1, 13)]
    )
    assert proof.blocks[at + 1] == Paragraph(say("calendar_key", lang), "note")


def test_names_of_forms_places_and_domains_are_not_called_indicators(marts: Snapshot) -> None:
    for chart in chart_set(Findings.of_year(marts, 2023)):
        kind = chart.key.partition("_")[0]
        if kind in ("quality", "calendar"):
            assert chart.heads["name"] == "报表"
        elif kind in ("funnel", "townships"):
            assert chart.heads["name"] == "地区"
        elif kind in ("kinds", "forecast"):
            assert chart.heads["name"] == "领域"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_word_does_not_speak_of_an_area_that_it_draws_as_lines(marts: Snapshot, lang: Lang) -> None:
    charts = {chart.key: chart for chart in chart_set(Findings.of_year(marts, 2023, lang))}
    key = next(key for key in charts if key.startswith("rolling_"))
    assert say("band_area", lang) in charts[key].subtitle
    document = Document(io.BytesIO(write_docx(Report("甲", [], [Picture(charts[key])]), lang)))
    said = "".join(paragraph.text for paragraph in document.paragraphs)
    assert say("band_edges", lang) in said
    assert say("band_area", lang) not in said


def test_reasons_are_in_the_reader_s_language() -> None:
    figures = {"count": 1, "column": "合计", "low": "1", "high": "2", "sheet": "a", "row": "3"}
    message = Message("out_of_bounds", figures | {"value": "9", "unit": unit_said("辆")})
    assert "2辆" in message.text("zh")
    assert "2 vehicles" in message.text("en")
    damaged = Message("damaged", {"detail": "array index out of range"})
    assert "array" not in damaged.text("zh") + damaged.text("en")


def test_the_last_of_several_has_an_and() -> None:
    names = ["A", "B", "C"]
    assert listed(names, "en") == "A, B and C"
    assert listed(names, "zh") == "A、B、C"
    assert listed(names[:1], "en") == "A"
    assert listed([], "en") == ""
    assert listed(names, "en", 2) == "A, B and others, 3 in all"


def test_a_row_of_pooled_years_has_the_codes_that_lead_to_all_of_it(marts: Snapshot) -> None:
    findings = Findings.of_year(marts, 2023)
    rates, listed = marts["fct_indicator_rates"], 0
    for block in annex(findings):
        if not isinstance(block, Table) or say("col_eb_rate") not in block.header:
            continue
        for row in block.rows:
            first, last = (parse(code) for code in row[-1].split("至"))
            assert first.region_id == last.region_id
            own = rates.filter(
                pl.col("period_end").is_between(first.period_end, last.period_end),
                indicator_id=find_indicator(marts, first.indicator)["indicator_id"],
                region_id=first.region_id,
                period_kind="year",
            )
            assert own["numerator"].sum() == float(row[1])
            listed += 1
    plan = [row["indicator_id"] for row in findings.indicators]
    of_plan = pl.col("indicator_id").is_in(plan)
    assert listed == marts["fct_region_comparison"].filter(of_plan, year=2023).height


def test_the_sums_behind_the_rates_of_several_years_stand_with_the_years(
    marts: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    span = Span("plan", date(2022, 1, 1), date(2023, 12, 31))
    findings = Findings(marts, span, "zh")
    indicator = findings.indicators[1]
    now = Rate(2022, date(2023, 9, 30), 30.0, 2e5, 1.5)
    before = Rate(2019, date(2021, 12, 31), 60.0, 3e5, 2.0)
    found = replace(findings.of(indicator), rates=Compared(now, before, "fell", -25.0))
    monkeypatch.setattr(Edition, "of", lambda *_: found)
    rows = table(annex(findings), f"{indicator['name_zh']}（").rows
    assert [row[:4] for row in rows[-2:]] == [
        ["2019—2021合计", "60", "30万辆", "2.00"],
        ["2022—2023合计", "30", "20万辆", "1.50"],
    ]
    assert rows[-2][-1] == "—"
    assert rows[-1][-1].startswith("2023年只到9月")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_under_the_table_of_all_stands_why_a_rate_is_not_known(marts: Snapshot, lang: Lang) -> None:
    edition = Edition(marts, whole_year(2023), lang)
    own = edition.rates.filter(pl.col("rate").is_not_null(), period_kind="year", indicator_id=ROAD)
    key = pl.col("indicator_id") == ROAD
    unknown = {"rate": pl.lit(None, pl.Float64), "note": pl.lit("因此不知")}
    edition.__dict__["rates"] = edition.rates.filter(~key).vstack(own.with_columns(**unknown))
    said = [block.text for block in tables(edition) if isinstance(block, Paragraph)]
    why = say("gap", lang, name=edition.indicator_names()[ROAD], why="因此不知")
    assert any(why in text for text in said)


def test_a_year_of_the_plan_that_is_not_in_its_rate_says_why(
    marts: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = Findings(marts, Span("plan", date(2023, 1, 1), date(2023, 12, 31)), "zh")
    found = findings.of_indicators[0]
    after = Rate(2024, date(2024, 12, 31), 1.0, 1.0, 1.0)
    apart = replace(found, rates=Compared(after, None, "unknown"), verdict=None)
    rows = [row | {"note": None} for row in findings.years_of(found.indicator)]
    monkeypatch.setattr(Findings, "years_of", lambda self, indicator: rows)
    assert "人（与计入的各年口径不同或不相连）。" in standing(findings, apart)

"""The tables of the annex say all of what they are of."""

import re
from typing import Any, cast

import polars as pl
import pytest

from analysis.base.places import own, own_id
from analysis.findings import Findings
from analysis.findings.published import beside_published
from analysis.findings.span import Span, whole_year, year_to
from analysis.marts import Snapshot
from analysis.marts.forecast_words import ForecastRow, forecast_words
from analysis.messages import Lang, say
from analysis.report.blocks import Block, Heading, Paragraph, Picture, Table
from analysis.report.edition import Edition
from analysis.report.evaluation import evaluation_report
from analysis.report.parts.four_rates import four_rates


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
    assert list(rows[0][-2:]) == ["已不可能", "不到1%"]
    assert all("没有2023年1月起连续的数据" in row[3] for row in rows[1:])
    words = forecast_words(cast("ForecastRow", one | {"counted": "人"}), "zh")
    assert "全年的率已不可能低于上年" in words
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

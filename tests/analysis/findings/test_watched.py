"""Where too little is known before a month, that there is no signal is not said."""

from datetime import date

import polars as pl
import pytest

from analysis.base.places import own_id
from analysis.charts import chart_set
from analysis.findings import Findings
from analysis.findings.span import whole_year
from analysis.findings.watched import months_watched, unwatched, unwatched_words
from analysis.marts import Snapshot
from analysis.pages.situation import situation_page
from analysis.report.blocks import Paragraph, Table
from analysis.report.edition import Edition
from analysis.report.evaluation import evaluation_report
from tests.conftest import Published

_MONTHS = "int_monitored_months"


@pytest.fixture
def marts(published: Published) -> Snapshot:
    """A snapshot of its own, in which each series is known from 2018 to 2023."""
    own = Snapshot(published.data)
    month = pl.date_range(date(2018, 1, 1), date(2023, 12, 1), "1mo", eager=True)
    months = pl.DataFrame({"month_end": month.dt.month_end(), "segment": "2000-01-01"})
    series = own.table("intermediate", "int_monitored_series").select("series", "indicator_id")
    whole = series.join(months, how="cross")
    whole = whole.with_columns(region_id=pl.lit(own_id()), occurrences=1, exposure=1.0)
    own._frames[_MONTHS] = whole
    return own


def keep(marts: Snapshot, known: pl.Expr) -> Findings:
    """Of 2023 where only the months that are `known` are."""
    marts._frames[_MONTHS] = marts._frames[_MONTHS].filter(known)
    return Findings(marts, whole_year(2023), "zh")


def said(findings: Findings) -> list[str]:
    """What paper and annex say."""
    return [
        block.text
        for report in evaluation_report(findings)
        for block in report.blocks
        if isinstance(block, Paragraph)
    ]


def test_a_month_is_looked_at_after_enough_known_months_of_one_definition(marts: Snapshot) -> None:
    first = months_watched(marts).group_by("series").agg(pl.col("month_end").min())
    assert set(first["month_end"]) == {date(2021, 1, 31)}  # 36 months are known before it
    anew = pl.when(pl.col("month_end") > date(2021, 6, 30)).then(pl.lit("2021-07-01"))
    months = marts._frames[_MONTHS].with_columns(segment=anew.otherwise("segment"))
    marts._frames[_MONTHS] = months
    assert months_watched(marts)["month_end"].max() == date(2021, 6, 30)
    (left,) = unwatched(keep(marts, pl.lit(True)))
    assert (left.reason, left.months) == ("short", ())


def test_where_nothing_can_be_found_that_is_said_and_not_that_there_is_none(
    marts: Snapshot,
) -> None:
    findings = keep(marts, pl.col("month_end") > date(2021, 12, 31))
    words = said(findings)
    told = "2023年没有一项指标能判断有无统计信号（此前60个月同口径的不足36个月）"
    assert sum(text.startswith(told) for text in words) == 1
    assert any(text.startswith(f"{told.split('（')[0]}，原因见附件") for text in words)
    assert not any("没有统计信号" in text or "共0段" in text for text in words)
    assert not any("能看出上升的可能性" in text for text in words)
    charts = chart_set(Edition(marts, findings.span, "zh"))
    rolling = [chart.finding for chart in charts if chart.key.startswith("rolling")]
    assert rolling
    assert not any("0段" in finding for finding in rolling)
    assert any("不能判断有无统计信号" in finding for finding in rolling)
    page = situation_page(marts)
    section = page[page.index('id="signals"') : page.index('id="targets"')]
    assert "没有一项指标能判断有无统计信号" in section
    assert "能看出上升的可能性" not in section


def test_what_cannot_be_told_is_named_beside_what_can(marts: Snapshot) -> None:
    is_fire, is_road = pl.col("series") == "fire_deaths", pl.col("series") == "road_deaths"
    silent = is_road & (pl.col("month_end") > date(2022, 12, 31))
    findings = keep(marts, ~(is_fire & (pl.col("month_end") < date(2021, 1, 1))) & ~silent)
    fire, road = (findings.series_names()[name] for name in ("fire_deaths", "road_deaths"))
    told = f"不能判断有无信号的有：{fire}（此前60个月同口径的不足36个月）；"
    told += f"{road}（没有起数和分母都已知的月份）。"
    words = said(findings)
    assert sum(text.endswith(told) for text in words) == 2
    assert any("能看出上升的可能性" in text for text in words)


def test_a_domain_of_which_nothing_can_be_told_is_named_once(marts: Snapshot) -> None:
    findings = keep(marts, ~pl.col("series").str.starts_with("fire_"))
    assert "不能判断有无信号的有：火灾（没有起数和分母都已知的月份）。" in "".join(said(findings))


def test_months_of_which_nothing_can_be_told_are_named_beside_those_of_which_it_can(
    marts: Snapshot,
) -> None:
    end, is_fire = pl.col("month_end"), pl.col("series").str.starts_with("fire_")
    anew = pl.when(is_fire & (end > date(2023, 4, 30))).then(pl.lit("2023-05-01"))
    marts._frames[_MONTHS] = marts._frames[_MONTHS].with_columns(segment=anew.otherwise("segment"))
    silent = (
        (pl.col("series") == "road_deaths") & end.dt.month().is_in([2, 7]) & (end.dt.year() == 2023)
    )
    findings = keep(marts, ~silent)
    road = findings.series_names()["road_deaths"]
    told = "不能判断有无信号的有：火灾2023年5至12月（此前60个月同口径的不足36个月）；"
    told += f"{road}2023年2月、2023年7月（起数或分母未知）。"
    assert sum(text.endswith(told) for text in said(findings)) == 2
    assert "Fire in 2023-05 to 2023-12 (of the" in unwatched_words(
        Findings(marts, findings.span, "en")
    )


def test_a_signal_whose_data_stopped_stands_on_the_page_as_one(marts: Snapshot) -> None:
    like = marts["fct_signal_episodes"]
    row = {"series": "road_deaths", "region_id": own_id(), "rule": "crowded_events", "level": "red"}
    row |= dict.fromkeys(("value", "expected", "upper"), 6.0)
    row |= {name: date(2023, 5, 31) for name, kind in like.schema.items() if kind == pl.Date}
    row |= {"known_to": date(2023, 8, 31), "state": "stopped"}
    marts._frames["fct_signal_episodes"] = pl.DataFrame([row], schema=like.schema)
    page = situation_page(marts)
    assert "统计信号（持续中0段，数据停下时仍在持续1段）" in page
    assert "持续到2023年8月，此后没有可用的数据" in page
    blocks = evaluation_report(keep(marts, pl.lit(True)))[1].blocks
    cells = [c for b in blocks if isinstance(b, Table) for r in b.rows for c in r]
    assert any("持续到2023年8月，此后没有可用的数据" in str(cell) for cell in cells)

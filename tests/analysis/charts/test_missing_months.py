"""What a chart says where months are missing, a definition changed or nothing is known."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from analysis.base.places import own_id
from analysis.charts import (
    Chart,
    beside,
    chart_set,
    drawing_of,
    forecast,
    funnel,
    heat_table,
    kinds,
    rolling,
    verdicts,
    warnings,
    when,
    year_to_date,
)
from analysis.charts.chart_set import look_of
from analysis.findings import Findings
from analysis.findings.change import change_words
from analysis.findings.gaps import no_gaps
from analysis.findings.span import whole_year, year_to
from analysis.findings.stopped import why_stopped
from analysis.findings.warned import warning_words
from analysis.findings.words import verdict_counts
from analysis.marts import Snapshot
from analysis.messages import say
from analysis.messages.dates import month_words
from analysis.pages import situation

YEAR = 2023


def findings_with(marts: Snapshot, year: int = YEAR, **found: Any) -> Findings:
    """Findings of a year with some of them replaced."""
    findings = Findings.of_year(marts, year)
    findings.__dict__.update(found)
    return findings


def drawn(chart: Any, findings: Findings, *of: Any) -> Chart:
    found = chart.draw(findings, look_of(findings), *of)
    assert found
    return found


def of_domain(findings: Findings, domain: str) -> Any:
    return next(row for row in findings.indicators if row["event_domain"] == domain)


def gap(form: str, domain: str | None, name: str, end: date) -> pl.DataFrame:
    return pl.DataFrame(
        {"form": [form], "event_domain": [domain], "name": [name], "period": [f"{end:%Y-%m}"], "period_end": [end], "feeds": [[form]]}
    )  # fmt: skip


def test_each_domain_is_told_up_to_its_own_last_month(marts: Snapshot) -> None:
    whole = Findings.of_year(marts, YEAR)
    road = of_domain(whole, "road")["indicator_id"]
    late = (pl.col("indicator_id") == road) & (pl.col("year") == YEAR) & (pl.col("month") > 7)
    counts = whole.counts_to_date.filter(~late)
    told = drawn(year_to_date, findings_with(marts, counts_to_date=counts)).finding.split("；")
    of_month = {part.split("截至")[1].split("月")[0]: part for part in told}
    assert set(of_month) == {"12", "7"}
    assert "道路交通" in of_month["7"]
    assert "道路交通" not in of_month["12"]


def test_a_year_that_does_not_reach_so_far_is_in_no_range(marts: Snapshot) -> None:
    counts = Findings.of_year(marts, YEAR).counts_to_date
    january = counts.filter(year=2021, month=1).with_columns(
        year=pl.lit(2020, counts["year"].dtype), numerator=pl.lit(0.0)
    )
    findings = findings_with(marts, counts_to_date=pl.concat([january, counts]))
    chart = drawn(year_to_date, findings)
    assert "生产安全的范围不含2020年" in chart.subtitle
    (band, *_) = (t for t in chart.figure.data if t.fill == "toself")
    assert band.name == "以往2年的范围"
    assert min(band.y) > 0 or len(band.x) == 24


def test_a_domain_without_this_year_is_in_no_comparison(marts: Snapshot) -> None:
    counts = Findings.of_year(marts, YEAR).counts_to_date
    road = (pl.col("name") == "道路交通") & (pl.col("year") == YEAR)
    chart = drawn(year_to_date, findings_with(marts, counts_to_date=counts.filter(~road)))
    assert chart.finding.endswith("道路交通没有2023年1月起连续的数据")
    assert "道路交通" not in chart.finding.rpartition("；")[0]


def test_counts_without_a_month_are_not_told_as_those_of_the_year(marts: Snapshot) -> None:
    gaps = pl.concat(
        [
            gap("production_accidents", "production", "生产安全事故台账", date(YEAR, 6, 30)),
            gap("warnings", None, "监测预警处置台账", date(YEAR, 3, 31)),
        ]
    )
    findings = findings_with(marts, gaps=gaps)
    of_kinds, of_warnings = drawn(kinds, findings), drawn(warnings, findings)
    assert of_kinds.finding.startswith("2023年已报月份生产安全事故")
    assert of_kinds.foot.endswith("缺报：生产安全事故台账2023年6月")
    assert of_warnings.finding.startswith("2023年已报月份监测预警")
    assert of_warnings.foot.endswith("缺报：监测预警处置台账2023年3月")
    notes = [note.text.replace("<br>", "") for note in of_warnings.figure.layout.annotations]
    assert of_warnings.foot in notes
    assert "已报" not in drawn(warnings, findings_with(marts)).finding


def test_unknown_warnings_are_not_none(marts: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert warning_words(Findings.of_year(marts, 2025)) == say("warnings_none", span="2025年")
    monkeypatch.setattr(situation, "so_far", lambda _: whole_year(2025))
    page = situation.situation_page(marts)
    assert page.count(say("situation_unknown_warnings")) == 4
    assert say("situation_no_warnings") not in page


def forecasts(findings: Findings, domain: str, **said: Any) -> dict[str, Any]:
    row = {
        "indicator_id": of_domain(findings, domain)["indicator_id"],
        "year": YEAR,
        "period_end": date(YEAR, 10, 31),
        "months": 10,
        "count_so_far": 40.0,
        "reason": None,
    }
    figures = ("median_count", "lower_80_count", "upper_80_count", "lower_95_count")
    more = ("upper_95_count", "chance_below_last_year", "chance_below_baseline")
    return dict.fromkeys((*figures, *more), 50.0) | row | said


def test_what_is_not_forecast_for_a_gap_is_not_called_few(marts: Snapshot) -> None:
    findings = Findings.of_year(marts, YEAR)
    lacking = {"median_count": None, "reason": "months_missing", "months": 6, "count_so_far": 2.0}
    rows = [
        forecasts(findings, "road"),
        forecasts(findings, "disaster", count_so_far=1.0, months=9),
        forecasts(findings, "production", **lacking),
    ]
    chart = drawn(forecast, findings_with(marts, forecasts=rows))
    assert "生产安全有月份缺报" in chart.subtitle
    assert "；自然灾害（最多1人）数量过少" in chart.subtitle
    assert "；火灾没有数据，未作图" in chart.subtitle
    assert "按截至10月的情况，2023年全年预计死亡：道路交通" in chart.finding
    assert "按截至9月的情况，2023年全年预计死亡：自然灾害" in chart.finding


@pytest.mark.parametrize("year", [2021, 2023])
def test_last_year_is_not_drawn_across_a_change_whatever_the_year_of_the_set(
    marts: Snapshot, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    rows = [forecasts(Findings.of_year(marts, year), "road")]

    def last_year() -> list[Any]:
        chart = drawn(forecast, findings_with(marts, year, forecasts=rows))
        return [t for t in chart.figure.data if t.name == say("legend_year_before") and len(t.x)]

    monkeypatch.setattr(Findings, "breaks_of", lambda *_: [])
    assert last_year()
    changed = [{"effective_from": date(YEAR, 5, 1)}]
    monkeypatch.setattr(Findings, "breaks_of", lambda *_: changed)
    assert not last_year()


def test_a_split_over_a_carried_denominator_says_so(marts: Snapshot) -> None:
    findings = Findings.of_year(marts, YEAR)
    road = of_domain(findings, "road")
    assert "分母沿用" not in change_words(findings, road)
    this = pl.col("period_end") == date(YEAR, 12, 31)
    carried = pl.lit(["stock_carried_forward", "corrected"])
    rates = findings.rates.with_columns(
        caveats=pl.when(this).then(carried).otherwise("caveats"), stock_date=date(2022, 12, 31)
    )
    said = change_words(findings_with(marts, rates=rates), road)
    assert said.endswith("；2023年分母沿用2022年12月31日存量")


def test_words_stand_where_no_rate_could_be_drawn(
    marts: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = Findings.of_year(marts, YEAR)
    whole = drawn(rolling, findings, of_domain(findings, "road"))
    assert "2021年1月以来已知的月份太少，不能判断有无统计信号" in whole.finding
    halves = [date(year, month, 1) for year in (2021, 2022, 2023) for month in (1, 6)]
    changed = [{"effective_from": day} for day in halves]
    monkeypatch.setattr(Findings, "breaks_of", lambda *_: changed)
    chart = drawn(rolling, findings, of_domain(findings, "road"))
    said = [note.text for note in chart.figure.layout.annotations]
    assert say("chart_no_rate") in said
    assert chart.figure.layout.height < whole.figure.layout.height - 100
    assert not chart.figure.layout.shapes


def test_those_without_a_verdict_are_named(marts: Snapshot) -> None:
    findings = findings_with(marts, _judged=[])
    names = findings.listed(findings.text(row) for row in findings.indicators)
    assert verdict_counts(findings) == f"未判定4项（{names}）"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_foot_of_every_chart_names_what_it_lacks(marts: Snapshot, lang: Any) -> None:
    """Of the counts, and of the denominators where rates are shown."""
    forms = marts.table("staging", "stg_forms").select("form", "event_domain", name=f"name_{lang}")
    feeds = marts.table("staging", "stg_feeds").group_by("form").agg(feeds="series")
    gaps = forms.join(feeds, on="form", how="left").with_columns(
        period=pl.lit("2023-06"), period_end=date(YEAR, 6, 30)
    )
    findings = Findings.of_year(marts, YEAR, lang)
    findings.__dict__["gaps"] = gaps
    look = look_of(findings)
    found = [
        *chart_set(findings),
        *(draw(findings, look) for draw in (when.hours, when.months, beside.draw)),
    ]
    of_hand_ins = {"targets", "due_dates", "calendar", "quality"}  # show themselves what is missing
    stocks = gaps.filter(pl.col("form").is_in(["motor_vehicles", "population", "gdp"]))["name"]
    counts = {"kinds", "year_to_date", "forecast", "hours", "months", "warnings"}
    kinds_of_charts = set()
    for chart in found:
        if chart is None or chart.key in of_hand_ins or chart.key == "forecast":
            continue
        kinds_of_charts.add(chart.key.partition("_")[0])
        told = chart.foot.rpartition(say("gaps", lang, forms="").rstrip("."))[2]
        assert month_words(date(2023, 6, 30), lang) in told, chart.key
        assert any(name in told for name in stocks) == (chart.key not in counts), chart.key
    assert {"trend", "change", "rolling", "funnel", "townships"} <= kinds_of_charts
    assert {"hours", "months", "beside"} <= kinds_of_charts


def test_verdicts_name_what_lacks_of_the_years_that_they_compare(marts: Snapshot) -> None:
    findings = Findings.of_year(marts, YEAR)
    whole = {"year": YEAR, "period_end": date(YEAR, 12, 31), "is_to_date": False, "events": 9.0}
    ratio = {"rate_ratio": 0.8, "rate_ratio_lower_95": 0.5, "rate_ratio_upper_95": 1.2}
    years = {"first_year_before": 2021, "last_year_before": 2022, "first_year": YEAR}
    rows = []
    for at, indicator in enumerate(findings.indicators):
        row: dict[str, Any] = dict.fromkeys(marts["fct_verdicts"].columns)
        row |= whole | ratio | years | {"last_year": YEAR, "events_before": 9.0 if at else 4.0}
        row |= {"statistical_verdict": "no_clear_change", "comparison": "plan", "note": None}
        rows.append(row | {"indicator_id": indicator["indicator_id"]})
    gaps = pl.concat(
        [
            gap("production_accidents", "production", "生产安全事故台账", date(2021, 6, 30)),
            gap("population", None, "常住人口", date(2022, 12, 31)).with_columns(
                feeds=pl.lit(["population"], pl.List(pl.String))
            ),
            gap("road_accidents", "road", "道路交通事故明细", date(2020, 6, 30)),  # before them
        ]
    )
    chart = drawn(verdicts, findings_with(marts, _judged=rows, gaps=gaps))
    assert chart.foot.endswith("缺报：生产安全事故台账2021年6月、常住人口2022年12月")
    few = findings.text(findings.indicators[0])
    assert chart.subtitle.endswith(f"；{few}所比的数量不足5")


def test_townships_say_until_when_they_are_compared_and_why_no_longer(marts: Snapshot) -> None:
    """A break of definition, hand-ins that did not come, a year that is not over."""
    later = findings_with(marts, 2025, gaps=no_gaps())
    fire, road = (of_domain(later, domain) for domain in ("fire", "road"))
    assert why_stopped(later, fire, 2025) == ""
    assert why_stopped(later, fire, 2024) == "只比较到2024年12月：2025年5月 口径改变"
    missing = gap("road_accidents", "road", "道路交通事故统计表", date(2025, 3, 31))
    said = why_stopped(findings_with(marts, 2025, gaps=missing), road, 2024)
    assert said == "只比较到2024年12月：缺报：道路交通事故统计表2025年3月"
    halfway = Findings(marts, year_to(2024, 6), "zh")
    halfway.__dict__["gaps"] = missing
    assert why_stopped(halfway, road, 2023) == "只比较到2023年12月：2024年未满"
    drawn_later = findings_with(marts, 2024)
    for chart in (funnel, heat_table):
        assert "只比较到2023年12月：" in drawn(chart, drawn_later, fire).foot
        assert "只比较到" not in drawn(chart, Findings.of_year(marts, YEAR), fire).foot


def test_a_month_without_neighbours_has_its_limits(marts: Snapshot) -> None:
    findings = Findings.of_year(marts, YEAR)
    road = of_domain(findings, "road")
    rates = marts["fct_indicator_rates"]
    lone = date(YEAR, 6, 30)
    is_other = (pl.col("period_kind") == "r12m") & (pl.col("period_end") != lone)
    limits = ("rate", "rate_lower_95", "rate_upper_95")
    alone = Snapshot(path=marts.path)
    alone._frames["fct_indicator_rates"] = rates.with_columns(
        pl.when(~is_other).then(name).alias(name) for name in limits
    )
    chart = drawn(rolling, Findings.of_year(alone, YEAR), road)
    (drawing,) = drawing_of(chart).panels  # type: ignore[union-attr]
    (point,) = [series for series in drawing.series if any(series.low)]
    own = rates.filter(
        period_kind="r12m", period_end=lone, indicator_id=road["indicator_id"], region_id=own_id()
    )
    assert (point.low[0], point.high[0]) == pytest.approx(own.select(*limits[1:]).row(0))
    assert point.name == say("legend_limits")


def test_twelve_months_that_begin_with_a_definition_are_of_it_alone() -> None:
    ends = [
        date(2021, 4, 30),
        date(2021, 12, 31),
        date(2022, 3, 31),
        date(2022, 4, 30),
        date(2022, 5, 31),
    ]
    rates = {name: 1.0 for name in ("rate", "rate_lower_95", "rate_upper_95")}
    months = pl.DataFrame({"period_end": ends}).with_columns(
        **{n: pl.lit(v) for n, v in rates.items()}
    )
    found = rolling._unmixed(months, [{"effective_from": date(2021, 5, 1)}])  # type: ignore[typeddict-item]
    assert found["rate"].to_list() == [1.0, None, None, 1.0, 1.0]

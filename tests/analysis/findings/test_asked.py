"""What people asked: at night, by season, which township rose, beside the nation."""

from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pytest

from analysis.base.places import own_id, parts
from analysis.charts.chart_set import look_of
from analysis.charts.when import hours as hours_drawn
from analysis.findings import Findings
from analysis.findings.beside import beside, in_words
from analysis.findings.kinds import kinds_by_domain
from analysis.findings.nights import at_night, by_hour
from analysis.findings.risen import most_risen, risen
from analysis.findings.seasons import by_month
from analysis.marts import Snapshot
from tests.conftest import Published

YEARS = range(2018, 2024)
FIRE = "fire_deaths_per_100k_population"
ROAD = "road_deaths_per_10k_vehicles"


@pytest.fixture
def findings(published: Published) -> Findings:
    """Of a snapshot of its own, whose frames a test may set."""
    return Findings.of_year(Snapshot(published.data), 2023)


def put(findings: Findings, **frames: pl.DataFrame) -> None:
    findings.marts._frames |= frames
    findings.__dict__.pop("accidents", None)


def accidents(*moments: datetime) -> pl.DataFrame:
    return pl.DataFrame(
        {"domain": "road", "occurred_at": list(moments), "is_counted": [None] * len(moments)},
        schema_overrides={"is_counted": pl.Boolean},
    )


def test_only_accidents_that_count_are_counted_by_hour_and_kind(findings: Findings) -> None:
    moment, stated = datetime(2023, 5, 1, 9), [True, True, True, True, True, False, None]
    own = pl.DataFrame({"domain": "production", "occurred_at": moment, "is_counted": stated})
    own = own.with_columns(kind=pl.lit("坍塌"), deaths=1, missing=0)
    put(findings, fct_accidents=own)
    assert at_night(findings)["accidents"].to_list() == [5]
    (kinds,) = kinds_by_domain(findings)
    assert kinds.select("accidents", "deaths").row(0) == (5, 5)


def test_midnight_sharp_tells_the_day_alone(findings: Findings) -> None:
    night, day, unknown = datetime(2023, 5, 1, 23, 5), datetime(2023, 5, 1, 9), datetime(2023, 5, 2)
    earlier = datetime(2012, 5, 1, 23)
    put(findings, fct_accidents=accidents(night, *[day] * 4, unknown, earlier))
    (row,) = at_night(findings).to_dicts()
    assert row == {
        "name": "道路交通",
        "accidents": 5,
        "at_night": 1,
        "share_pct": pytest.approx(20),
        "without_hour": 1,
    }
    put(findings, fct_accidents=accidents(night, day, day))
    assert at_night(findings)["share_pct"].to_list() == [None]  # no percent of three
    assert "道路交通1起（共3起）" in hours_drawn(findings, look_of(findings)).finding
    hours = by_hour(findings)
    assert hours["hour"].to_list() == list(range(24))
    assert hours.filter("is_night")["hour"].to_list() == [0, 1, 2, 3, 4, 5, 20, 21, 22, 23]


def years_of(indicator_id: str, domain: str, segment: str = "1900-01-01") -> pl.DataFrame:
    return pl.DataFrame({"year": YEARS}, schema={"year": pl.Int64}).with_columns(
        indicator_id=pl.lit(indicator_id),
        event_domain=pl.lit(domain),
        region_id=pl.lit(own_id()),
        months=pl.lit(12),
        origin=pl.lit("hand_in"),
        segment=pl.lit(segment),
    )


def monthly(series: str, region: str, of_month: dict[int, float]) -> pl.DataFrame:
    rows = [(date(year, month, 28), value) for year in YEARS for month, value in of_month.items()]
    frame = pl.DataFrame(rows, schema={"period_end": pl.Date, "value": pl.Float64}, orient="row")
    return frame.with_columns(
        pl.col("period_end").dt.month_end(),
        series=pl.lit(series),
        region_id=pl.lit(region),
        kind=pl.lit("count"),
    )


def test_a_month_without_a_row_is_zero_and_a_high_one_stands_out(findings: Findings) -> None:
    high = monthly("road_accidents", own_id(), {m: 40.0 if m == 7 else 10.0 for m in range(1, 12)})
    put(findings, fct_series_values=high, int_years=years_of(ROAD, "road"))
    found = by_month(findings)
    assert found["name"].unique().to_list() == ["道路交通"]
    assert found["month"].to_list() == list(range(1, 13))
    assert found["mean"].to_list() == [10.0] * 6 + [40.0] + [10.0] * 4 + [0.0]
    assert found.filter(stands="above")["month"].to_list() == [7]
    assert found.filter(stands="below")["month"].to_list() == [12]
    even = monthly("road_accidents", own_id(), dict.fromkeys(range(1, 13), 10.0))
    put(findings, fct_series_values=even)
    assert set(by_month(findings)["stands"]) == {"within"}


def test_without_a_whole_year_there_are_no_months(findings: Findings) -> None:
    put(findings, int_years=years_of(ROAD, "road").clear())
    assert by_month(findings).is_empty()


def rose(findings: Findings, now: float) -> Findings:
    """Two townships: one with so many road deaths in July of the last three years, where it had one before;
    the other with four all along."""
    first, second = (region.region_id for region in parts(own_id())[:2])
    one = monthly("road_deaths", first, {7: 1.0}).with_columns(
        value=pl.when(pl.col("period_end").dt.year() > 2020).then(now).otherwise(1.0)
    )
    values = pl.concat([one, monthly("road_deaths", second, {7: 4.0})])
    rates = findings.marts["fct_indicator_rates"].clear()
    put(findings, fct_series_values=values, fct_indicator_rates=rates)
    put(findings, int_years=years_of(ROAD, "road"))
    return findings


def test_the_township_that_rose_most_is_held_to_all_of_them(findings: Findings) -> None:
    road = findings.of_id(ROAD)
    name = parts(own_id())[0].name_zh
    found = risen(rose(findings, 2.0), road)
    assert found["name"][0] == name
    assert found.row(0, named=True) | {"events_before": 3, "events": 6} == found.row(0, named=True)
    assert "above" not in found["stands"]
    assert "不能据此说哪里变差了" in most_risen(findings, road)
    found = risen(rose(findings, 40.0), road)
    assert found.filter(stands="above")["name"].to_list() == [name]
    assert f"上升超出随机波动的是{name}" in most_risen(findings, road)
    assert "more than chance rose" in most_risen(replace(findings, lang="en"), road)


def test_too_few_years_of_one_definition_are_not_compared(findings: Findings) -> None:
    fire = findings.of_id(FIRE)
    put(findings, int_years=years_of(FIRE, "fire").tail(3))
    assert risen(findings, fire).is_empty()
    assert "不比较" in most_risen(findings, fire)


def test_what_nobody_published_is_named(findings: Findings) -> None:
    found = beside(findings)
    assert found.height == 4 * 5 * 4  # rates, years since 2019, regions
    nation = found.filter(region="全国", indicator_id=ROAD)
    by_year = {row["year"]: row for row in nation.iter_rows(named=True)}
    assert (by_year[2023]["rate"], by_year[2023]["origin"]) == (1.38, "published")
    assert by_year[2021]["rate"] is None
    assert by_year[2021]["missing"] == "道路交通事故死亡人数"
    computed = found.filter(region="内蒙古自治区", year=2021, origin="computed")
    assert computed["rate"][0] == pytest.approx(677 / 20514.2, rel=1e-6)
    missing = in_words(findings).filter(pl.col("率").is_null(), pl.col("地区") != "达拉特旗")
    assert missing["缺"].null_count() == 0

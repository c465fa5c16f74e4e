"""What is known of deaths is said where nothing compares or something lacks; what is over is not forecast."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from analysis.base.places import own_id
from analysis.findings import Findings
from analysis.findings.behind import behind
from analysis.findings.rates import _alike, _of_one_definition, compared, noted_rates
from analysis.findings.restated import restated_counts
from analysis.findings.span import Span, year_to
from analysis.findings.to_date import ToDate, to_date
from analysis.findings.words import so_far
from analysis.marts import Snapshot
from analysis.marts.forecast_words import running_forecasts
from analysis.marts.plan import plan_rows

MONTHS = {month: date(2025, month, 28) for month in range(1, 13)}


def counts(*months: int, sums: bool = False) -> pl.DataFrame:
    """One death in each of the months; with `sums` those from January on."""
    rows = [
        ("i", "道路", MONTHS[m], 2025, m, float(at if sums else 1))
        for at, m in enumerate(months, start=1)
    ]
    schema = ["indicator_id", "name", "period_end", "year", "month", "numerator"]
    return pl.DataFrame(rows, schema, orient="row")


@pytest.mark.parametrize(
    ("until", "known", "found"),
    [
        ((1, 2, 3), (1, 2, 3), ToDate(MONTHS[3], 3, None)),
        ((1, 2), (1, 2, 4, 5), ToDate(MONTHS[2], 2, None, 4)),
        ((), (2, 3), ToDate(None, None, None, 2)),
        ((), (), None),
    ],
)
def test_months_after_a_missing_one_are_the_least_there_were(
    until: tuple[int, ...], known: tuple[int, ...], found: ToDate | None
) -> None:
    sums = counts(*until, sums=True) if until else counts(1, sums=True).clear()
    months = counts(*known) if known else sums
    assert to_date(sums, months, "i", year_to(2025, 12)) == found


def test_the_months_of_the_span_a_year_before_are_known_beside_a_gap() -> None:
    before = counts(*range(1, 7), sums=True)
    dated = [pl.col("period_end").dt.offset_by("-1y"), pl.col("year") - 1]
    sums = pl.concat([counts(1, 2, sums=True), before.with_columns(*dated)])
    found = to_date(sums, counts(1, 2, 4), "i", year_to(2025, 6))
    assert found == ToDate(MONTHS[2], 2, 2, 3, before_span=6)


def test_years_that_count_otherwise_are_not_added_up() -> None:
    years: list[Any] = [
        {"period_end": date(year, 12, 31), "caveats": caveats}
        for year, caveats in ((2023, []), (2024, ["defined_anew"]), (2025, None), (2026, []))
    ]
    assert [row["period_end"].year for row in _alike(years)] == [2024, 2025, 2026]
    assert [row["period_end"].year for row in _alike([*years[:2], years[3]])] == [2026]


def test_the_years_of_a_plan_are_those_that_count_as_its_first_and_mix_nothing() -> None:
    within = ["defined_anew", "defined_anew_within"]
    old, mixed, new, on = (
        {"period_end": date(year, 12, 31), "caveats": caveats}
        for year, caveats in ((2024, []), (2025, within), (2026, ["defined_anew"]), (2027, []))
    )

    def chosen(rows: list[Any], is_first: bool) -> list[int]:
        return [row["period_end"].year for row in _of_one_definition(rows, is_first)]

    assert chosen([old, mixed, new, on], is_first=True) == [2024]
    assert chosen([old, mixed, new, on], is_first=False) == [2026, 2027]
    assert chosen([mixed, new, on], is_first=True) == [2026, 2027]
    assert chosen([mixed], is_first=True) == [2025]
    assert chosen([], is_first=True) == []


def test_known_counts_of_the_plan_stand_without_years_to_compare(marts: Snapshot) -> None:
    road = next(row for row in plan_rows(marts) if row["event_domain"] == "road")
    rates, span = noted_rates(marts, "zh"), Span("plan", date(2023, 1, 1), date(2023, 12, 31))
    years = rates.filter(indicator_id=road["indicator_id"], period_kind="year")
    counted = dict(years.select(pl.col("period_end").dt.year(), "numerator").iter_rows())
    alone = compared(rates, road, span, None)
    assert alone.change == "unknown"
    assert alone.now
    assert alone.now.rate
    assert (alone.now.first, alone.now.count) == (2023, counted[2023])
    assert alone.before
    assert (alone.before.first, alone.before.count) == (2021, sum(counted.values()))
    gone = (pl.col("period_end") == date(2023, 12, 31)) & (pl.col("period_kind") == "year")
    rates = rates.with_columns(
        rate=pl.when(gone).then(None).otherwise("rate"), is_complete=pl.col("is_complete") & ~gone
    )
    now = compared(rates, road, span, None).now
    assert now
    assert (now.rate, now.count, now.is_complete) == (None, counted[2023], False)


def test_a_year_that_is_over_is_not_forecast_though_months_lack(
    marts: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    months = marts["fct_forecasts"].filter(pl.col("year") == 2023, pl.col("months") < 5)
    lacking = Snapshot(path=marts.path)
    lacking._frames["fct_forecasts"] = months
    assert running_forecasts(lacking, "zh") == []
    monkeypatch.setattr(Snapshot, "as_of", date(2023, 5, 2))
    assert {row["year"] for row in running_forecasts(lacking, "zh")} == {2023}


def test_months_before_a_missing_one_forecast_nothing_where_later_ones_are_known(
    marts: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Snapshot, "as_of", date(2023, 8, 2))
    lacking = Snapshot(path=marts.path)
    forecasts = marts["fct_forecasts"].filter(pl.col("year") == 2023, pl.col("months") < 3)
    lacking._frames["fct_forecasts"] = forecasts
    counted = lacking.table("intermediate", "int_series_by_period")
    march = (pl.col("series") == "road_deaths") & pl.col("period_end").is_between(
        date(2023, 3, 1), date(2023, 12, 31)
    )
    is_sum = (pl.col("period_kind") == "ytd") | (pl.col("period_end") == date(2023, 3, 31))
    lacking._frames["int_series_by_period"] = counted.with_columns(
        is_complete=pl.col("is_complete") & ~(march & is_sum)
    )
    found = Findings(lacking, year_to(2023, 7), "zh")
    reasons = {
        found.of_id(row["indicator_id"])["event_domain"]: row["reason"]
        for row in found.latest_forecasts
    }
    assert reasons["road"] == "months_missing"
    assert "months_missing" not in {why for domain, why in reasons.items() if domain != "road"}
    road = next(row for row in found.of_indicators if row.indicator["event_domain"] == "road")
    assert road.to_date
    assert road.to_date.end == date(2023, 2, 28)
    assert "此后有月份缺报" in behind(found)
    assert "2023年1至7月已报的月份共" in so_far(found, road)


def test_counts_that_changed_after_they_were_published_are_told(marts: Snapshot) -> None:
    restated = Snapshot(path=marts.path)
    findings = Findings.of_year(restated, 2023)
    names = [findings.text(one.indicator, "domain") for one in findings.of_indicators]
    now = {r["year"]: r["numerator"] for r in findings.years_of(findings.indicators[1])}
    columns = restated["fct_restatements"].schema

    def moved(year: int, before: float, day: int, key: str | None = None) -> dict[str, object]:
        return {
            "indicator_id": key or findings.indicators[1]["indicator_id"],
            "region_id": own_id(),
            "period_kind": "year",
            "period_end": date(year, 12, 31),
            "numerator_before": before,
            "restated_on": date(2024, 3, day),
        }

    rows = [
        moved(2023, now[2023] + 1, day=9),
        moved(2023, now[2023] + 4, day=2),  # as it was first
        moved(2022, now[2022], day=2),  # its denominator alone
        moved(2021, now[2021] + 1, day=2),  # not compared
    ]
    frame = pl.DataFrame(rows).select(
        pl.col(name).cast(dtype) if name in rows[0] else pl.lit(None, dtype).alias(name)
        for name, dtype in columns.items()
    )
    restated._frames["fct_restatements"] = frame
    said = restated_counts(findings)
    assert said == (
        f"公布后改过的死亡人数：{names[1]}2023年由{now[2023] + 4:.0f}人改为{now[2023]:.0f}人。"
        "附件列有改动的日期和文件。"
    )
    restated._frames["fct_restatements"] = frame[2:]
    assert restated_counts(findings) == ""

"""Rows of verdicts and trends: what each stands on, across breaks, gaps and months so far."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from analysis.base.settings import PROJECT
from analysis.conclusions.sentences import verdict_sentence
from analysis.conclusions.trend_table import trend_table
from analysis.conclusions.verdict_table import verdict_table

SETTINGS = dict(pl.read_csv(PROJECT / "seeds/settings.csv").select("setting", "value").iter_rows())
NO_BREAKS = pl.DataFrame(
    schema={
        "event_domain": pl.String,
        "effective_from": pl.Date,
        "allows_comparison": pl.Boolean,
        "counts_more_after": pl.Boolean,
    }
)


def points(
    counts: Mapping[int, float],
    segments: Mapping[int, str | None] | None = None,
    months: int = 12,
    denominator: float = 1e5,
) -> pl.DataFrame:
    """Rows of int_years: a year, or its first months, each."""
    rows: list[dict[str, Any]] = [
        {
            "indicator_id": "i",
            "region_id": "r",
            "year": year,
            "months": months,
            "period_end": date(year, months, 28),
            "is_number_of_events": True,
            "event_domain": "fire",
            "better": "lower",
            "numerator": float(count),
            "deaths_squared": float(count),
            "denominator": denominator,
            "rate": count / denominator,
            "segment": (segments or {}).get(year, "all"),
        }
        for year, count in counts.items()
    ]
    return pl.DataFrame(rows, schema_overrides={"segment": pl.String})


def breaks(*changes: tuple[date, bool]) -> pl.DataFrame:
    rows = [
        {
            "event_domain": "fire",
            "effective_from": day,
            "allows_comparison": False,
            "counts_more_after": more,
        }
        for day, more in changes
    ]
    return pl.DataFrame(rows, schema=NO_BREAKS.schema)


def last(*frames: pl.DataFrame, changes: pl.DataFrame = NO_BREAKS) -> dict[str, Any]:
    return verdict_table(pl.concat(frames), changes, SETTINGS).row(-1, named=True)


def test_two_breaks_that_count_less_and_more_feign_anything() -> None:
    counts = dict(zip(range(2021, 2026), (100, 100, 100, 30, 25), strict=True))
    segments = {2021: "a", 2022: "a", 2023: None, 2024: "b", 2025: "c"}
    less, more = (date(2023, 6, 1), False), (date(2025, 1, 1), True)
    row = last(points(counts, segments), changes=breaks(less, more))
    assert (row["statistical_verdict"], row["verdict_reason"]) == ("definition_changed", "broken")
    row = last(points(counts, segments), changes=breaks((less[0], True), more))
    assert (row["statistical_verdict"], row["verdict_reason"]) == ("improving", "even_so_counted")


def test_a_running_year_has_a_row_only_where_its_months_count() -> None:
    whole = points(dict(zip(range(2021, 2026), (20, 22, 18, 20, 21), strict=True)))
    same = dict(zip(range(2021, 2027), (10, 11, 9, 10, 10, 0), strict=True))
    row = last(whole, points(same, months=6))
    assert (row["is_to_date"], row["last_year"]) == (True, 2026)
    same.pop(
        2022
    )  # of one year before the same months are not known: the others say what share they are
    assert last(whole, points(same, months=6))["is_to_date"] is True
    for year in (2021, 2023):
        same.pop(year)
    assert last(whole, points(same, months=6))["is_to_date"] is False
    two = dict.fromkeys(range(2021, 2027), 3)
    assert last(whole, points(two, months=2))["is_to_date"] is False


def test_a_month_of_the_plan_is_judged_by_what_was_known_then() -> None:
    whole = dict(zip(range(2018, 2027), (30, 30, 30, 30, 30, 30, 90, 90, 90), strict=True))
    half = {year: count / 2 for year, count in whole.items()}
    found = verdict_table(pl.concat([points(whole), points(half, months=6)]), NO_BREAKS, SETTINGS)
    months = found.filter("is_to_date").sort("period_end")
    assert months["year"].to_list() == [2024, 2025, 2026]  # those before the plan are not asked for
    assert months["first_year"].unique().to_list() == [2024]
    assert months["events"].to_list() == [45, 135, 225]
    alone = {year: count for year, count in whole.items() if year < 2024}
    half_alone = {year: count for year, count in half.items() if year <= 2024}
    then = verdict_table(
        pl.concat([points(alone), points(half_alone, months=6)]), NO_BREAKS, SETTINGS
    )
    assert then.filter("is_to_date").equals(months.head(1))


def test_too_few_events_stay_the_reason_across_a_break() -> None:
    segments = {2021: "a", 2022: "a", 2023: "a", 2024: "a", 2025: "b"}
    counts = dict.fromkeys(segments, 1)
    row = last(points(counts, segments), changes=breaks((date(2025, 1, 1), False)))
    assert (row["statistical_verdict"], row["verdict_reason"]) == ("too_few", "few_events")
    assert "合计仅" in verdict_sentence(row, "lower", "人", "zh")  # type: ignore[arg-type]


@pytest.mark.parametrize("jump", [1e-8, 1e8])
def test_a_slip_of_units_ends_in_words_not_in_a_crash(jump: float) -> None:
    before = points(dict.fromkeys(range(2021, 2024), 10))
    since = points(dict.fromkeys((2024, 2025), 10), denominator=1e5 * jump)
    row = last(before, since)
    for lang in ("zh", "en"):
        assert "inf" not in verdict_sentence(row, "lower", "人", lang)  # type: ignore[arg-type]
    assert row["rate_ratio_lower_95"] < float("inf")


def test_a_year_that_is_missing_among_those_before_is_said() -> None:
    counts = {2021: 100, 2023: 100, 2024: 40, 2025: 40}
    assert "其中2年有数" in verdict_sentence(last(points(counts)), "lower", "人", "zh")  # type: ignore[arg-type]


def test_a_year_without_a_rate_keeps_its_place_in_the_rank_trend() -> None:
    falling = {2015 + at: 100.0 - 10 * at for at in range(7)}
    gaps = {year: count for year, count in falling.items() if year not in (2017, 2018)}
    slopes = [trend_table(points(series), SETTINGS)["sen_slope"][-1] for series in (falling, gaps)]
    assert slopes == [pytest.approx(-1e-4)] * 2
    nothing = trend_table(points(dict.fromkeys(range(2015, 2022), 0)), SETTINGS)
    assert nothing["no_trend_reason"][-1] == "few_events"

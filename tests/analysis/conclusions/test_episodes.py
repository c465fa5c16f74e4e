"""What is found of known series, and how few rows chance gives."""

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from analysis.conclusions.episodes import all_episodes, episodes
from analysis.conclusions.monitored import Monitored, finds, rules_of
from calibration.signals import LEVELS, UNCHANGED, months_to_find, rows_a_county_year, settings

RULES = rules_of(settings(), rows_a_year=1, series=11)
START = date(2015, 1, 1)


def frequent(years: int = 8) -> np.ndarray:
    return np.random.default_rng(1).binomial(40, 0.5, 12 * years).astype(float)


def found(counts: np.ndarray, exposure: np.ndarray | None = None) -> list[dict[str, object]]:
    sizes = np.ones(len(counts)) if exposure is None else exposure
    return list(episodes(Monitored(START, counts, sizes), RULES))


def test_months_next_to_each_other_are_one_row_with_start_peak_and_end() -> None:
    counts = frequent()
    counts[80:84] = [45, 60, 20, 46]
    (row,) = found(counts)
    assert row["start_period_end"] == date(2021, 9, 30)
    assert (row["peak_period_end"], row["value"]) == (date(2021, 10, 31), 60)
    assert (row["end_period_end"], row["months_found"]) == (date(2021, 12, 31), 3)
    assert row["expected"] == pytest.approx(20, abs=2)
    assert row["expected"] < row["upper"] < row["value"]
    assert row["state"] == "over"


def test_an_episode_at_the_end_is_open() -> None:
    counts = frequent()
    counts[-1] = 60
    (row,) = found(counts)
    assert row["state"] == "open"


def test_an_episode_before_a_change_of_definition_is_over() -> None:
    counts = frequent()
    counts[-1] = 60
    ends = [Monitored(START, counts, counts).days(at)[1] for at in range(len(counts))]
    months = pl.DataFrame({"month_end": ends, "occurrences": counts, "exposure": 1.0})
    about = {"series": "s", "indicator_id": "i", "region_id": "r"}
    months = months.select(
        pl.all(), *(pl.lit(v).alias(n) for n, v in about.items()), segment=pl.lit("a")
    )
    moments = pl.DataFrame(schema=["series", "region_id", "segment", "occurred_at"])
    (row,) = all_episodes(months, moments, settings(), 1).rows(named=True)
    assert (row["state"], row["known_to"]) == ("open", date(2022, 12, 31))
    anew = months.head(1).with_columns(month_end=date(2023, 1, 31), segment=pl.lit("b"))
    (row,) = all_episodes(pl.concat([months, anew]), moments, settings(), 1).rows(named=True)
    assert (row["state"], row["known_to"]) == ("over", date(2022, 12, 31))


def test_an_unknown_month_ends_an_episode_and_gives_nothing() -> None:
    counts = frequent()
    counts[80:83] = [60, np.nan, 60]
    first, second = found(counts)
    assert first["end_period_end"] == date(2021, 9, 30)
    assert second["start_period_end"] == date(2021, 11, 30)
    assert first["state"] == "over"


def test_growth_with_the_denominator_is_no_find_and_without_it_is_one() -> None:
    exposure = 1.25 ** (np.arange(96) // 12)
    counts = np.random.default_rng(2).poisson(20 * exposure).astype(float)
    assert found(counts, exposure) == []
    assert found(counts)


@pytest.mark.parametrize(
    ("winter", "seen", "is_found"), [(0, 3, True), (0, 1, False), (1, 8, True), (1, 2, False)]
)
def test_a_low_season_is_looked_at_beside_its_own_past(
    winter: float, seen: float, is_found: bool
) -> None:
    """Far fewer than in the mean month, and far more than in any winter."""
    counts = np.tile([winter] * 4 + [60.0] * 5 + [winter] * 3, 7)
    counts[72] = seen  # a January
    months = [find.month for find in finds(Monitored(START, counts, np.ones(84)), RULES)]
    assert months == [72] * is_found


def test_too_short_a_past_gives_nothing() -> None:
    counts = frequent(years=2)
    counts[-1] = 200
    assert found(counts) == []


def moments(gaps: list[float]) -> list[datetime]:
    begins = datetime(2015, 1, 3)
    return [begins + timedelta(days=float(day)) for day in np.cumsum(gaps)]


def test_rare_events_that_crowd_are_found_and_a_pair_is_not() -> None:
    calm = [60.0] * 40
    for gaps, is_found in (([1.0], False), ([4.0] * 8, True)):
        happened = moments(calm + gaps)
        months = (happened[-1].year - 2015) * 12 + happened[-1].month
        counts = np.zeros(months)
        for at in happened:
            counts[(at.year - 2015) * 12 + at.month - 1] += 1
        rows = list(finds(Monitored(START, counts, np.ones(months), happened), RULES))
        assert bool(rows) == is_found
        if is_found:
            assert rows[-1].rule == "crowded_events"
            assert rows[-1].expected < rows[-1].upper < rows[-1].value
            assert rows[-1].last_day == happened[-1].date()


@pytest.mark.slow
def test_where_nothing_changes_rows_are_few_and_grave_ones_rare() -> None:
    rng = np.random.default_rng(11)
    for world in UNCHANGED[:2]:
        rows = rows_a_county_year(world, rng, counties=8)
        assert 0 < sum(rows.values()) <= 1, world.name  # 40 county-years
        assert rows["orange"] + rows["red"] <= 0.1, world.name
    assert set(rows) == set(LEVELS)


@pytest.mark.slow
def test_twice_as_many_are_found_within_a_year() -> None:
    months = months_to_find(1.0, np.random.default_rng(12), counties=10)
    assert len(months[50]) >= 9
    assert max(months[250]) <= 3
    assert len(months[2]) <= 3


def test_the_power_of_the_seed_rises_with_the_number() -> None:
    power = pl.read_csv("seeds/signal_power.csv").sort("accidents_a_year")
    assert power["found_doubled"].is_sorted()
    assert power["found_half_more"].is_sorted()

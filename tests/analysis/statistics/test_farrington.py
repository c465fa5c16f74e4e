"""Expected counts and their bounds are those of R surveillance (`tests/oracles`)."""

import math

import numpy as np
import pytest
from scipy.stats import poisson

from analysis.statistics.crowding import Pace
from analysis.statistics.farrington import (
    Baseline,
    Expected,
    expected_count,
    negative_binomial_bounds,
    power_bounds,
    quantile_mean,
)
from analysis.statistics.operational_time import operational_time
from tests.analysis.statistics.test_oracles import Row, rows

POWERS = {"skewness=none": 1.0, "skewness=1/2": 0.5, "skewness=2/3": 2 / 3}


@pytest.mark.parametrize(
    "row", rows("stats_farrington_threshold"), ids=lambda row: row["parameters"]
)
def test_thresholds(row: Row) -> None:
    """The score of the rows by Noufaily mixes scales (count less logarithm); it is not computed."""
    fit, error, phi = float(row["pred_fit"]), float(row["pred_se"]), float(row["phi"])
    seen, alpha = float(row["y"]), float(row["alpha"])
    if row["function"] == "farrington_threshold":
        power = POWERS[row["parameters"]]
        found = power_bounds(Expected(fit, error, phi, 0), seen, alpha, power)
        score = (seen - fit) / (found.upper - fit)
        assert score == pytest.approx(float(row["expected_score"]), abs=1e-6)
    else:
        mean = math.exp(fit)
        if row["method"] == "muan":
            mean = quantile_mean(mean, error, alpha)
        found = negative_binomial_bounds(mean, phi, seen, alpha)
    expected = [float(row[f"expected_{name}"]) for name in ("lower", "upper", "quantile")]
    assert [found.lower, found.upper, found.p] == pytest.approx(expected, abs=float(row["atol"]))


def _weekly() -> np.ndarray:
    return np.array([float(row["observed"]) for row in rows("stats_surveillance_series")])


@pytest.mark.parametrize(
    "row", rows("stats_surveillance_expected"), ids=lambda row: row["algorithm"][:14] + row["index"]
)
def test_weeks(row: Row) -> None:
    counts, at = _weekly(), int(row["index"]) - 1
    if row["algorithm"] == "Farrington_1996":  # its bounds are two-sided
        baseline = Baseline(52, years=4, half_window=3, parts=1, outbreak=1.0)
        expected = expected_count(counts, at, baseline)
        assert expected is not None
        upper = power_bounds(expected, counts[at], 0.01 / 2).upper
    else:
        baseline = Baseline(52, years=4, half_window=3, parts=10, left_out=26, trend_p=1.01)
        expected = expected_count(counts, at, baseline)
        assert expected is not None
        upper = negative_binomial_bounds(expected.mean, expected.dispersion, counts[at], 0.01).upper
    assert upper == pytest.approx(float(row["upperbound"]), abs=1e-6)
    assert (counts[at] > upper) == bool(int(row["alarm"]))


def test_months_with_a_population_a_season_an_outbreak_and_a_trend() -> None:
    series = rows("stats_farrington_monthly_series")
    counts, population = (
        np.array([float(row[name]) for row in series]) for name in ("observed", "population")
    )
    for row in rows("stats_farrington_monthly_expected"):
        at, trend_p = int(row["index"]) - 1, 1.01 if row["trend"] == "TRUE" else 0.0
        baseline = Baseline(12, years=5, half_window=2, parts=4, left_out=6, trend_p=trend_p)
        found = expected_count(counts, at, baseline, population)
        assert found is not None
        bounds = negative_binomial_bounds(found.mean, found.dispersion, counts[at], 0.01)
        figures = (found.mean, found.dispersion, bounds.upper, bounds.p)
        names = ("expected", "dispersion", "upper", "p")
        assert figures == pytest.approx([float(row[name]) for name in names], rel=1e-6)


def test_what_is_unknown_or_later_is_not_looked_at() -> None:
    counts = np.random.default_rng(1).poisson(9.0, 80).astype(float)
    baseline = Baseline(trend_p=0.0, parts=4, half_window=2)
    whole = expected_count(counts, 70, baseline)
    later = np.where(np.arange(80) > 70, 1e6, counts)
    assert expected_count(later, 70, baseline) == whole
    gaps = np.where(np.arange(80) % 7 == 0, np.nan, counts)
    found = expected_count(gaps, 70, baseline)
    assert whole is not None and found is not None and found.points < whole.points
    assert expected_count(counts[:5], 4, baseline) is None


def test_a_crowd_is_as_likely_as_counting_says() -> None:
    rng = np.random.default_rng(3)
    before, time_before, size, level = 30.0, 60.0, 6, 0.05
    drawn = rng.gamma(before, 1, 20_000) / before  # the pace that the past was drawn from
    waited = rng.gamma(size, 1, 20_000) / (drawn * before / time_before)
    pace = Pace(before - 1, time_before)
    rate = np.mean([pace.chance_of_crowding(size, time) <= level for time in waited])
    assert rate == pytest.approx(level, abs=0.006)


def test_a_crowd_beside_an_endless_past_is_poisson() -> None:
    pace = Pace(1e9, 1e9)
    assert pace.chance_of_crowding(6, 2.0) == pytest.approx(poisson.sf(5, 2.0), rel=1e-6)
    assert pace.most_by_chance(0.01, 2.0) == poisson.isf(0.01, 2.0)
    assert Pace(50, 60, 0.2).chance_of_crowding(6, 2.0) > Pace(50, 60).chance_of_crowding(6, 2.0)


def test_the_clock_runs_with_the_exposure_and_the_season() -> None:
    exposure, season = np.repeat([1.0, 2.0], 12), np.tile(np.arange(12), 2)
    periods, shares = np.array([0, 0, 12]), np.array([0.25, 0.75, 0.5])
    even = operational_time(exposure, season, periods, shares, slice(0, 12), prior=1e12)
    assert even.starts[-1] == pytest.approx(36)
    assert even.reads == pytest.approx([0.25, 0.75, 13])
    busy = operational_time(exposure, season, periods, shares, slice(0, 12), prior=1.0)
    assert busy.starts[1] > 1 > busy.starts[7] - busy.starts[6]

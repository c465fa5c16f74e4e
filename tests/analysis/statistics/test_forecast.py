"""A year's end: exact where nothing is to come, ordered, and the distributions that it says it is of."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from analysis.statistics.forecast import (
    Forecast,
    Level,
    accident_dispersion,
    level_of_years,
    seasonal_shares,
    year_end,
)

YEARS = st.lists(st.integers(0, 400).map(float), min_size=2, max_size=10)
ONE = np.ones(1)


def ended(years: list[float], so_far: float, share: float, dispersion: float = 1.0) -> Forecast:
    """The forecast of one year over the same denominator as those before it."""
    spread = dispersion * ONE
    level = level_of_years(np.array([years]), np.full((1, len(years)), 1e5), spread)
    return year_end(level, so_far * ONE, share * ONE, 1e5 * ONE, spread)


def width(forecast: Forecast) -> float:
    return float((forecast.quantile(0.975) - forecast.quantile(0.025))[0])


@settings(deadline=None)
@given(YEARS, st.integers(0, 500).map(float))
def test_with_no_month_left_the_year_is_what_it_is(years: list[float], count: float) -> None:
    forecast = ended(years, count, 1.0)
    assert forecast.mean()[0] == count
    assert [forecast.quantile(p)[0] for p in (0.025, 0.5, 0.975)] == [count] * 3
    assert [forecast.below(np.array([count + d]))[0] for d in (0, 0.5)] == [0, 1]
    assert forecast.pit(np.array([count]))[0] == pytest.approx(0.5)


@settings(deadline=None)
@given(st.integers(1, 40), st.integers(2, 10))
def test_more_months_of_an_even_year_make_it_narrower(quarterly: int, years: int) -> None:
    before = [4.0 * quarterly] * years
    widths = [width(ended(before, at * quarterly, at / 4)) for at in range(5)]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > widths[2] > widths[4] == 0


@settings(deadline=None)
@given(YEARS, st.integers(0, 200).map(float), st.floats(0.05, 0.95))
def test_more_events_so_far_mean_more_at_the_end(
    years: list[float], so_far: float, share: float
) -> None:
    fewer, more = ended(years, so_far, share), ended(years, so_far + 5, share)
    assert fewer.mean()[0] < more.mean()[0]
    for tail in (0.025, 0.1, 0.5, 0.9, 0.975):
        assert fewer.quantile(tail)[0] < more.quantile(tail)[0]
    limit = np.array([so_far + 20])
    assert fewer.below(limit)[0] >= more.below(limit)[0] - 1e-9


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 40), st.integers(1, 5).map(float), st.floats(0.0, 0.95))
def test_mean_and_quantiles_are_those_of_one_distribution(
    count: int, dispersion: float, share: float
) -> None:
    forecast = ended([float(count)] * 4, round(count * share), share, dispersion)
    support = np.arange(0, 2000.0)
    chance = forecast.at_most(support)
    assert (np.diff(chance) >= -1e-12).all()
    assert (1 - chance).sum() == pytest.approx(forecast.mean()[0], rel=1e-6)
    for tail in (0.025, 0.5, 0.9):
        assert forecast.quantile(tail)[0] == support[chance >= tail][0]


def test_one_habit_is_the_gamma_poisson_of_the_textbook() -> None:
    """Gamma(a, b) and x events over the exposure e: what is to come is negative binomial with shape a + x."""
    shape, rate, so_far, share, exposure = 8.0, 2e-4, 9.0, 0.25, 1e5
    level = Level(np.array([[rate]]), np.array([[shape]]), np.zeros((1, 1)))
    forecast = year_end(level, so_far * ONE, share * ONE, exposure * ONE, ONE)
    seen, left = share * exposure, (1 - share) * exposure
    to_come = nbinom(shape + so_far, (shape / rate + seen) / (shape / rate + seen + left))
    for count in (9, 20, 28, 45):
        assert forecast.at_most(count * ONE)[0] == pytest.approx(to_come.cdf(count - so_far))
    assert forecast.mean()[0] == pytest.approx(so_far + to_come.mean())


def test_deaths_that_come_several_at_once_are_less_certain() -> None:
    assert width(ended([20.0] * 5, 5, 0.25, dispersion=3)) > 1.3 * width(ended([20.0] * 5, 5, 0.25))
    deaths, squared = np.array([10.0, 10.0, 0.0]), np.array([30.0, 11.0, 0.0])
    assert accident_dispersion(deaths, squared, bound=1.2).tolist() == [3, 1, 1]


def test_a_steady_fall_is_followed_the_further_the_longer_it_lasted() -> None:
    short, long = ([60 * 0.9**-age for age in range(1, n + 1)] for n in (2, 10))
    after = [ended(years, 0, 0.0).quantile(0.5)[0] for years in (short, long)]
    assert 57 <= after[1] <= 63  # it goes on
    assert after[1] < after[0] < short[0]


def test_a_year_that_is_not_known_says_nothing() -> None:
    counts = np.array([[20.0, np.nan, 22.0], [20.0, 3.0, 22.0]])
    exposure = np.array([[1e5, np.nan, 1e5], [1e5, 1e5, 1e5]])
    rates = level_of_years(counts, exposure, np.ones(2)).rate
    assert (rates[0] > rates[1]).all()
    with pytest.raises(ValueError, match="needs a year"):
        level_of_years(np.array([[np.nan]]), np.array([[1e5]]), ONE)


def test_a_season_is_kept_where_it_is_proven_and_only_there() -> None:
    month = np.arange(12)
    wave = np.round(100 * (1 + 0.4 * np.cos(2 * np.pi * (month - 6) / 12)))
    even = np.tile([9.0, 11.0], 6)
    shares = seasonal_shares(
        np.stack([[wave, wave], [even, even], [even * 0, even * 0]]), np.ones(3)
    )
    assert shares.sum(1) == pytest.approx(np.ones(3))
    assert shares[0] == pytest.approx(wave / wave.sum(), rel=0.01)
    assert shares[1:] == pytest.approx(np.full((2, 12), 1 / 12))

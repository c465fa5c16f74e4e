"""A year's end: exact where nothing is to come, ordered, and the distributions that it says it is of."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from analysis.statistics.forecast import Forecast, accident_dispersion, year_end
from analysis.statistics.level import Level, level_of_years
from analysis.statistics.season import Season, seasonal_shares

YEARS = st.lists(st.integers(0, 400).map(float), min_size=2, max_size=10)
ONE = np.ones(1)
EVEN = Season(np.full((1, 12), 1 / 12), np.zeros((1, 12)))


def months(*counts: float) -> np.ndarray:
    """The months so far; the others are to come."""
    return np.array([[*counts, *[np.nan] * (12 - len(counts))]])


def ended(years: list[float], so_far: np.ndarray, dispersion: float = 1.0) -> Forecast:
    """The forecast of one even year over the same denominator as those before it."""
    spread = dispersion * ONE
    level = level_of_years(np.array([years]), np.full((1, len(years)), 1e5), spread)
    return year_end(level, so_far, EVEN, 1e5 * ONE, spread)


def width(forecast: Forecast) -> float:
    return float((forecast.quantile(0.975) - forecast.quantile(0.025))[0])


@settings(deadline=None)
@given(YEARS, st.integers(0, 500).map(float))
def test_with_no_month_left_the_year_is_what_it_is(years: list[float], count: float) -> None:
    forecast = ended(years, months(count, *[0] * 11))
    assert forecast.mean()[0] == count
    assert [forecast.quantile(p)[0] for p in (0.025, 0.5, 0.975)] == [count] * 3
    assert [forecast.below(np.array([count + d]))[0] for d in (0, 0.5)] == [0, 1]
    assert forecast.pit(np.array([count]))[0] == pytest.approx(0.5)


@settings(deadline=None)
@given(st.integers(1, 13), st.integers(2, 10))
def test_more_months_of_an_even_year_make_it_narrower(monthly: int, years: int) -> None:
    before = [12.0 * monthly] * years
    widths = [width(ended(before, months(*[monthly] * over))) for over in (0, 3, 6, 9, 12)]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > widths[2] > widths[4] == 0


@settings(deadline=None, max_examples=25)
@given(YEARS, st.lists(st.integers(0, 40).map(float), min_size=1, max_size=11))
def test_more_events_so_far_mean_more_at_the_end(years: list[float], counts: list[float]) -> None:
    """In the middle: the tails say as well how likely it is that the level moved."""
    fewer = ended(years, months(*counts))
    more = ended(years, months(*counts[:-1], counts[-1] + 5))
    assert fewer.mean()[0] < more.mean()[0]
    assert fewer.quantile(0.5)[0] < more.quantile(0.5)[0]


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 40), st.integers(1, 5).map(float), st.integers(0, 11))
def test_mean_and_quantiles_are_those_of_one_distribution(
    count: int, dispersion: float, over: int
) -> None:
    so_far = months(*[round(count / 12)] * over)
    forecast = ended([float(count)] * 4, so_far, dispersion)
    support = np.arange(0, 2000.0)
    chance = forecast.at_most(support)
    assert (np.diff(chance) >= -1e-12).all()
    assert (1 - chance).sum() == pytest.approx(forecast.mean()[0], rel=1e-6)
    for tail in (0.025, 0.5, 0.9):
        assert forecast.quantile(tail)[0] == support[chance >= tail][0]


def test_one_habit_is_the_gamma_poisson_of_the_textbook() -> None:
    """Gamma(a, b) and x events over the exposure e: what is to come is negative binomial with shape a + x."""
    shape, rate, so_far, exposure = 8.0, 2e-4, 9.0, 1e5
    level = Level(np.array([[rate]]), np.array([[shape]]), np.zeros((1, 1)))
    forecast = year_end(level, months(4, 2, 3), EVEN, exposure * ONE, ONE, moves=1e-15)
    seen, left = exposure / 4, exposure * 3 / 4
    to_come = nbinom(shape + so_far, (shape / rate + seen) / (shape / rate + seen + left))
    for count in (9, 20, 28, 45):
        assert forecast.at_most(count * ONE)[0] == pytest.approx(to_come.cdf(count - so_far))
    assert forecast.mean()[0] == pytest.approx(so_far + to_come.mean())


def test_deaths_that_come_several_at_once_are_less_certain() -> None:
    once, at_once = (ended([20.0] * 5, months(1, 2, 2), dispersion) for dispersion in (1, 3))
    assert width(at_once) > 1.3 * width(once)
    deaths, squared = np.array([10.0, 10.0, 0.0]), np.array([30.0, 11.0, 0.0])
    assert accident_dispersion(deaths, squared, bound=1.2).tolist() == [3, 1, 1]


def test_a_steady_fall_is_followed_the_further_the_longer_it_lasted() -> None:
    short, long = ([60 * 0.9**-age for age in range(1, n + 1)] for n in (2, 10))
    after = [ended(years, months()).quantile(0.5)[0] for years in (short, long)]
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
    share, variance = seasonal_shares(
        np.stack([[wave, wave], [even, even], [even * 0, even * 0]]), np.ones(3)
    )
    assert share.sum(1) == pytest.approx(np.ones(3))
    assert share[0] == pytest.approx(wave / wave.sum(), rel=0.02)
    assert share[1] == pytest.approx(np.full(12, 1 / 12), rel=0.02)
    assert share[2] == pytest.approx(np.full(12, 1 / 12))
    # the fewer events, the less it is known; at the year's end there is nothing to know
    assert (np.diff(variance[:, :11], axis=0) > 0).all()
    assert (variance[:, 11] == 0).all()


def test_a_season_of_two_years_is_as_uncertain_as_draws_of_it_are() -> None:
    rng = np.random.default_rng(4)
    truth = (1 + 0.4 * np.cos(2 * np.pi * (np.arange(12) - 6) / 12)) / 12
    drawn = rng.poisson(300 * truth, (2000, 2, 12)).astype(float)
    share, variance = seasonal_shares(drawn, np.ones(2000))
    error = share.cumsum(1)[:, 5] - truth[:6].sum()
    assert error.std() == pytest.approx(np.sqrt(variance[:, 5].mean()), rel=0.2)
    flatter = seasonal_shares(drawn, np.full(2000, 3.0))
    assert (flatter.variance[:, 5] > variance[:, 5]).all()


def test_a_level_that_moved_is_followed_from_the_month_it_moved_in() -> None:
    """300 a year before; three months like that, and three with twice as many."""
    before = [300.0] * 5
    moved, spread = (
        ended(before, months(*counts)) for counts in ([25] * 3 + [50] * 3, [37, 38] * 3)
    )
    assert moved.so_far == spread.so_far
    assert moved.quantile(0.5)[0] > spread.quantile(0.5)[0] + 15
    assert moved.quantile(0.9)[0] > moved.so_far[0] + 6 * 50

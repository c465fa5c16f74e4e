"""The ratio of two groups of years: exact without spread, honest with it."""

import numpy as np
import pytest

from analysis.statistics import rate_ratio
from analysis.statistics.spread import Years, pooled_ratio

ONE = [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("now", "before"), [([5, 3, 4], [9, 8, 10]), ([0, 0, 0], [2, 3, 1]), ([7, 1, 2], [0, 0, 0])]
)
def test_without_spread_it_is_the_exact_conditional_test(now: list[int], before: list[int]) -> None:
    found = pooled_ratio(Years.of(now, ONE), Years.of(before, ONE), spread_scale=0)
    sums = (sum(now), 3, sum(before), 3)
    exact = rate_ratio(*sums).row(0, named=True)
    assert found.lower == pytest.approx(exact["lower"], rel=1e-8)
    assert found.upper == pytest.approx(exact["upper"], rel=1e-8)
    for alternative, p in (("smaller", found.p_smaller), ("larger", found.p_larger)):
        assert p == pytest.approx(rate_ratio(*sums, alternative=alternative)["p_value"][0])


def test_limits_and_p_are_of_one_test() -> None:
    for now in range(5, 40):
        found = pooled_ratio(Years.of([now], [1]), Years.of([25, 20, 30], ONE))
        assert (found.upper < 1) == (found.p_smaller < 0.025)
        assert (found.lower > 1) == (found.p_larger < 0.025)


def test_years_that_vary_widen_the_limits_and_steady_ones_do_not() -> None:
    steady = Years.of([40, 41, 39], ONE)
    unsteady = Years.of([20, 70, 30], ONE)
    now = Years.of([30, 31, 29], ONE)
    narrow, wide = pooled_ratio(now, steady), pooled_ratio(now, unsteady)
    assert narrow.spread < 0.15 < wide.spread
    assert wide.upper / wide.lower > 1.5 * narrow.upper / narrow.lower


def test_earlier_years_about_a_trend_of_their_own_tell_no_spread() -> None:
    falling = Years.of([100, 80, 64, 51], [1.0] * 4)
    now, before = Years.of([30, 31, 29], ONE), Years.of([40, 41, 39], ONE)
    assert pooled_ratio(now, before, falling).spread < pooled_ratio(now, before).spread


def test_several_dead_in_one_accident_are_one_event() -> None:
    one_by_one = pooled_ratio(Years.of([4, 4], [1, 1]), Years.of([1, 1, 0], ONE))
    in_buses = pooled_ratio(Years.of([40, 40], [1, 1]), Years.of([10, 10, 0], ONE), dispersion=10.0)
    assert in_buses.lower == pytest.approx(one_by_one.lower)
    assert in_buses.ratio == pytest.approx(one_by_one.ratio)


def test_scaling_exposures_changes_nothing() -> None:
    small = pooled_ratio(Years.of([5, 3], [1, 2]), Years.of([9, 8], [1, 1]))
    large = pooled_ratio(Years.of([5, 3], [1e9, 2e9]), Years.of([9, 8], [1e9, 1e9]))
    assert small.ratio == pytest.approx(large.ratio)
    assert small.upper == pytest.approx(large.upper, rel=1e-6)


def test_nothing_ever_has_no_ratio() -> None:
    found = pooled_ratio(Years.of([0, 0], [1, 1]), Years.of([0, 0], [1, 1]))
    assert np.isnan(found.ratio)
    assert (found.lower, found.upper, found.p_smaller) == (0.0, np.inf, 1.0)


@pytest.mark.parametrize(
    ("events", "exposure"), [([1, -1], [1, 1]), ([1, 1], [1, 0]), ([1, None], [1, 1])]
)
def test_what_is_no_count_is_refused(events: list[float | None], exposure: list[float]) -> None:
    with pytest.raises(ValueError, match="counts must be known"):
        Years.of(events, exposure)


@pytest.mark.slow
@pytest.mark.parametrize(("mean", "spread"), [(8, 0.0), (8, 0.2), (60, 0.0), (60, 0.2), (300, 0.2)])
def test_nothing_changed_is_seldom_called_a_change(mean: float, spread: float) -> None:
    dice = np.random.default_rng(11)
    fell = rose = 0
    runs = 300
    for _ in range(runs):
        means = mean * (dice.gamma(1 / spread**2, spread**2, 6) if spread else np.ones(6))
        counts = dice.poisson(means)
        found = pooled_ratio(Years.of(counts[3:], ONE), Years.of(counts[:3], ONE))
        fell += found.upper < 1
        rose += found.lower > 1
    # 4% and three standard errors of so many runs
    assert max(fell, rose) / runs <= 0.04 + 3 * (0.04 * 0.96 / runs) ** 0.5

"""Funnels around a common rate: limits, and what they call different."""

import numpy as np
import pytest

from analysis.statistics import (
    counts_by_chance,
    funnel_dispersion,
    funnel_significance,
    limit_curves,
)


def test_what_is_called_different_lies_outside_the_limits_that_are_drawn() -> None:
    rng = np.random.default_rng(3)
    expected = rng.uniform(0.2, 40, 600)
    counts = rng.poisson(expected * rng.choice([0.3, 1.0, 2.5], 600))
    for dispersion in (1.0, 2.3):
        codes = funnel_significance(counts, expected, dispersion).to_list()
        for level, inside in (
            (0.95, {"not_significant"}),
            (0.998, {"not_significant", "low_95", "high_95"}),
        ):
            limits = counts_by_chance(expected, level, dispersion)
            within = (counts >= limits["lower"].to_numpy()) & (counts <= limits["upper"].to_numpy())
            assert [code in inside for code in codes] == within.tolist()


def test_areas_that_vary_by_chance_alone_are_not_adjusted() -> None:
    rng = np.random.default_rng(4)
    expected = rng.uniform(2, 40, 15)
    found = [funnel_dispersion(rng.poisson(expected), expected) for _ in range(200)]
    assert np.mean([one > 1 for one in found]) < 0.05
    spread = [
        funnel_dispersion(rng.poisson(expected * rng.gamma(4, 0.25, 15)), expected)
        for _ in range(50)
    ]
    assert np.mean(spread) > 2


def test_a_lone_area_among_few_stands_out() -> None:
    counts, expected = [60, 10, 10], [80 / 3] * 3
    assert funnel_dispersion(counts, expected) == funnel_dispersion([], []) == 1.0
    assert funnel_significance(counts, expected)[0] == "high_998"


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_smooth_limits_hold_out_the_same_counts(level: float) -> None:
    expected = np.linspace(0.5, 60, 700)
    steps, curves = counts_by_chance(expected, level), limit_curves(expected, level)
    for count in range(90):
        high = count > steps["upper"].to_numpy()
        assert (high == (count > curves["upper"].to_numpy())).mean() > 0.998, count
        low = count < steps["lower"].to_numpy()
        assert (low == (count < curves["lower"].to_numpy())).mean() > 0.998, count
    for side in ("lower", "upper"):  # no steps: the curve rises by as little as what is expected
        assert np.diff(curves[side].to_numpy()).max() < 0.5
        assert np.diff(curves[side].to_numpy()).min() >= 0

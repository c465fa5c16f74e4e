"""The official rule, and the chance of it by luck."""

import numpy as np
import pytest

from analysis.conclusions.official import chance_of_fall, official_verdict


@pytest.mark.parametrize(
    ("mean", "chance"), [(1, 0.05), (3, 0.09), (8, 0.12), (12, 0.13), (20, 0.14), (100, 0.15)]
)
def test_the_chance_of_a_fall_by_luck(mean: float, chance: float) -> None:
    assert chance_of_fall([mean] * 3, [1] * 3) == pytest.approx(chance, abs=0.005)


def test_the_chance_of_a_fall_is_that_of_drawn_series() -> None:
    dice = np.random.default_rng(1)
    exposure = np.array([1.0, 1.1, 1.3])
    drawn = dice.poisson(7 * exposure, size=(200_000, 3)) / exposure
    falls = (np.diff(drawn) < 0).all(axis=1).mean()
    assert chance_of_fall(7 * exposure, exposure) == pytest.approx(falls, abs=0.004)


@pytest.mark.parametrize(
    ("rates", "verdict"),
    [
        ([3, 2, 1], "fell_each_year"),
        ([1, 2, 3], "rose_each_year"),
        ([0, 0, 0], "level"),
        ([3, 3, 1], "mixed"),
        ([3, None, 1], None),
        ([3], None),
    ],
)
def test_what_the_rule_says(rates: list[float | None], verdict: str | None) -> None:
    assert official_verdict(rates) == verdict

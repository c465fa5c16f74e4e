"""Forecasts of invented counties are right as often as they say."""

import numpy as np
import pytest

from calibration.forecasts import judged
from calibration.worlds import World

COUNTIES = 1500  # coverage is then right to ±1.5 points, the mean of the transform to ±.015


@pytest.mark.parametrize("months", [3, 9])
@pytest.mark.parametrize(
    "world",
    [
        World("few", 1.5),
        World("level", 20),
        World("growing", 20, growth=0.06),
        World("in season", 60, season=0.4),
        World("several at once", 20, clusters=True),
        World("restless", 60, year_cv=0.2),
        World("falling", 20, change=-0.1),
        World("two years in season", 300, years=3, season=0.4),
    ],
    ids=lambda world: world.name,
)
def test_the_central_nine_tenths_hold_nine_tenths(world: World, months: int) -> None:
    rng = np.random.default_rng(20260101)
    found = judged(world.draw(rng, COUNTIES), months, rng, dispersion_bound=1.2)
    assert 0.86 <= found.coverage() <= 0.94
    assert found.covered[1].mean() >= 0.93
    if not world.is_changing:
        assert 0.45 <= found.pit.mean() <= 0.55
    ours, by_hand = found.brier()
    assert ours < 0.8 * by_hand


@pytest.mark.parametrize("change", [-0.1, -0.2])
def test_a_steady_fall_is_foreseen(change: float) -> None:
    rng = np.random.default_rng(20260102)
    world = World("falling", 60, change=change)
    found = judged(world.draw(rng, 2500), 3, rng, dispersion_bound=1.2)
    assert found.chance.mean() == pytest.approx(found.is_below.mean(), abs=0.05)


def test_half_a_year_after_a_step_it_is_seen() -> None:
    rng = np.random.default_rng(20260103)
    world = World("moved in April", 300, step=0.5, step_month=3)
    found = judged(world.draw(rng, COUNTIES), 9, rng, dispersion_bound=1.2)
    assert found.coverage() >= 0.75

"""A clock that runs with the exposure and the season: twice as many cars, twice as fast."""

from dataclasses import dataclass

import numpy as np

from analysis.statistics.columns import Floats

Integers = np.ndarray


@dataclass(frozen=True)
class Clock:
    """Readings in units of the exposure.

    Attributes:
        starts: when each period begins, and when the last one ends; periods + 1 values.
        reads: when each event happened.
    """

    starts: Floats
    reads: Floats


def operational_time(
    exposure: Floats, season: Integers, periods: Integers, shares: Floats, past: slice, prior: float
) -> Clock:
    """The clock for events of a few periods beside the past.

    How fast it runs in a part of the year is estimated of the past, from events in that part and its
    two neighbours, and drawn towards no season by `prior` events (a gamma-Poisson mean).

    Args:
        exposure: what each period's events are out of; 0 where the clock stands still.
        season: part of the year of each period, from 0 up, in order around the year.
        periods, shares: of each event its period, and how much of that was over.
        past: the periods that the season is estimated from.
    """
    parts = int(season.max()) + 1
    inside = (periods >= past.start) & (periods < past.stop)
    events = _with_neighbours(np.bincount(season[periods[inside]], minlength=parts))
    sizes = _with_neighbours(np.bincount(season[past], exposure[past], minlength=parts))
    expected = sizes * events.sum() / sizes.sum()
    paced = exposure * ((events + prior) / (expected + prior))[season]
    starts = np.concatenate([[0.0], np.cumsum(paced)])
    return Clock(starts, starts[periods] + shares * paced[periods])


def _with_neighbours(per_part: np.ndarray) -> Floats:
    values: Floats = per_part.astype(np.float64)
    around = np.concatenate([values[-1:], values, values[:1]])  # np.roll takes ten times longer
    summed: Floats = values + around[:-2] + around[2:]
    return summed

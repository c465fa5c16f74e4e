"""The official rule (近三年逐年下降), and how often chance alone would satisfy it."""

from math import ceil

import numpy as np
import scipy

from analysis.conclusions.codes import OfficialVerdict
from analysis.statistics.columns import Column, Floats, as_floats

_UNLIKELY = 1e-12


def official_verdict(rates: Column) -> OfficialVerdict | None:
    """Each yearly rate below the one before (近三年逐年下降), or what else they did.

    Args:
        rates: the last yearly rates in order; with a null or fewer than two there is no verdict.
    """
    (values,) = as_floats(rates)
    if len(values) < 2 or np.isnan(values).any():
        return None
    steps = np.sign(np.diff(values))
    if (steps < 0).all():
        return OfficialVerdict.FELL_EACH_YEAR
    if (steps > 0).all():
        return OfficialVerdict.ROSE_EACH_YEAR
    return OfficialVerdict.LEVEL if (steps == 0).all() else OfficialVerdict.MIXED


def chance_of_fall(count: Column, exposure: Column) -> float:
    """Chance that every rate lies below the one before although nothing changed.

    Exact sum over independent Poisson counts with the common rate of these very counts.

    Args:
        count: yearly counts in order, n values; exposure: their denominators above zero.

    Returns:
        A probability; 0 where there are no events at all.
    """
    counts, exposures = as_floats(count, exposure)
    means = exposures * counts.sum() / exposures.sum()
    if counts.sum() == 0:
        return 0.0
    # chance[k]: this year has support[k] events and every year so far fell
    low, high = _support(means[0])
    support = np.arange(low, high + 1)
    chance = _chances(support, means[0])
    for at in range(1, len(means)):
        low, high = _support(means[at])
        following = np.arange(low, high + 1)
        # events the year before must exceed following / n_now * n_before
        floor = np.floor(following / exposures[at] * exposures[at - 1] + 1e-9)
        tail = np.concatenate([np.cumsum(chance[::-1])[::-1], [0.0]])
        first = np.clip(floor - support[0] + 1, 0, len(support)).astype(int)
        chance = _chances(following, means[at]) * tail[first]
        support = following
    return float(chance.sum())


def _chances(events: np.ndarray, mean: float) -> Floats:
    """Poisson's; scipy's distributions take ten times longer to call than to compute."""
    logarithm = scipy.special.xlogy(events, mean) - scipy.special.gammaln(events + 1) - mean
    return np.asarray(np.exp(logarithm))


def _support(mean: float) -> tuple[int, int]:
    """The events that are likely enough to count."""
    low, high = scipy.special.pdtrik([_UNLIKELY, 1 - _UNLIKELY], mean)
    return int(low), ceil(high) + 1

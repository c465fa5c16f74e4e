"""How the events of a year fall on its months, and how little a few years say of it."""

from typing import NamedTuple

import numpy as np
import scipy

from analysis.statistics.columns import Floats

# Waves of a year that are judged together: once a year, twice a year, and what swings faster.
_WAVES = ((1,), (2,), (3, 4, 5, 6))
# How far a block of waves may swing around the mean, each as likely as the others before any year is
# seen; accidents of a month in high season are seldom nine times those of the low.
SWINGS = np.array([0.0, 0.2, 0.4, 0.8])


class Season(NamedTuple):
    """Months of n years, each 12 values.

    Attributes:
        share: expected share of each month in a year; rows sum to 1.
        variance: of the sum of the shares up to and with each month; 0 for December.
    """

    share: Floats
    variance: Floats


def seasonal_shares(months: Floats, dispersion: Floats) -> Season:
    """Shares of the months under a normal prior around a twelfth, whose spread is integrated, not
    estimated: a few years prove neither a season nor that there is none (Gelman et al. 2013, ch. 5).

    Args:
        months: events of earlier years, n × years × 12; NaN where not known.
        dispersion: variance over mean of the counts, n values.
    """
    totals = np.nansum(months, axis=1)
    events = totals.sum(1, keepdims=True)
    found = np.divide(totals, events, out=np.full_like(totals, 1 / 12), where=events > 0)
    noise = dispersion[:, None] / (12 * np.maximum(events, 1e-3))
    share, variance = np.full_like(found, 1 / 12), np.zeros_like(found)
    for block in _WAVES:
        waves = _orthonormal(block)
        seen, up_to = found @ waves.T, waves.cumsum(1)
        prior = SWINGS**2 / (24 * len(waves))
        # log likelihood of each swing; of the noise and the swing together the waves are normal
        fit = -0.5 * len(waves) * np.log(noise + prior)
        fit -= 0.5 * (seen**2).sum(1, keepdims=True) / (noise + prior)
        weight = np.exp(fit - scipy.special.logsumexp(fit, axis=1, keepdims=True))
        kept = prior / (noise + prior)
        mean = (weight * kept).sum(1, keepdims=True)
        unsure = (weight * (kept - mean) ** 2).sum(1, keepdims=True)
        share += mean * seen @ waves
        variance += mean * noise * (up_to**2).sum(0) + unsure * (seen @ up_to) ** 2
    share = np.maximum(share, 1e-4)
    share /= share.sum(1, keepdims=True)
    return Season(share, variance * _chance_beside_even(share))


def _orthonormal(block: tuple[int, ...]) -> Floats:
    """Cosine and sine of so many waves a year, each of squared length 1, terms × 12."""
    angle = 2 * np.pi * np.outer(block, np.arange(12)) / 12
    both = np.concatenate([np.cos(angle), np.sin(angle)])
    length = np.sqrt((both**2).sum(1, keepdims=True))
    is_wave = length[:, 0] > 1e-9  # six times a year there is no sine
    unit: Floats = both[is_wave] / length[is_wave]
    return unit


def _chance_beside_even(share: Floats) -> Floats:
    """Binomial variance of the sum of shares up to each month, over that of an even year."""
    up_to, even = share.cumsum(1)[:, :-1], np.arange(1, 12) / 12
    beside = up_to * (1 - up_to) / (even * (1 - even))
    december = np.zeros_like(share[:, :1])
    return np.concatenate([beside, december], axis=1)

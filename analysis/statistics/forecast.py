"""How a year will end, from its months so far and the years before it."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace

import numpy as np
import scipy
from numpy.typing import NDArray

from analysis.statistics.columns import Floats
from analysis.statistics.level import Level
from analysis.statistics.season import Season

MOVES = 0.02  # how likely the level moves after January, whatever the habit, one month like another
MOVE = 0.5  # spread of such a move, on the log scale: two in three are between a third less and half more
# Three points stand for a normal distribution: standard deviations and weights (Gauss-Hermite).
_POINTS = ((-(3**0.5), 1 / 6), (0.0, 2 / 3), (3**0.5, 1 / 6))


@dataclass(frozen=True)
class Forecast:
    """Counts of n year-ends: what has come, and a mixture of negative binomials of what will.

    Attributes:
        so_far: events of the months so far, n values.
        to_come: mean of the months to come, n × habits; 0 where the year is over.
        shape: of the negative binomials, n × habits.
        weight: of the habits, n × habits; rows sum to 1.
    """

    so_far: Floats
    to_come: Floats
    shape: Floats
    weight: Floats

    def mean(self) -> Floats:
        """Expected counts, n values."""
        to_come: Floats = (self.weight * self.to_come).sum(1)
        return self.so_far + to_come

    def at_most(self, count: Floats) -> Floats:
        """Probability of at most so many at the year's end; n values."""
        still = np.floor(count - self.so_far)[:, None]
        share = self.shape / (self.shape + self.to_come)
        more = (
            self.weight * scipy.special.betaincc(self.shape, np.maximum(still, 0) + 1, share)
        ).sum(1)
        return np.where(still[:, 0] < 0, 0.0, 1 - more.clip(0, 1))

    def below(self, figure: Floats) -> Floats:
        """Probability of fewer than a figure, n values; NaN where the figure is."""
        return np.where(np.isnan(figure), np.nan, self.at_most(np.ceil(figure) - 1))

    def pit(self, actual: Floats, within: Floats | float = 0.5) -> Floats:
        """Probability integral transform of what came (Czado, Gneiting & Held 2009), n values.

        Args:
            actual: counts at the year's end, n values; NaN where not known.
            within: how far into the probability of that very count: 0.5 is mid-P; with random
                numbers from 0 to 1 the transform is uniform if the forecast is calibrated.
        """
        below, up_to = self.at_most(actual - 1), self.at_most(actual)
        return np.where(np.isnan(actual), np.nan, below + within * (up_to - below))

    def quantile(self, probability: float) -> Floats:
        """Least whole counts with at least so much probability at or below them, n values; looked for
        from where the normal distribution has it."""
        mean = (self.weight * self.to_come).sum(1, keepdims=True)
        varies = self.to_come + self.to_come**2 / self.shape + (self.to_come - mean) ** 2
        deviation = np.sqrt((self.weight * varies).sum(1))
        step, none = np.maximum(np.ceil(deviation / 8), 1.0), self.so_far - 1
        guess = np.floor(self.mean() + scipy.special.ndtri(probability) * deviation)
        low: Floats = np.maximum(guess - step, none)
        high: Floats = low + 2 * step
        at = np.arange(len(low))  # those that are still looked for
        while (at := at[self._of(at).at_most(high[at]) < probability]).size:
            low[at], high[at] = high[at], 3 * high[at] - 2 * low[at]
        at = np.flatnonzero(low > none)
        while (at := at[self._of(at).at_most(low[at]) >= probability]).size:
            low[at], high[at] = np.maximum(3 * low[at] - 2 * high[at], none[at]), low[at]
            at = at[low[at] > none[at]]
        while (at := np.flatnonzero(high - low > 1)).size:
            middle = np.floor((low[at] + high[at]) / 2)
            enough = self._of(at).at_most(middle) >= probability
            low[at], high[at] = np.where(enough, [low[at], middle], [middle, high[at]])
        return high

    def _of(self, at: NDArray[np.intp]) -> "Forecast":
        """Some of the year-ends."""
        return Forecast(self.so_far[at], self.to_come[at], self.shape[at], self.weight[at])


def accident_dispersion(count: Floats, squared: Floats, bound: float) -> Floats:
    """Variance over mean of deaths that come several in one accident, as in `compound_limits`.

    Args:
        count: deaths, n values; squared: their squares summed over accidents, NaN where each counts
            for itself.
        bound: a ratio that is not above it is taken for 1.
    """
    ratio = np.divide(squared, count, out=np.ones_like(count), where=count > 0)
    return np.where(ratio > bound, ratio, 1.0)


def year_end(
    level: Level,
    months: Floats,
    season: Season,
    exposure: Floats,
    dispersion: Floats,
    moves: float = MOVES,
) -> Forecast:
    """How n years end, given their months so far.

    Whether the level moved within the year, and after which month, is a mixture that those months
    weigh; so is how much of a year they are.

    Args:
        level: of the n years.
        months: events of each month, n × 12; NaN where to come.
        season: of the n years.
        exposure: denominators of the years, n values above zero.
        dispersion: variance over mean of the counts, n values; counts divided by it are taken for
            independent events, as in `compound_limits`.
        moves: how likely the level moves within the year.
    """
    over = (~np.isnan(months)).sum(1)
    events = _up_to(np.nan_to_num(months) / dispersion[:, None])
    still, moved = [], []
    for share, log_weight in _splits(season, events, over):
        exposed = _up_to(share * (exposure / dispersion)[:, None])
        here = replace(level, log_weight=level.log_weight + log_weight[:, None])
        still.append(_to_come(here, events, exposed, over, 12, np.log1p(-moves)))
        moved += [
            _to_come(here, events, exposed, over, month, np.log(moves / 11))
            for month in range(1, 12)
        ]
    rate, shape, log_weight = (
        np.concatenate(part, axis=1)
        for part in zip(*map(astuple, (_merged(still, 0), _merged(moved, (0, 2)))), strict=True)
    )
    weight = np.exp(log_weight - scipy.special.logsumexp(log_weight, axis=1, keepdims=True))
    scale = dispersion[:, None]
    to_come = rate * scale
    # so that the variance is dispersion × mean + mean² ÷ shape
    beyond = np.maximum(scale - 1 + to_come / shape, 1e-9)
    return Forecast(np.nansum(months, axis=1), to_come, np.maximum(to_come / beyond, 1e-9), weight)


def _up_to(months: Floats) -> Floats:
    """Sums up to each month's end, n × 13; the first is 0."""
    return np.pad(months.cumsum(1), ((0, 0), (1, 0)))


def _splits(
    season: Season, events: Floats, over: NDArray[np.int_]
) -> Iterator[tuple[Floats, Floats]]:
    """Shares of the months, n × 12, as the part of the year that is over may be less or more than
    expected, with the logarithm of their weight, n values: the logit of that part is normal."""
    row = np.arange(len(over))
    part = _up_to(season.share)[row, over]
    variance = np.pad(season.variance, ((0, 0), (1, 0)))[row, over]
    spread = np.sqrt(variance) / np.maximum(part * (1 - part), 1e-9)
    is_over = np.arange(12) < over[:, None]
    for deviation, weight in _POINTS:
        odds = np.exp(deviation * spread)
        rest = 1 / (1 - part + part * odds)
        share = season.share * np.where(is_over, (odds * rest)[:, None], rest[:, None])
        yield share, np.log(weight) + events[row, over] * np.log(odds * rest)


def _to_come(
    level: Level,
    events: Floats,
    exposed: Floats,
    over: NDArray[np.int_],
    month: int,
    log_weight: float,
) -> Level:
    """Independent events that are to come if the level moves after a month (never after 12), n × habits;
    `log_weight` is that of such a move. Events and exposures are sums up to each month, n × 13."""

    def at(sums: Floats, when: NDArray[np.int_]) -> Floats:
        return sums[np.arange(len(over)), when][:, None]

    first, since = np.minimum(month, over), np.maximum(month, over)
    before = level.seen(at(events, first), at(exposed, first))
    after = before.moved(MOVE if month < 12 else 0.0).seen(
        at(events, over) - at(events, first), at(exposed, over) - at(exposed, first)
    )
    as_before = before.rate * (at(exposed, since) - at(exposed, over))
    at_new_level = after.rate * (exposed[:, -1:] - at(exposed, since))
    mean = as_before + at_new_level
    part = np.divide(at_new_level, mean, out=np.zeros_like(mean), where=mean > 0)
    variation = 1 / before.shape + part**2 * (1 / after.shape - 1 / before.shape)
    return Level(mean, 1 / variation, after.log_weight + log_weight)


def _merged(levels: list[Level], axis: int | tuple[int, int]) -> Level:
    """Gamma distributions with mean, variance and weight of mixtures: over the levels (axis 0), or over
    their habits as well (0 and 2)."""
    rate, shape, log_weight = map(np.stack, zip(*map(astuple, levels), strict=True))
    total = scipy.special.logsumexp(log_weight, axis=axis, keepdims=True)
    weight = np.exp(log_weight - total)
    mean = (weight * rate).sum(axis, keepdims=True)
    variance = (weight * rate**2 * (1 + 1 / shape)).sum(axis, keepdims=True) - mean**2
    # nothing varies where nothing is to come
    shape = np.divide(mean**2, variance, out=np.ones_like(mean), where=variance > 0)
    return Level(mean[0], shape[0], total[0])

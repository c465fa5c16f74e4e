"""How a year will end, from its months so far and the years before it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from analysis.statistics.columns import Floats


class Habit(NamedTuple):
    """One way in which a yearly rate may behave; spreads are of its logarithm.

    Attributes:
        between: of single years, beyond chance.
        drift: of the level, from each year to the next.
        jump: of the level, in the year that is forecast.
        weight: what is thought of it before any year is seen.
    """

    between: float
    drift: float
    jump: float
    weight: float


# Years that go on as before, that vary much, that wander off, that break with the past. They are never
# taken to differ by less than a tenth: a few of them lie close together by chance. Tuned on the worlds
# of calibration/.
HABITS = (
    Habit(between=0.10, drift=0.00, jump=0.0, weight=0.60),
    Habit(between=0.25, drift=0.00, jump=0.0, weight=0.15),
    Habit(between=0.10, drift=0.25, jump=0.0, weight=0.15),
    Habit(between=0.10, drift=0.00, jump=0.5, weight=0.10),
)
SLOPE = 0.18  # spread of a steady change a year, on the log scale; shrinks what the years suggest
_ROUNDS = 12  # of Newton's method; it stands still after eight
# Waves of a year that are judged together: once a year, twice a year, and what swings faster.
_WAVES = ((1,), (2,), (3, 4, 5, 6))


@dataclass(frozen=True)
class Level:
    """What the earlier years say of this year's rate: a mixture of gamma distributions.

    Attributes:
        rate: mean events a unit of the denominator, n × habits.
        shape: of the gamma distributions, n × habits; one over their squared variation.
        log_weight: of the habits, n × habits, up to a constant a row.
    """

    rate: Floats
    shape: Floats
    log_weight: Floats


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
        """Least whole counts with at least so much probability at or below them, n values."""
        low, high = self.so_far - 1, self.so_far + 1
        while (short := self.at_most(high) < probability).any():
            high = np.where(short, 2 * high - low, high)
        while (high - low > 1).any():
            middle = np.floor((low + high) / 2)
            enough = self.at_most(middle) >= probability
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        return high


def accident_dispersion(count: Floats, squared: Floats, bound: float) -> Floats:
    """Variance over mean of deaths that come several in one accident, as in `compound_limits`.

    Args:
        count: deaths, n values; squared: their squares summed over accidents, NaN where each counts
            for itself.
        bound: a ratio that is not above it is taken for 1.
    """
    ratio = np.divide(squared, count, out=np.ones_like(count), where=count > 0)
    return np.where(ratio > bound, ratio, 1.0)


def seasonal_shares(months: Floats, dispersion: Floats) -> Floats:
    """Share of each month in a year, drawn towards a twelfth as far as chance explains what swings
    around it, by blocks of waves (Efromovich & Pinsker 1984).

    A block is kept by 1 - (expected ÷ found)² of its chi-square: more sharply than James & Stein,
    who would take a fifth away from a season that a hundred events prove.

    Args:
        months: events of earlier years, n × years × 12; NaN where not known.
        dispersion: variance over mean of the counts, n values.

    Returns:
        n × 12 shares that sum to 1.
    """
    totals = np.nansum(months, axis=1)
    events = totals.sum(1, keepdims=True)
    waves = np.fft.rfft(np.divide(totals, events, out=np.zeros_like(totals), where=events > 0))
    shares: Floats = np.full_like(totals, 1 / 12)
    for block in _WAVES:
        part = np.zeros_like(waves)
        part[:, list(block)] = waves[:, list(block)]
        swing = np.fft.irfft(part, 12)
        freedom = sum(1 if wave == 6 else 2 for wave in block)
        chi_square = 12 * events[:, 0] * (swing**2).sum(1) / dispersion
        kept = 1 - (freedom / np.maximum(chi_square, freedom)) ** 2
        shares += kept[:, None] * swing
    shares = np.maximum(shares, 0)
    shares /= shares.sum(1, keepdims=True)
    return shares


def level_of_years(count: Floats, exposure: Floats, dispersion: Floats) -> Level:
    """This year's rate as the earlier years let one expect it, under each habit.

    Log-linear mixed model by penalised quasi-likelihood (Breslow & Clayton 1993): the log rate is a
    level, a steady change, a drift and an effect of the single year; older years say the less of
    this one, the more a habit lets them differ. Habits are weighed by their Laplace likelihood.

    Args:
        count: events of earlier years, n × years, the last year first; NaN where not known.
        exposure: their denominators above zero, n × years.
        dispersion: variance over mean of the counts, n values.

    Raises:
        ValueError: a row without a year.
    """
    known = ~np.isnan(count) & (exposure > 0)
    if not known.any(1).all():
        raise ValueError("every row needs a year with a count over a denominator")
    exposed = np.where(known, exposure, 0.0)
    # half an event over all years, as Jeffreys' prior has it: none so far is no proof of never
    events = np.where(known, count, 0.0) + 0.5 * exposed / exposed.sum(1, keepdims=True)
    found = [_level(habit, known, events, exposed, dispersion[:, None]) for habit in HABITS]
    rate, variance, log_weight = (np.stack(part, axis=1) for part in zip(*found, strict=True))
    return Level(rate, 1 / variance, log_weight)


def _level(
    habit: Habit, known: NDArray[np.bool_], events: Floats, exposed: Floats, dispersion: Floats
) -> tuple[Floats, Floats, Floats]:
    """Rate, variance of its logarithm and log weight, n values each."""
    age = np.arange(1.0, events.shape[1] + 1)
    apart = np.eye(len(age))
    prior = (
        habit.between**2 * apart
        + habit.drift**2 * np.minimum.outer(age, age)
        + SLOPE**2 * np.outer(age, age)
    )
    level = np.log(events.sum(1, keepdims=True) / exposed.sum(1, keepdims=True))
    fitted = np.broadcast_to(level, events.shape)
    for _ in range(_ROUNDS):
        expected = np.maximum(exposed * np.exp(fitted), 1e-9)
        noise = np.where(known, dispersion / expected, 1e9)
        working = fitted + np.where(known, events / expected - 1, 0.0)
        spread = prior + noise[:, :, None] * apart
        solved = np.linalg.solve(spread, np.stack([np.ones_like(working), working], axis=2))
        precision = solved[:, :, 0].sum(1, keepdims=True)
        level = solved[:, :, 1].sum(1, keepdims=True) / precision
        pull = solved[:, :, 1] - level * solved[:, :, 0]
        fitted = level + pull @ prior
    likelihood = np.where(known, events * fitted - exposed * np.exp(fitted), 0.0) / dispersion
    penalty = (
        ((fitted - level) * pull).sum(1)
        + np.linalg.slogdet(spread)[1]
        - np.log(noise).sum(1)
        + np.log(precision[:, 0])
    )
    variance = 1 / precision[:, 0] + habit.between**2 + habit.jump**2
    return np.exp(level[:, 0]), variance, np.log(habit.weight) + likelihood.sum(1) - penalty / 2


def year_end(
    level: Level, so_far: Floats, share: Floats, exposure: Floats, dispersion: Floats
) -> Forecast:
    """How n years end, given their months so far (gamma-Poisson; Gelman et al. 2013, 2.6).

    Args:
        level: of the n years.
        so_far: events of the months so far, n values.
        share: what part of a year those months are, n values from 0 to 1; at 1 nothing is to come.
        exposure: denominators of the years, n values above zero.
        dispersion: variance over mean of the counts, n values; counts divided by it are taken for
            independent events, as in `compound_limits`.
    """
    scale = dispersion[:, None]
    seen = so_far[:, None] / scale
    passed = level.rate * (share * exposure)[:, None] / scale
    shape = level.shape + seen
    # the negative binomial probability of what was seen, less what all habits share
    log_weight = level.log_weight + (
        scipy.special.gammaln(shape)
        - scipy.special.gammaln(level.shape)
        + level.shape * np.log(level.shape / (level.shape + passed))
        + seen * np.log(level.rate / (level.shape + passed))
    )
    weight = np.exp(log_weight - scipy.special.logsumexp(log_weight, axis=1, keepdims=True))
    left = np.maximum(1 - share, 0) * exposure
    to_come = left[:, None] * level.rate * shape / (level.shape + passed)
    # so that the variance is dispersion × mean + mean² ÷ shape
    beyond = np.maximum(scale - 1 + to_come / shape, 1e-9)
    return Forecast(so_far, to_come, np.maximum(to_come / beyond, 1e-9), weight)

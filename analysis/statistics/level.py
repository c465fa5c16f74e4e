"""This year's rate as the years before it let one expect it."""

from dataclasses import dataclass, replace
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


# Years that go on as before, that vary much, that wander off, that break with the past in January. Tuned
# on the worlds of calibration/.
HABITS = (
    Habit(between=0.03, drift=0.00, jump=0.0, weight=0.65),
    Habit(between=0.15, drift=0.00, jump=0.0, weight=0.15),
    Habit(between=0.05, drift=0.25, jump=0.0, weight=0.10),
    Habit(between=0.03, drift=0.00, jump=0.5, weight=0.10),
)
SLOPE = 0.25  # spread of a steady change a year, on the log scale; shrinks what the years suggest
_ROUNDS = 12  # of Newton's method; it stands still after eight


@dataclass(frozen=True)
class Level:
    """A rate, or a number of events to come, that is not known: a mixture of gamma distributions.

    Attributes:
        rate: mean events a unit of the denominator, n × habits.
        shape: of the gamma distributions, n × habits; one over their squared variation.
        log_weight: of the habits, n × habits, up to a constant a row.
    """

    rate: Floats
    shape: Floats
    log_weight: Floats

    def seen(self, events: Floats, exposed: Floats) -> "Level":
        """After so many independent events over the denominator `exposed`, n × 1 each; the weights are
        multiplied by the negative binomial probability of the events (Gelman et al. 2013, 2.6)."""
        shape, passed = self.shape + events, self.shape + self.rate * exposed
        # less what the seen have of their own: `exposed` to the power of the events
        log_weight = self.log_weight + (
            scipy.special.gammaln(shape)
            - scipy.special.gammaln(self.shape)
            + self.shape * np.log(self.shape / passed)
            + events * np.log(self.rate / passed)
        )
        return Level(self.rate * shape / passed, shape, log_weight)

    def moved(self, spread: float) -> "Level":
        """After a move of which only the `spread` is known, on the log scale."""
        return replace(self, shape=1 / (1 / self.shape + spread**2))


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

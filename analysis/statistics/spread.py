"""The ratio of two groups of years whose rates also vary from year to year beyond chance.

Given a spread (the coefficient of variation of the yearly rates about their group's), a year's count
is negative binomial, and the ratio of two groups has the exact conditional test of so many fewer
independent events (Przyborowski & Wilenski 1940; McCullagh & Nelder 1989, section 6.2.3). How large the
spread is, a few years say only roughly: every spread counts by its restricted likelihood (Patterson &
Thompson 1971) times a half-normal prior, so little history makes for wide limits, not for a guess.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp

import numpy as np
import scipy

from analysis.statistics.columns import Column, Floats, as_floats

SPREADS = np.array([0, 2.5, 5, 7.5, 10, 12.5, 15, 17.5, 20, 25, 30, 35, 40, 50, 60]) / 100
_STEPS, _LARGEST_LOG_RATIO = 25, 40.0
_SMALL = 1e-9


@dataclass(frozen=True)
class PooledRatio:
    """Rate of some years over that of others, NaN where nothing tells it.

    Attributes:
        ratio, lower, upper: the ratio and its limits; the upper one is infinite where nothing
            happened in the years before, the lower one 0 where nothing happened since.
        p_smaller, p_larger: one-sided p of a ratio below or above 1.
        spread: expected between-year coefficient of variation of the rates, given all years.
    """

    ratio: float
    lower: float
    upper: float
    p_smaller: float
    p_larger: float
    spread: float


@dataclass(frozen=True)
class Years:
    """Yearly events and exposures (above zero), n values each, in order of time."""

    events: Floats
    exposure: Floats

    @classmethod
    def of(cls, events: Column, exposure: Column) -> "Years":
        """Raises ValueError: a null, a negative count, or an exposure not above zero."""
        x, n = as_floats(events, exposure)
        if not (np.all(x >= 0) and np.all(n > 0)):
            raise ValueError("counts must be known and not negative, exposures above zero")
        return cls(x, n)

    def over(self, dispersion: float) -> "Years":
        """As many fewer independent events."""
        return Years(self.events / dispersion, self.exposure)

    def with_others(self, others: "Years") -> "Years":
        return Years(
            np.concatenate([self.events, others.events]),
            np.concatenate([self.exposure, others.exposure]),
        )


def pooled_ratio(
    now: Years,
    before: Years,
    earlier: Years | None = None,
    later: Years | None = None,
    *,
    dispersion: float = 1.0,
    spread_scale: float = 0.17,
    confidence: float = 0.95,
) -> PooledRatio:
    """The pooled rate of the years `now` over that of the years `before`.

    Args:
        earlier: years that are not compared, but tell the spread about a trend of their own.
        later: years that belong to `now`, but are about a level and a trend of their own.
        dispersion: accident-size dispersion, not below 1 (deaths squared ÷ deaths).
        spread_scale: scale of the half-normal prior of the spread; 0 allows for none, which is
            the exact conditional test.
    """
    now, before = now.over(dispersion), before.over(dispersion)
    alone = [side.over(dispersion) for side in (earlier, later) if side is not None]
    weights = _weights([[before, now], *([years] for years in alone)], spread_scale)
    if later is not None:
        now = now.with_others(alone[-1])
    x, n = now.events.sum(), now.exposure.sum()
    x_before, n_before = before.events.sum(), before.exposure.sum()
    spread = float(weights @ SPREADS)
    if x + x_before == 0:
        return PooledRatio(np.nan, 0.0, np.inf, 1.0, 1.0, spread)
    independent = 1 / _inflation(now, before)

    some, others = x * independent, x_before * independent
    some_at_least, others_at_least = np.maximum(some, _SMALL), np.maximum(others, _SMALL)

    def share(log_ratio: float) -> float:
        return 1 / (1 + float(n_before / n) * exp(-log_ratio))

    def p_smaller(log_ratio: float) -> float:
        if not x_before:
            return float(weights.sum())
        chances = scipy.special.betainc(some + 1, others_at_least, share(log_ratio))
        return float((weights * (1 - chances)).sum())

    def p_larger(log_ratio: float) -> float:
        if not x:
            return float(weights.sum())
        chances = scipy.special.betainc(some_at_least, others + 1, share(log_ratio))
        return float((weights * chances).sum())

    tail = (1 - confidence) / 2
    return PooledRatio(
        ratio=float((x / n) / (x_before / n_before)) if x_before else np.nan,
        # the true ratio may be as low as what still leaves so many events a chance
        lower=_where(lambda log_ratio: p_larger(log_ratio) - tail) if x else 0.0,
        upper=_where(lambda log_ratio: tail - p_smaller(log_ratio)) if x_before else np.inf,
        p_smaller=p_smaller(0.0),
        p_larger=p_larger(0.0),
        spread=spread,
    )


def _where(rising: Callable[[float], float]) -> float:
    """The ratio at whose logarithm a rising function passes zero; 0 or infinite if beyond all bounds."""
    if rising(-_LARGEST_LOG_RATIO) >= 0:
        return 0.0
    if rising(_LARGEST_LOG_RATIO) <= 0:
        return np.inf
    return float(
        np.exp(scipy.optimize.brentq(rising, -_LARGEST_LOG_RATIO, _LARGEST_LOG_RATIO, xtol=1e-10))
    )


def _inflation(now: Years, before: Years) -> Floats:
    """How many events count as one independent event, by spread: the variance of the logarithm of
    the ratio over that of chance alone, at the common rate."""
    rate = (now.events.sum() + before.events.sum()) / (now.exposure.sum() + before.exposure.sum())
    of_chance, in_all = 0.0, np.zeros(len(SPREADS))
    for side in (now, before):
        expected = rate * side.exposure
        variance = 1 + SPREADS**2 * (expected**2).sum() / expected.sum()
        of_chance += 1 / expected.sum()
        in_all += variance / expected.sum()
    inflation: Floats = in_all / of_chance
    return inflation


def _weights(stretches: list[list[Years]], spread_scale: float) -> Floats:
    """What each of `SPREADS` counts, in all 1, given stretches of years, each in groups."""
    if spread_scale == 0:
        return np.array([1.0] + [0.0] * (len(SPREADS) - 1))
    support = -0.5 * (SPREADS / spread_scale) ** 2 + np.log(np.gradient(SPREADS))
    for groups in stretches:
        support = support + _restricted_log_likelihood([one for one in groups if one.events.sum()])
    weights: Floats = np.exp(support - support.max())
    return weights / float(weights.sum())


def _restricted_log_likelihood(groups: list[Years]) -> Floats:
    """Of every spread, with a level a group and a yearly change common to them fitted by Fisher's
    scoring: a steady fall is no spread. Nothing is said by no more years than are fitted."""
    sizes = [len(years.events) for years in groups]
    if sum(sizes) <= len(groups) + 1:
        return np.zeros(len(SPREADS))
    x = np.concatenate([years.events for years in groups])
    n = np.concatenate([years.exposure for years in groups])
    group = np.repeat(np.arange(len(groups)), sizes)
    levels = (group[:, None] == np.arange(len(groups))).astype(np.float64)
    design = np.column_stack([levels, np.arange(len(x)) - (len(x) - 1) / 2])
    of_groups = [np.log(years.events.sum() / years.exposure.sum()) for years in groups]
    fitted = np.tile(np.array([*of_groups, 0.0]), (len(SPREADS), 1))
    square = SPREADS[:, None] ** 2
    ridge = _SMALL * np.eye(design.shape[1])
    for _ in range(_STEPS):
        expected = n * np.exp(fitted @ design.T)
        weight = 1 / (1 + square * expected)
        information = np.einsum("gy,yp,yq->gpq", expected * weight, design, design) + ridge
        score = ((x - expected) * weight) @ design
        step = np.clip(np.linalg.solve(information, score[..., None])[..., 0], -1, 1)
        fitted += step
        if np.abs(step).max() < _SMALL:
            break
    expected = np.maximum(n * np.exp(fitted @ design.T), _SMALL)
    information = np.einsum("gy,yp,yq->gpq", expected / (1 + square * expected), design, design)
    restricted: Floats = np.linalg.slogdet(information + ridge)[1]
    return _negative_binomial(x, expected, SPREADS) - 0.5 * restricted


def _negative_binomial(x: Floats, expected: Floats, spreads: Floats) -> Floats:
    """Log-likelihood of counts x (years) with means `expected` (spreads by years); Poisson at 0."""
    poisson = (x * np.log(expected) - expected - scipy.special.gammaln(x + 1)).sum(axis=1)
    size = 1 / np.maximum(spreads, _SMALL)[:, None] ** 2
    mixed = (
        scipy.special.gammaln(x + size) - scipy.special.gammaln(size) - scipy.special.gammaln(x + 1)
    )
    mixed += size * np.log(size / (size + expected)) + x * np.log(expected / (size + expected))
    found: Floats = np.where(spreads > 0, mixed.sum(axis=1), poisson)
    return found

"""Funnel limits: how far areas of a size may lie from the common rate by chance alone."""

from typing import Literal

import numpy as np
import polars as pl
import scipy

from analysis.statistics.columns import Column, as_floats, frame
from analysis.statistics.limits import garwood

_FEW_AREAS = 6


def funnel_limits(
    value: Column,
    baseline: float = 1.0,
    per: float = 1.0,
    years: float = 1.0,
    confidence: float = 0.95,
    by: Literal["expected", "events"] = "expected",
) -> pl.DataFrame:
    """Exact Poisson funnel limits around `baseline` (Spiegelhalter 2005).

    Args:
        value: by ``expected``, the events expected at the baseline in each area (baseline ×
            population × years ÷ per); by ``events``, whole counts, each giving one point of the
            limit curves: the population at which just that count is on the limit.
        baseline: the common rate in events per `per` and year, or 1 (or 100) for ratios.
        per: units of population that the rate is given for.
        years: years of data pooled.
        confidence: 0.95 and 0.998 are customary.

    Returns:
        One row a value: ``lower`` and ``upper`` in units of the baseline; by ``events`` also
        ``lower_expected``, ``upper_expected`` (expected events there) and ``lower_population``,
        ``upper_population`` (population of one year there).

    Raises:
        ValueError: a value or baseline not above zero.
    """
    (values,) = as_floats(value)
    if baseline <= 0 or np.any(values <= 0):
        raise ValueError("values and the baseline must be above zero")
    tail = (1 - confidence) / 2
    low, high = garwood(values, tail, tail)
    if by == "expected":
        return frame(lower=baseline * low / values, upper=baseline * high / values)
    population = per / baseline / years
    return frame(
        lower=baseline * values / high,
        upper=baseline * values / low,
        lower_expected=high,
        upper_expected=low,
        lower_population=high * population,
        upper_population=low * population,
    )


def counts_by_chance(
    expected: Column, confidence: float = 0.95, dispersion: Column = 1.0
) -> pl.DataFrame:
    """The fewest and the most events of areas that chance explains: Poisson quantiles.

    Args:
        expected: events expected at the common rate, n values above zero.
        dispersion: how many times Poisson's the variance between areas is, not below 1: one or n.

    Returns:
        n rows of ``lower`` and ``upper`` in events; a count outside differs.
    """
    means, times = as_floats(expected, dispersion)
    tail, independent = (1 - confidence) / 2, means / times
    lower, upper = (
        scipy.stats.poisson.ppf(tail, independent),
        scipy.stats.poisson.isf(tail, independent),
    )
    return frame(lower=lower * times, upper=upper * times)


def limit_curves(
    expected: Column, confidence: float = 0.95, dispersion: float = 1.0
) -> pl.DataFrame:
    """`counts_by_chance` as smooth curves: between whole counts they go on as Garwood's limits do, so
    that a whole count is outside them where, and only where, it is outside of what chance explains
    (for a dispersion of 1; else to within one count).

    Args:
        expected, confidence, dispersion: as there.

    Returns:
        n rows of ``lower`` and ``upper`` in events.
    """
    (means,) = as_floats(expected)
    tail, independent = (1 - confidence) / 2, means / dispersion
    most = independent.max(initial=1.0)
    counts = np.linspace(0, most + 8 * np.sqrt(most) + 20, 4000)
    low, high = garwood(counts, tail, tail)
    lower, upper = np.interp(independent, high, counts), np.interp(independent, low, counts)
    return frame(lower=lower * dispersion, upper=upper * dispersion)


def funnel_significance(count: Column, expected: Column, dispersion: Column = 1.0) -> pl.Series:
    """Whether each count differs from the expected one by more than chance: whether it lies outside
    `counts_by_chance`.

    Args:
        count: events, n values.
        expected, dispersion: as there.

    Returns:
        n codes: ``low_998``, ``low_95``, ``not_significant``, ``high_95``, ``high_998``, by the
        limits that the count lies outside of.
    """
    (counts,) = as_floats(count)
    near, far = (counts_by_chance(expected, level, dispersion) for level in (0.95, 0.998))
    codes = np.select(
        [
            counts < far["lower"].to_numpy(),
            counts > far["upper"].to_numpy(),
            counts < near["lower"].to_numpy(),
            counts > near["upper"].to_numpy(),
        ],
        ["low_998", "high_998", "low_95", "high_95"],
        "not_significant",
    )
    return pl.Series(codes.astype(str))


def funnel_dispersion(count: Column, expected: Column) -> float:
    """How many times Poisson's the variance between areas is: the mean squared z score, its highest
    and lowest tenth drawn in to the rest (winsorised), where that is more than chance makes of as
    many areas; else 1 (Spiegelhalter 2005), and of fewer than six areas, whose extremes nothing draws in.

    Args:
        count: events, n values; expected: those at the common rate, above zero.
    """
    counts, means = as_floats(count, expected)
    if len(counts) < _FEW_AREAS:
        return 1.0
    scores = np.sort((counts - means) / np.sqrt(means))
    drawn_in = np.clip(scores, *np.quantile(scores, [0.1, 0.9]))
    found = float(np.mean(drawn_in**2))
    return found if found > 1 + 2 * np.sqrt(2 / len(scores)) else 1.0

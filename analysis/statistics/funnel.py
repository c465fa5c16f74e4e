"""Funnel limits: how far areas of a size may lie from the common rate by chance alone."""

from typing import Literal

import numpy as np
import polars as pl
from scipy.stats import poisson

from analysis.statistics.columns import Column, as_floats, frame
from analysis.statistics.limits import garwood


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


def funnel_significance(count: Column, expected: Column) -> pl.Series:
    """Whether each count differs from the expected one by more than chance.

    One-sided exact Poisson tails of 0.025 and 0.001.

    Args:
        count: events, n values.
        expected: events expected at the common rate, n values above zero.

    Returns:
        n codes: ``low_998``, ``low_95``, ``not_significant``, ``high_95``, ``high_998``, by the
        limits that the count lies outside of.
    """
    counts, means = as_floats(count, expected)
    low, high = poisson.cdf(counts, means), poisson.sf(counts - 1, means)
    codes = np.select(
        [low < 0.001, high < 0.001, low < 0.025, high < 0.025],
        ["low_998", "high_998", "low_95", "high_95"],
        "not_significant",
    )
    return pl.Series(codes.astype(str))

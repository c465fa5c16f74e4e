"""Confidence limits of one rate."""

from typing import Literal

import numpy as np
import polars as pl
import scipy

from analysis.statistics.columns import Column, Floats, as_floats, frame

Method = Literal["exact", "byars", "midp", "score", "jeffreys", "wald"]
_STATSMODELS = {"midp": "midp-c", "score": "score", "jeffreys": "jeff", "wald": "wald"}


def rate_limits(
    count: Column,
    denominator: Column,
    per: float = 1.0,
    confidence: float = 0.95,
    method: Method = "exact",
) -> pl.DataFrame:
    """A rate with the confidence limits of its Poisson count.

    Args:
        count: events, n values; zero has an upper limit too.
        denominator: exposure in its base unit, n values or one.
        per: units of the denominator that the rate is given for (1e5: per 100,000).
        confidence: two-sided, between 0 and 1.
        method: ``exact`` (Garwood 1936), the default for every count; ``byars`` (Breslow & Day
            1987, vol. II, p. 69), near to it from about 10 on; the others are statsmodels'.

    Returns:
        n rows of ``rate``, ``lower``, ``upper`` in events per `per`; null where the count is null
        or the denominator null or not above zero.

    Raises:
        ValueError: a negative count, or a confidence not between 0 and 1.
    """
    counts, exposure = as_floats(count, denominator)
    _check(counts, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(exposure > 0, per / exposure, np.nan)
    lower, upper = count_limits(counts, confidence, method)
    return frame(rate=counts * scale, lower=lower * scale, upper=upper * scale)


def count_limits(counts: Floats, confidence: float, method: Method) -> tuple[Floats, Floats]:
    """Limits of Poisson means; see `rate_limits`."""
    tail = (1 - confidence) / 2
    if method == "exact":
        return garwood(counts, tail, tail)
    if method == "byars":
        return _byars(counts, scipy.stats.norm.isf(tail))
    from statsmodels.stats.rates import confint_poisson  # seconds to import

    lower, upper = confint_poisson(counts, 1, method=_STATSMODELS[method], alpha=1 - confidence)
    return np.asarray(lower), np.asarray(upper)


def garwood(counts: Floats, lower_tail: float, upper_tail: float) -> tuple[Floats, Floats]:
    """Exact limits from the chi-square quantiles (Garwood 1936), as functions: a distribution takes a second to
    import."""
    with np.errstate(invalid="ignore"):
        lower = np.where(counts == 0, 0.0, scipy.special.gammaincinv(counts, lower_tail))
    return lower, scipy.special.chdtri(2 * counts + 2, upper_tail) / 2


def _byars(counts: Floats, z: float) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = counts * (1 - 1 / (9 * counts) - z / (3 * np.sqrt(counts))) ** 3
    more = counts + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return np.where(counts == 0, 0.0, np.maximum(lower, 0)), upper


def compound_limits(
    count: Column,
    squared: Column,
    denominator: Column,
    per: float = 1.0,
    confidence: float = 0.95,
) -> pl.DataFrame:
    """Limits of a rate of deaths that come several in one accident (compound Poisson).

    The variance is the sum of the squared deaths of each accident, not the deaths. The count is
    divided by its dispersion (squared ÷ count), given the exact Poisson limits of so many
    independent events, and scaled back (Fay & Feuer 1997, as for weighted sums of Poisson counts).

    Args:
        count: deaths, n values.
        squared: sum over accidents of the squared deaths, n values, not below `count`.
        denominator, per, confidence: as in `rate_limits`.

    Returns:
        n rows of ``rate``, ``lower``, ``upper``; the exact limits where each accident killed one.

    Raises:
        ValueError: a negative count, or a confidence not between 0 and 1.
    """
    counts, squares, exposure = as_floats(count, squared, denominator)
    _check(counts, confidence)
    tail = (1 - confidence) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(exposure > 0, per / exposure, np.nan)
        dispersion = np.where(counts > 0, np.maximum(squares / counts, 1), 1.0)
    lower, upper = garwood(counts / dispersion, tail, tail)
    rate = counts * scale
    return frame(rate=rate, lower=lower * dispersion * scale, upper=upper * dispersion * scale)


def _check(counts: Floats, confidence: float) -> None:
    if np.any(counts < 0):
        raise ValueError(f"counts must not be negative: {counts[counts < 0][:5].tolist()}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be between 0 and 1: {confidence}")

"""Rates of small areas drawn towards the common rate."""

import numpy as np
import polars as pl

from analysis.statistics.columns import Column, as_floats, frame


def empirical_bayes(count: Column, exposure: Column, per: float = 1.0) -> pl.DataFrame:
    """Global empirical-Bayes rates by the method of moments (Marshall 1991).

    Args:
        count: events of n areas; exposure: their denominators above zero, n values.
        per: units of the denominator that the rates are given for.

    Returns:
        n rows of ``rate`` (crude), ``eb_rate`` (smoothed) and ``weight`` (share of the area's own
        rate in it, 0 to 1); where areas differ by no more than chance every weight is 0.

    Raises:
        ValueError: a null, or an exposure not above zero.
    """
    counts, exposures = as_floats(count, exposure)
    if np.isnan(counts).any() or not np.all(exposures > 0):
        raise ValueError("counts must be known and exposures above zero")
    rates = counts / exposures
    common = counts.sum() / exposures.sum()
    spread = (exposures * (rates - common) ** 2).sum() / exposures.sum()
    between = max(0.0, spread - common / exposures.mean())
    within = common / exposures
    weight = np.where(between + within > 0, between / np.maximum(between + within, 1e-300), 0.0)
    smoothed = weight * rates + (1 - weight) * common
    return frame(rate=rates * per, eb_rate=smoothed * per, weight=weight)

"""Statistical process control: centre and limits."""

from typing import Literal

import numpy as np
import polars as pl
import scipy
from numpy.typing import NDArray

from analysis.statistics.columns import Column, Floats, as_floats, frame

Booleans = NDArray[np.bool_]
Level = Floats | float
# plotted values, centre, lower and upper limit
Drawn = tuple[Floats, Level, Level, Level]
Chart = Literal["xmr", "i", "c", "u", "t"]
_NELSON = 3.6  # days between events to this root are near to normal (Nelson 1994)
_FEW = 5  # below this mean, three standard deviations are no Poisson limits
_TAIL = 0.00135


def spc_limits(
    values: Column,
    chart: Chart,
    exposure: Column = None,
    baseline: Column = None,
    screen: bool = True,
    multiplier: float = 1.0,
    exact_below: float = _FEW,
) -> pl.DataFrame:
    """Centre and limits of a process chart.

    Args:
        values: n values in time order: measurements (``xmr``, ``i``), counts (``c``, ``u``) or
            days between events, above zero (``t``).
        chart: ``xmr`` mean ± 2.66 mean moving range (Wheeler); ``i`` the same by 3/1.128
            (Montgomery 6.33); ``c`` counts, ± 3√mean; ``u`` counts over `exposure`, ± 3√(mean/n);
            ``t`` the i chart of days^(1/3.6), transformed back (Nelson 1994).
        exposure: for ``u``, n values above zero.
        baseline: which points set the limits: n flags, or how many of the first; all by default.
        screen: leave moving ranges above 3.267 times their mean out of the mean (Nelson 1982).
        multiplier: for ``u``, units of exposure that the rate is given for.
        exact_below: for ``c``, below this mean the exact Poisson points of 0.00135 and 0.99865
            replace the three standard deviations.

    Returns:
        n rows of ``plotted``, ``centre``, ``lower``, ``upper``, ``near_lower``, ``near_upper``
        (two thirds of the way to the limits) and ``signal`` (beyond a limit).

    Raises:
        ValueError: an unknown chart, no point in the baseline, or values that the chart cannot take.
    """
    (numbers,) = as_floats(values)
    inside = _baseline(baseline, numbers)
    if not inside.any():
        raise ValueError("no point is in the baseline")
    parts: Drawn
    match chart:
        case "xmr" | "i":
            factor = 2.66 if chart == "xmr" else 3 / 1.128
            centre, reach = _individuals(numbers[inside], factor, screen)
            parts = (numbers, centre, centre - reach, centre + reach)
        case "t":
            parts = _days_between(numbers, inside, screen)
        case "c":
            parts = _counts(numbers, inside, exact_below)
        case "u":
            parts = _rates(numbers, exposure, inside, multiplier)
        case _:
            raise ValueError(f"unknown chart {chart!r}")
    plotted, middle, lower, upper = (np.broadcast_to(part, numbers.shape) for part in parts)
    near_lower = middle - (middle - lower) * 2 / 3
    near_upper = middle + (upper - middle) * 2 / 3
    limits = frame(
        plotted=np.array(plotted),
        centre=np.array(middle),
        lower=np.array(lower),
        upper=np.array(upper),
        near_lower=near_lower,
        near_upper=near_upper,
    )
    beyond = (pl.col("plotted") < pl.col("lower")) | (pl.col("plotted") > pl.col("upper"))
    return limits.with_columns(beyond.alias("signal"))


def _baseline(baseline: Column, numbers: Floats) -> np.ndarray:
    if baseline is None:
        chosen = np.ones(len(numbers), dtype=bool)
    elif isinstance(baseline, int) and not isinstance(baseline, bool):
        chosen = np.arange(len(numbers)) < baseline
    else:
        chosen = np.asarray(baseline, dtype=bool)
    return chosen & ~np.isnan(numbers)


def _individuals(numbers: Floats, factor: float, screen: bool) -> tuple[float, float]:
    ranges = np.abs(np.diff(numbers))
    if not len(ranges):
        raise ValueError("moving ranges need at least two points")
    mean = ranges.mean()
    if screen and (kept := ranges[ranges <= 3.267 * mean]).size:
        mean = kept.mean()
    return float(numbers.mean()), float(factor * mean)


def _days_between(numbers: Floats, inside: Booleans, screen: bool) -> Drawn:
    if np.any(numbers[inside] <= 0):
        raise ValueError("days between events must be above zero")
    centre, reach = _individuals(numbers[inside] ** (1 / _NELSON), 3 / 1.128, screen)
    lower = max(centre - reach, 0.0) ** _NELSON
    return numbers, centre**_NELSON, lower, (centre + reach) ** _NELSON


def _counts(numbers: Floats, inside: Booleans, exact_below: float) -> Drawn:
    if np.any(numbers[inside] < 0):
        raise ValueError("counts must not be negative")
    centre = numbers[inside].mean()
    if centre < exact_below:
        return (
            numbers,
            centre,
            scipy.stats.poisson.ppf(_TAIL, centre),
            scipy.stats.poisson.isf(_TAIL, centre),
        )
    reach = 3 * np.sqrt(centre)
    return numbers, centre, max(centre - reach, 0), centre + reach


def _rates(numbers: Floats, exposure: Column, inside: Booleans, multiplier: float) -> Drawn:
    if exposure is None:
        raise ValueError("a u chart needs exposures")
    _, exposures = as_floats(numbers, exposure)
    if np.any(exposures[inside] <= 0):
        raise ValueError("exposures must be above zero")
    centre = numbers[inside].sum() / exposures[inside].sum()
    reach = 3 * np.sqrt(centre / exposures)
    lower = np.maximum(centre - reach, 0)
    rates, upper = numbers / exposures, centre + reach
    return rates * multiplier, centre * multiplier, lower * multiplier, upper * multiplier

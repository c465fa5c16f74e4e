"""The rank test of a trend, which asks only whether later values are larger."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from analysis.statistics.columns import Column, Floats, as_floats


@dataclass(frozen=True)
class MannKendall:
    """Mann's test with Sen's slope.

    Attributes:
        s, var_s, z, p: score, its variance with ties, normal score with continuity, two-sided p.
        tau_a: rank correlation without the correction for ties.
        slope, intercept: Sen's, per step and at the first point.
        known: the values that counted.
    """

    s: float
    var_s: float
    z: float
    p: float
    tau_a: float
    slope: float
    intercept: float
    known: Floats

    @cached_property
    def tau_b(self) -> float:
        """Rank correlation with the correction for ties."""
        return float(scipy.stats.kendalltau(np.arange(len(self.known)), self.known).statistic)

    @cached_property
    def p_exact(self) -> float | None:
        """Exact p where there are no ties and at most 50 points, else None. Smallest possible: 0.083 at
        four points, 0.017 at five."""
        if len(self.known) > 50 or len(set(self.known.tolist())) < len(self.known):
            return None
        chances = _chances_of_falls(len(self.known))
        falls = int(len(chances) - 1 - abs(self.s)) // 2
        return min(1.0, float(2 * chances[: falls + 1].sum()))


@cache
def _chances_of_falls(n: int) -> Floats:
    """How likely 0, 1, 2 … pairs of n different values in an order by chance fall: the last of them stands
    below 0, 1 … or all of the others with equal chances."""
    chances = np.ones(1)
    for values in range(2, n + 1):
        chances = np.convolve(chances, np.full(values, 1 / values))
    return chances


def mann_kendall(values: Column, method: str = "original", **options: int) -> MannKendall:
    """Rank test of a monotonic trend (Mann 1945, Kendall 1975) with Sen's slope (Sen 1968).

    Args:
        values: n values in time order, evenly spaced; nulls do not count but keep their place.
        method: ``original``, or one of pymannkendall's corrections for serial dependence:
            ``hamed_rao``, ``yue_wang``, ``pre_whitening``, ``trend_free_pre_whitening``,
            ``seasonal`` (with ``period``).
        options: passed on to pymannkendall, e.g. ``lag=3``.

    Returns:
        The figures; see `MannKendall`. It ignores how uncertain each value is, so it stands
        beside the Poisson trend, never in its place.

    Raises:
        ValueError: fewer than three known values, or an unknown method.
    """
    (numbers,) = as_floats(values)
    known = numbers[~np.isnan(numbers)]
    if len(known) < 3:
        raise ValueError(f"the test needs at least three values, not {len(known)}")
    if method == "original":
        return _rank_test(numbers)
    import pymannkendall  # of a single series: it takes a hundred times longer than what is above

    tests = {
        "hamed_rao": pymannkendall.hamed_rao_modification_test,
        "yue_wang": pymannkendall.yue_wang_modification_test,
        "pre_whitening": pymannkendall.pre_whitening_modification_test,
        "trend_free_pre_whitening": pymannkendall.trend_free_pre_whitening_modification_test,
        "seasonal": pymannkendall.seasonal_test,
    }
    if method not in tests:
        raise ValueError(f"unknown method {method!r}, expected one of {', '.join(tests)}")
    found = tests[method](numbers, **options)
    return MannKendall(
        s=float(found.s),
        var_s=float(found.var_s),
        z=float(found.z),
        p=float(found.p),
        tau_a=float(found.Tau),
        slope=float(found.slope),
        intercept=float(found.intercept),
        known=known,
    )


def _rank_test(numbers: Floats) -> MannKendall:
    at = np.flatnonzero(~np.isnan(numbers))
    known, n = numbers[at], len(at)
    first, second = _pairs(n)
    rises = known[second] - known[first]
    score = float(np.sign(rises).sum())
    ties = np.ones(n) if rises.all() else np.unique(known, return_counts=True)[1]
    variance = float(n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    z = float((score - np.sign(score)) / np.sqrt(variance)) if score else 0.0
    slope = _median(rises / (at[second] - at[first]))
    return MannKendall(
        s=score,
        var_s=variance,
        z=z,
        p=float(2 * scipy.special.ndtr(-abs(z))),
        tau_a=score / len(rises),
        slope=slope,
        intercept=_median(known) - _median(at) * slope,
        known=known,
    )


def _median(values: NDArray[Any]) -> float:
    """numpy's of few values, in a tenth of its time."""
    ordered, half = np.sort(values), len(values) // 2
    return float(ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2)


@cache
def _pairs(n: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.triu_indices(n, 1)

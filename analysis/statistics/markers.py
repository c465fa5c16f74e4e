"""The trend marker of the English public-health profiles, as a figure to compare ours with."""

from typing import Literal, NamedTuple

import numpy as np
import scipy

from analysis.statistics.columns import Column, Floats, as_floats
from analysis.statistics.trend import cochran_armitage

_POINTS = 5
_TAIL = 0.002


class Marker(NamedTuple):
    """``Increasing``, ``Decreasing``, ``No significant change`` or ``Cannot be calculated``, with
    the reason, and chi-square and gradient per step where they can be calculated."""

    trend: str
    reason: str
    chi2: float | None = None
    gradient: float | None = None


def trend_marker(
    t: Column,
    value: Column,
    lower: Column = None,
    upper: Column = None,
    count: Column = None,
    exposure: Column = None,
    kind: Literal["weighted", "logistic"] = "weighted",
) -> Marker:
    """Chi-square test for a trend in the last five yearly values at 99.8% (OHID Fingertips).

    Its normal errors are poor at 0 to 3 deaths; it stands beside the verdict, never in its place.

    Args:
        t: years, n values; value: the indicator, n values (may be null).
        lower, upper: 95% limits, for ``weighted``.
        count, exposure: of proportions, for ``logistic``.

    Returns:
        The marker. Leaving any one point out must not turn the sign of the gradient.
    """
    times, values = as_floats(t, value)
    parts = [times, values]
    if kind == "logistic":
        parts += as_floats(count, exposure)
    else:
        parts += as_floats(lower, upper)
    parts = [part[-_POINTS:] for part in parts]
    if len(set(times.tolist())) < len(times):
        return Marker("Cannot be calculated", "Duplicate years in group")
    if len(times) < _POINTS:
        return Marker("Cannot be calculated", "Not enough data points")
    if any(np.isnan(part).any() for part in parts):
        return Marker("Cannot be calculated", "Missing values")
    steps = parts[0] - parts[0][0]
    if kind == "logistic":
        share = parts[2] / parts[3]
        response, weights = np.log(share / (1 - share)), np.ones(_POINTS)
        chi = cochran_armitage(parts[2], parts[3], steps).chi2
        gradient = _slope(steps, response, weights)[0]
    else:
        response = parts[1]
        weights = (2 * scipy.stats.norm.isf(0.025) / (parts[3] - parts[2])) ** 2
        gradient, variance = _slope(steps, response, weights)
        chi = gradient**2 / variance
    leave_one = [
        _slope(np.delete(steps, i), np.delete(response, i), np.delete(weights, i))[0]
        for i in range(_POINTS)
    ]
    if chi <= scipy.stats.chi2.isf(_TAIL, 1):
        return Marker("No significant change", "No significant trend", float(chi), float(gradient))
    if any(np.sign(other) != np.sign(gradient) for other in leave_one):
        return Marker("No significant change", "Outlier", float(chi), float(gradient))
    word = "Increasing" if gradient > 0 else "Decreasing"
    return Marker(word, "No outliers and significant trend", float(chi), float(gradient))


def _slope(steps: Floats, response: Floats, weights: Floats) -> tuple[float, float]:
    centred = steps - (weights * steps).sum() / weights.sum()
    spread = (weights * centred**2).sum()
    return float((weights * centred * response).sum() / spread), float(1 / spread)

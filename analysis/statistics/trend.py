"""Trends of yearly counts over changing denominators."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import log
from typing import NamedTuple

import numpy as np
import scipy

from analysis.statistics.columns import Column, Floats, as_floats

_STEEPEST = 50.0


class NoTrend(ValueError):
    """The likelihood has no maximum: nothing happened, or all of it in the first or in the last year."""


@dataclass(frozen=True)
class PoissonTrend:
    """A fitted log-linear trend, ``log E(count) = log exposure + intercept + slope_log · t``.

    Attributes:
        n: points; intercept, slope_log, se_slope, z, p_wald: of the Poisson model.
        annual_pct_change: 100 (exp(slope_log) - 1), in percent a unit of t; `apc_lower`,
            `apc_upper`: its Wald limits by the Poisson model.
        lrt_chi2, p_lrt: likelihood-ratio test of no trend; deviance: of the trend model.
        dispersion: Pearson chi-square over its degrees of freedom.
        quasi_se_slope, quasi_t, quasi_p: with the dispersion as scale (t distribution).
        constant_chi2, constant_df, constant_p: test of one constant rate (Potthoff & Whittinghill
            1966), sum of (O-E)²/E.
        scale: what the variance is taken to be of Poisson's: the largest of 1, `dispersion` and the
            accident size.
        lower, upper, p: the limits of the annual percent change and p to be used, both by the
            likelihood ratio over `scale`: chi-square, or F where the scale was estimated from the
            years (McCullagh & Nelder 1989, section 4.5).
    """

    n: int
    intercept: float
    slope_log: float
    se_slope: float
    z: float
    p_wald: float
    annual_pct_change: float
    apc_lower: float
    apc_upper: float
    lrt_chi2: float
    p_lrt: float
    deviance: float
    dispersion: float
    quasi_se_slope: float
    quasi_t: float
    quasi_p: float
    constant_chi2: float
    constant_df: int
    constant_p: float
    scale: float
    lower: float
    upper: float
    p: float


def poisson_trend(
    count: Column,
    exposure: Column,
    t: Column = None,
    confidence: float = 0.95,
    accident_size: float = 1.0,
) -> PoissonTrend:
    """Poisson regression of counts on time with the logarithm of the exposure as offset.

    Args:
        count: events, n values; exposure: denominators above zero, n values.
        t: time of each point, by default 0, 1, 2 …; counted from its first value.
        confidence: of the limits.
        accident_size: deaths squared over deaths, of deaths that came several in one accident.

    Returns:
        The fit; see `PoissonTrend`. With the level that belongs to each slope the likelihood has one
        unknown, so scipy finds it without a regression library.

    Raises:
        NoTrend: there is no trend to fit.
        ValueError: fewer than three points, a null, or an exposure not above zero.
    """
    counts, exposures = as_floats(count, exposure)
    times = np.arange(len(counts), dtype=float) if t is None else as_floats(t)[0]
    times = times - times[0]
    if len(counts) < 3:
        raise ValueError(f"a trend needs at least three points, not {len(counts)}")
    if np.isnan(counts).any() or not np.all(exposures > 0):
        raise ValueError("counts must be known and exposures above zero")
    if counts.sum() in (counts[0], counts[-1]):
        raise NoTrend("no events, or all in the first or in the last year")
    slope, error = _steepness(counts, exposures, times)
    shape = exposures * np.exp(slope * times)
    fitted = shape * counts.sum() / shape.sum()
    degrees = len(counts) - 2
    dispersion = float(((counts - fitted) ** 2 / fitted).sum() / degrees)
    quasi_error = error * np.sqrt(dispersion)
    expected = exposures * counts.sum() / exposures.sum()
    constant = float(((counts - expected) ** 2 / expected).sum())
    # as functions: a distribution of scipy's takes longer to make than the fit
    constant_p = float(scipy.special.chdtrc(len(counts) - 1, constant))
    tail = scipy.special.stdtr(degrees, -abs(slope) / quasi_error) if quasi_error else 0.0
    scale = max(1.0, dispersion, accident_size)
    if scale == dispersion:
        upper, reached = (
            partial(scipy.special.fdtrc, 1, degrees),
            scipy.special.fdtri(1, degrees, confidence),
        )
    else:
        upper, reached = partial(scipy.special.chdtrc, 1), scipy.special.chdtri(1, 1 - confidence)
    deviance = _deviance_of_slope(counts, exposures, times, slope)
    lrt = max(deviance(0.0), 0.0)  # of no trend at all, rounding may leave less
    reach = -float(scipy.special.ndtri((1 - confidence) / 2)) * error
    bound = scale * float(reached)
    return PoissonTrend(
        n=len(counts),
        intercept=float(np.log(counts.sum() / shape.sum())),
        slope_log=slope,
        se_slope=error,
        z=slope / error,
        p_wald=float(2 * scipy.special.ndtr(-abs(slope / error))),
        annual_pct_change=_percent(slope),
        apc_lower=_percent(slope - reach),
        apc_upper=_percent(slope + reach),
        lrt_chi2=lrt,
        p_lrt=float(scipy.special.chdtrc(1, lrt)),
        deviance=float(2 * (scipy.special.xlogy(counts, counts / fitted) - counts + fitted).sum()),
        dispersion=dispersion,
        quasi_se_slope=quasi_error,
        quasi_t=slope / quasi_error if quasi_error else np.inf,
        quasi_p=float(2 * tail),
        constant_chi2=constant,
        constant_df=len(counts) - 1,
        constant_p=constant_p,
        scale=scale,
        lower=_percent(_reached(deviance, slope, bound, -1)),
        upper=_percent(_reached(deviance, slope, bound, 1)),
        p=float(upper(lrt / scale)),
    )


def _steepness(counts: Floats, exposures: Floats, times: Floats) -> tuple[float, float]:
    """The slope of the greatest likelihood and its standard error: at that slope the events that are
    expected have the mean time of those that there were, and its information is their variance."""
    mean = counts @ times / counts.sum()

    def weights(slope: float) -> Floats:
        powers = slope * (times - mean)
        shape = exposures * np.exp(powers - powers.max())
        return np.asarray(shape / shape.sum())

    def too_late(slope: float) -> float:
        return float(weights(slope) @ times - mean)

    low, high = -0.1, 0.1
    while too_late(low) > 0:
        low *= 2
    while too_late(high) < 0:
        high *= 2
    slope = float(scipy.optimize.brentq(too_late, low, high, xtol=1e-14, rtol=1e-14))
    variance = weights(slope) @ (times - mean) ** 2
    return slope, float(1 / np.sqrt(counts.sum() * variance))


def _deviance_of_slope(
    counts: Floats, exposures: Floats, times: Floats, best: float
) -> Callable[[float], float]:
    """Twice what the log-likelihood of a slope lacks of the best one's; the level that belongs to a
    slope is the one that gives as many events as there were."""

    events, moment = float(counts.sum()), float(counts @ times)

    def log_likelihood(slope: float) -> float:
        powers = slope * times
        most = float(powers.max())
        expected = log(float((exposures * np.exp(powers - most)).sum())) + most
        return slope * moment - events * expected

    top = log_likelihood(best)
    return lambda slope: 2 * (top - log_likelihood(slope))


def _reached(
    deviance: Callable[[float], float], best: float, bound: float, direction: int
) -> float:
    """The slope on one side of the best at which its deviance reaches `bound`; infinite if beyond
    all that an exponential can hold."""
    step = direction * 0.05
    while deviance(best + step) < bound:
        step *= 2
        if abs(step) > _STEEPEST:
            return direction * np.inf
    return float(scipy.optimize.brentq(lambda slope: deviance(slope) - bound, best, best + step))


def _percent(log_ratio: float) -> float:
    with np.errstate(over="ignore"):
        return float(100 * np.expm1(log_ratio))


class ChiSquare(NamedTuple):
    """A chi-square of one degree of freedom and its upper tail."""

    chi2: float
    p: float


def cochran_armitage(count: Column, exposure: Column, t: Column = None) -> ChiSquare:
    """Test of a linear trend in proportions (Cochran 1954, Armitage 1955).

    Args:
        count: n counts; exposure: n whole numbers not below them; t: scores, by default 0, 1 ….

    Raises:
        ValueError: a count above its exposure.
    """
    from statsmodels.stats.contingency_tables import Table

    counts, exposures = as_floats(count, exposure)
    if np.any(counts > exposures):
        raise ValueError("a count above its exposure is no proportion")
    times = np.arange(len(counts), dtype=float) if t is None else as_floats(t)[0]
    table = Table(np.column_stack([exposures - counts, counts]), shift_zeros=False)
    found = table.test_ordinal_association(times - times[0], np.array([0.0, 1.0]))
    # The permutation variance has N - 1 where the classical one has N.
    chi = float(found.zscore**2 * exposures.sum() / (exposures.sum() - 1))
    return ChiSquare(chi, float(scipy.stats.chi2.sf(chi, 1)))

"""The ratio of two rates."""

from typing import Literal

import numpy as np
import polars as pl
import scipy

from analysis.statistics.columns import Column, Floats, as_floats, frame

Alternative = Literal["two-sided", "larger", "smaller"]


def rate_ratio(
    count1: Column,
    exposure1: Column,
    count2: Column,
    exposure2: Column,
    confidence: float = 0.95,
    null_ratio: float = 1.0,
    alternative: Alternative = "two-sided",
    method: str = "exact_conditional",
) -> pl.DataFrame:
    """Rate 1 over rate 2 with limits and a test.

    Args:
        count1, count2: events, n values each.
        exposure1, exposure2: denominators above zero in one unit, n values each.
        confidence: of the two-sided limits.
        null_ratio: the ratio under test.
        alternative: ``larger`` tests for a ratio above `null_ratio`.
        method: ``exact_conditional`` (Przyborowski & Wilenski 1940: given both counts' sum, the
            first is binomial; central Clopper-Pearson limits, two-sided p by minimum likelihood as
            R's poisson.test, so at the edge the two may disagree), or a test of statsmodels'
            ``test_poisson_2indep`` (``cond-midp``, ``score``, ``score-log``, ``wald``, ``wald-log``,
            ``sqrt``, ``etest-score``, ``etest-wald``), with the limits of
            ``confint_poisson_2indep`` where it has them (``score``, ``score-log``, ``wald-log``,
            ``waldcc``, ``sqrtcc``, ``mover`` on Jeffreys limits).

    Returns:
        n rows of ``ratio``, ``lower``, ``upper``, ``p_value``. On a zero base the ratio is null
        and the upper limit infinite; of nothing over nothing the p value is 1.

    Raises:
        ValueError: an exposure not above zero, a negative count, a count that is not whole in a
            two-sided exact test, or an unknown method.
    """
    columns = as_floats(count1, exposure1, count2, exposure2)
    x1, n1, x2, n2 = columns
    if np.any(n1 <= 0) or np.any(n2 <= 0):
        raise ValueError("exposures must be above zero")
    if np.any(x1 < 0) or np.any(x2 < 0):
        raise ValueError("counts must not be negative")
    name = method.replace("_", "-")
    if name == "exact-conditional":
        lower, upper = _conditional_limits(x1, n1, x2, n2, confidence)
        p_value = _conditional_p(x1, n1, x2, n2, null_ratio, alternative)
    else:
        pairs = [
            _statsmodels(a, b, c, d, confidence, null_ratio, alternative, name)
            for a, b, c, d in zip(*columns, strict=True)
        ]
        lower, upper, p_value = (np.array(part) for part in zip(*pairs, strict=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(x2 > 0, (x1 / n1) / (x2 / n2), np.nan)
    return frame(ratio=ratio, lower=lower, upper=upper, p_value=np.array(p_value, dtype=float))


def _conditional_limits(
    x1: Floats, n1: Floats, x2: Floats, n2: Floats, confidence: float
) -> tuple[Floats, Floats]:
    """Clopper & Pearson's limits of the binomial share, turned into a ratio of rates."""
    tail = (1 - confidence) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(x1 == 0, 0.0, scipy.stats.beta.ppf(tail, x1, x2 + 1))
        high = np.where(x2 == 0, 1.0, scipy.stats.beta.isf(tail, x1 + 1, x2))
        return low / (1 - low) * n2 / n1, high / (1 - high) * n2 / n1


def _conditional_p(
    x1: Floats, n1: Floats, x2: Floats, n2: Floats, null_ratio: float, alternative: Alternative
) -> Floats:
    """One-sided tails by the beta form of the binomial, which also takes weighted counts."""
    share = null_ratio * n1 / (null_ratio * n1 + n2)
    if alternative == "smaller":
        return np.where(x2 == 0, 1.0, scipy.stats.beta.sf(share, x1 + 1, x2))
    if alternative == "larger":
        return np.where(x1 == 0, 1.0, scipy.stats.beta.cdf(share, x1, x2 + 1))
    return np.array([_two_sided(*row) for row in zip(x1, x2, share, strict=True)])


def _two_sided(x1: float, x2: float, share: float) -> float:
    if np.isnan([x1, x2, share]).any():
        return np.nan
    if x1 != int(x1) or x2 != int(x2):
        raise ValueError("a two-sided exact test needs whole counts")
    return 1.0 if x1 + x2 == 0 else scipy.stats.binomtest(int(x1), int(x1 + x2), share).pvalue


_TESTS = {
    "wald", "score", "sqrt", "wald-log", "score-log", "cond-midp", "etest-score", "etest-wald",
}  # fmt: skip
_LIMITS = {"score", "score-log", "wald-log", "waldcc", "sqrtcc", "mover"}


def _statsmodels(
    x1: float,
    n1: float,
    x2: float,
    n2: float,
    confidence: float,
    null_ratio: float,
    alternative: Alternative,
    method: str,
) -> tuple[float, float, float]:
    if method not in _TESTS | _LIMITS:
        raise ValueError(f"unknown method {method!r}, expected one of {sorted(_TESTS | _LIMITS)}")
    from statsmodels.stats.rates import confint_poisson_2indep, test_poisson_2indep

    lower = upper = p_value = np.nan
    if method in _LIMITS:
        options = {"method_mover": "jeff"} if method == "mover" else {}
        lower, upper = confint_poisson_2indep(
            x1, n1, x2, n2, method=method, compare="ratio", alpha=1 - confidence, **options
        )
    if method in _TESTS:
        p_value = test_poisson_2indep(
            int(x1),
            n1,
            int(x2),
            n2,
            value=null_ratio,
            method=method,
            compare="ratio",
            alternative=alternative,
        ).pvalue
    return lower, upper, p_value

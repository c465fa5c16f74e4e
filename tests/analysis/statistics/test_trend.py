"""The trend's limits and p are one test, and there is none where none can be; the rank test is that of
the libraries that have it."""

import numpy as np
import pymannkendall
import pytest
import scipy

from analysis.statistics.rank_test import mann_kendall
from analysis.statistics.trend import NoTrend, poisson_trend


@pytest.mark.parametrize("counts", [[0, 0, 0, 0], [0, 0, 0, 7], [3, 0, 0, 0, 0]])
def test_no_trend_where_the_likelihood_has_no_maximum(counts: list[int]) -> None:
    with pytest.raises(NoTrend):
        poisson_trend(counts, [1] * len(counts))


@pytest.mark.parametrize(
    "counts", [[9, 8, 7, 9, 5, 4], [20, 5, 18, 3, 22, 1], [3, 4, 6, 7, 9, 12], [0, 0, 0, 1, 2]]
)
@pytest.mark.parametrize("size", [1.0, 2.5])
def test_zero_lies_within_the_limits_as_p_says(counts: list[int], size: float) -> None:
    for confidence in (0.5, 0.8, 0.95, 0.99):
        fit = poisson_trend(counts, [1] * len(counts), confidence=confidence, accident_size=size)
        assert (fit.lower < 0 < fit.upper) == (fit.p > 1 - confidence)
        assert fit.lower < fit.annual_pct_change < fit.upper


@pytest.mark.parametrize("counts", [[8, 7, 8], [6, 2, 6], [3, 1, 3]])
def test_of_what_ends_as_it_began_p_is_one(counts: list[int]) -> None:
    assert poisson_trend(counts, [1] * 3).p == pytest.approx(1, abs=1e-6)


def test_the_scale_is_the_largest_of_chance_spread_and_accident_size() -> None:
    steady, unsteady = [9, 9, 8, 9, 9], [20, 5, 18, 3, 22, 1]
    assert poisson_trend(steady, [1] * 5).scale == 1
    assert poisson_trend(steady, [1] * 5, accident_size=2.5).scale == 2.5
    fit = poisson_trend(unsteady, [1] * 6, accident_size=2.5)
    assert fit.scale == fit.dispersion > 2.5


@pytest.mark.parametrize("n", [3, 4, 9, 10, 31, 50])
@pytest.mark.parametrize("kind", ["untied", "tied", "with gaps", "rising", "flat"])
def test_the_rank_test_is_the_libraries(n: int, kind: str) -> None:
    chance = np.random.default_rng(n)
    values = {
        "untied": chance.normal(size=n),
        "tied": chance.integers(0, 4, n).astype(float),
        "with gaps": np.insert(chance.normal(size=n), [1, 1, n - 1], np.nan),
        "rising": np.arange(n) ** 1.5,
        "flat": np.ones(n),
    }[kind]
    ours, theirs = mann_kendall(values), pymannkendall.original_test(values)
    for name in ("s", "var_s", "z", "p", "slope", "intercept"):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), abs=1e-12), name
    assert ours.tau_a == pytest.approx(theirs.Tau, abs=1e-12)
    if kind in ("tied", "flat"):
        assert ours.p_exact is None or len(set(values)) == n
        return
    known = values[~np.isnan(values)]
    exact = scipy.stats.kendalltau(np.arange(n), known, method="exact").pvalue
    assert ours.p_exact == pytest.approx(exact, rel=1e-11)

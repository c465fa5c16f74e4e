"""Statistics of small counts. The mathematics is that of scipy, statsmodels and pymannkendall;
written out here is only what no kept library has: Byar's formula, the split of a rate's change,
the process limits and Marshall's smoothing. `scipy.stats` is named in full: scipy loads it where it is first
asked for, and a chart that needs none of it is drawn half a second earlier."""

from analysis.statistics.change import split_change
from analysis.statistics.funnel import (
    counts_by_chance,
    funnel_dispersion,
    funnel_limits,
    funnel_significance,
    limit_curves,
)
from analysis.statistics.limits import compound_limits, rate_limits
from analysis.statistics.markers import trend_marker
from analysis.statistics.rank_test import MannKendall, mann_kendall
from analysis.statistics.ratio import rate_ratio
from analysis.statistics.rules import (
    assurance,
    back_fill,
    seven_on_one_side,
    seven_point_trend,
    two_in_three,
)
from analysis.statistics.smoothing import empirical_bayes
from analysis.statistics.spc import spc_limits
from analysis.statistics.trend import (
    PoissonTrend,
    cochran_armitage,
    poisson_trend,
)

__all__ = [
    "MannKendall",
    "PoissonTrend",
    "assurance",
    "back_fill",
    "cochran_armitage",
    "compound_limits",
    "counts_by_chance",
    "empirical_bayes",
    "funnel_dispersion",
    "funnel_limits",
    "funnel_significance",
    "limit_curves",
    "mann_kendall",
    "poisson_trend",
    "rate_limits",
    "rate_ratio",
    "seven_on_one_side",
    "seven_point_trend",
    "spc_limits",
    "split_change",
    "trend_marker",
    "two_in_three",
]

"""What a series of yearly rates lets one conclude, and how often chance alone would say the same."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from scipy.stats import poisson

from analysis.statistics.columns import Column, as_floats


class Verdict(StrEnum):
    """What statistics say; named in ``seeds/code_names.csv``."""

    IMPROVING = "improving"
    PROBABLY_IMPROVING = "probably_improving"
    NO_CLEAR_CHANGE = "no_clear_change"
    PROBABLY_WORSENING = "probably_worsening"
    WORSENING = "worsening"
    TOO_FEW = "too_few"
    TOO_SHORT = "too_short"
    DEFINITION_CHANGED = "definition_changed"


NOT_JUDGED = (Verdict.TOO_FEW, Verdict.TOO_SHORT, Verdict.DEFINITION_CHANGED)


class OfficialVerdict(StrEnum):
    """What the official rule says; named in ``seeds/code_names.csv``."""

    FELL_EACH_YEAR = "fell_each_year"
    ROSE_EACH_YEAR = "rose_each_year"
    LEVEL = "level"
    MIXED = "mixed"


@dataclass(frozen=True)
class Thresholds:
    """Rows of the settings seed that a verdict needs."""

    few_deaths: float
    likely_p: float
    low_power_points: float


@dataclass(frozen=True)
class Evidence:
    """What is known of one indicator, region and end year; None where it cannot be computed.

    Attributes:
        events: count over the six years compared (or over what there is).
        ratio, ratio_lower, ratio_upper: last three years pooled over the three before.
        p_smaller, p_larger: one-sided exact p of that ratio.
        trend_points: years in the regression; trend_lower, trend_upper: limits of the yearly
            percent change.
        better: whether ``lower`` or ``higher`` is better.
        is_broken: whether the definition changed within the end year.
    """

    events: float
    ratio: float | None
    ratio_lower: float | None
    ratio_upper: float | None
    p_smaller: float | None
    p_larger: float | None
    trend_points: int | None
    trend_lower: float | None
    trend_upper: float | None
    better: Literal["lower", "higher"] = "lower"
    is_broken: bool = False


def official_verdict(rates: Column) -> OfficialVerdict | None:
    """Each yearly rate below the one before (近三年逐年下降), or what else they did.

    Args:
        rates: the last yearly rates in order; with a null or fewer than two there is no verdict.
    """
    (values,) = as_floats(rates)
    if len(values) < 2 or np.isnan(values).any():
        return None
    steps = np.sign(np.diff(values))
    if (steps < 0).all():
        return OfficialVerdict.FELL_EACH_YEAR
    if (steps > 0).all():
        return OfficialVerdict.ROSE_EACH_YEAR
    return OfficialVerdict.LEVEL if (steps == 0).all() else OfficialVerdict.MIXED


def chance_of_fall(count: Column, exposure: Column) -> float:
    """Chance that every rate lies below the one before although nothing changed.

    Exact sum over independent Poisson counts with the common rate of these very counts.

    Args:
        count: yearly counts in order, n values; exposure: their denominators above zero.

    Returns:
        A probability; 0 where there are no events at all.
    """
    counts, exposures = as_floats(count, exposure)
    means = exposures * counts.sum() / exposures.sum()
    if counts.sum() == 0:
        return 0.0
    # chance[k]: this year has support[k] events and every year so far fell
    low, high = _support(means[0])
    support = np.arange(low, high + 1)
    chance = poisson.pmf(support, means[0])
    for at in range(1, len(means)):
        low, high = _support(means[at])
        following = np.arange(low, high + 1)
        # events the year before must exceed following / n_now * n_before
        floor = np.floor(following / exposures[at] * exposures[at - 1] + 1e-9)
        tail = np.concatenate([np.cumsum(chance[::-1])[::-1], [0.0]])
        first = np.clip(floor - support[0] + 1, 0, len(support)).astype(int)
        chance = poisson.pmf(following, means[at]) * tail[first]
        support = following
    return float(chance.sum())


def _support(mean: float) -> tuple[int, int]:
    return int(poisson.ppf(1e-12, mean)), int(poisson.isf(1e-12, mean)) + 1


def statistical_verdict(evidence: Evidence, thresholds: Thresholds) -> Verdict:
    """The verdict by the exact ratio of three years to the three before, or by the trend of at
    least so many years as `thresholds` asks for."""
    if evidence.is_broken:
        return Verdict.DEFINITION_CHANGED
    if evidence.events < thresholds.few_deaths:
        return Verdict.TOO_FEW
    if evidence.ratio_lower is None and not _long_enough(evidence, thresholds):
        return Verdict.TOO_SHORT
    better, worse = _significant(evidence, thresholds)
    if better and not worse:
        return Verdict.IMPROVING
    if worse and not better:
        return Verdict.WORSENING
    p_better = evidence.p_smaller if evidence.better == "lower" else evidence.p_larger
    if not worse and p_better is not None and p_better < thresholds.likely_p:
        return Verdict.PROBABLY_IMPROVING
    return Verdict.NO_CLEAR_CHANGE


def _long_enough(evidence: Evidence, thresholds: Thresholds) -> bool:
    points = evidence.trend_points or 0
    return evidence.trend_upper is not None and points >= thresholds.low_power_points


def _significant(evidence: Evidence, thresholds: Thresholds) -> tuple[bool, bool]:
    falls = evidence.ratio_upper is not None and evidence.ratio_upper < 1
    rises = evidence.ratio_lower is not None and evidence.ratio_lower > 1
    if _long_enough(evidence, thresholds):
        falls = falls or evidence.trend_upper < 0
        rises = rises or evidence.trend_lower > 0
    return (falls, rises) if evidence.better == "lower" else (rises, falls)

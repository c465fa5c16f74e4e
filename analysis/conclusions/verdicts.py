"""The statistical verdict: whether the rate of some years is below or above that of years before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from analysis.conclusions.codes import Reason, Verdict
from analysis.statistics.spread import PooledRatio, Years, pooled_ratio

Better = Literal["lower", "higher"]


@dataclass(frozen=True)
class Year:
    """A year, or its months so far, of one indicator and region.

    Attributes:
        events: its count; squares: deaths squared, summed over accidents (None of other counts).
        denominator: what the rate is over, above zero.
        length: of a whole year, by the events that its months had in the years before: 1 of a year.
        weight: what its denominator counts beside that of a whole year: 1 of a whole year.
        segment: the stretch of one definition that it lies in; None where it changed within.
    """

    year: int
    events: float
    denominator: float
    squares: float | None = None
    segment: str | None = "all"
    length: float = 1.0
    weight: float = 1.0


@dataclass(frozen=True)
class Sides:
    """The years that are compared, and earlier ones that tell how much rates vary."""

    now: Sequence[Year]
    before: Sequence[Year]
    earlier: Sequence[Year] = ()


@dataclass(frozen=True)
class Judged:
    """A verdict with what it stands on: `sides` are the years used, `ratio` None without a test."""

    verdict: Verdict
    reason: Reason | None
    sides: Sides
    ratio: PooledRatio | None
    dispersion: float


def judge(
    sides: Sides,
    better: Better,
    settings: Mapping[str, float],
    counts_more_after: bool | None = None,
) -> Judged:
    """The verdict on the years `now` beside those `before`.

    Where the definition changed since, all years decide only if the new one can but understate the
    change (fewer deaths by a wider definition), else the years up to it.

    Args:
        settings: the settings seed.
        counts_more_after: whether the definition after the change between them counts all that the
            one before did, and more (False: less; None: neither is sure).
    """
    alike, later = of_one_definition(sides)
    if len(alike.before) < 2 or not (alike.now or later):
        reason = Reason.NO_YEARS_SINCE if len(alike.before) >= 2 else Reason.NO_YEARS_BEFORE
        return Judged(Verdict.TOO_SHORT, reason, alike, None, 1.0)
    if later:
        judged = _compare(alike, better, settings, later)
        fell = judged.ratio is not None and judged.ratio.upper < 1
        rose = judged.ratio is not None and judged.ratio.lower > 1
        if (fell and counts_more_after) or (rose and counts_more_after is False):
            return replace(judged, reason=Reason.EVEN_SO_COUNTED)
        if not alike.now:
            return Judged(Verdict.DEFINITION_CHANGED, Reason.BROKEN, judged.sides, None, 1.0)
        judged = _compare(alike, better, settings)
        return replace(judged, reason=judged.reason or Reason.BEFORE_BREAK_ONLY)
    return _compare(alike, better, settings)


def of_one_definition(sides: Sides) -> tuple[Sides, list[Year]]:
    """`sides` as counted in the last of the years before, and the years since counted otherwise."""
    segments = [year.segment for year in sides.before if year.segment is not None]
    segment = segments[-1] if segments else None

    def alike(years: Sequence[Year]) -> list[Year]:
        return [year for year in years if segment is not None and year.segment == segment]

    now = alike(sides.now)
    later = [year for year in sides.now if year not in now]
    return Sides(now, alike(sides.before), alike(sides.earlier)), later


def _compare(
    sides: Sides, better: Better, settings: Mapping[str, float], later: Sequence[Year] = ()
) -> Judged:
    compared = [*sides.before, *sides.now, *later]
    dispersion = accident_size(compared)
    ratio = pooled_ratio(
        _years(sides.now),
        _years(sides.before),
        _years(sides.earlier) if sides.earlier else None,
        _years(later) if later else None,
        dispersion=dispersion,
        spread_scale=settings["spread_scale"],
    )
    few = sum(year.events for year in compared) / dispersion < settings["few_deaths"]
    verdict = _verdict(ratio, better, few, settings["likely_p"])
    reason = Reason.FEW_EVENTS if verdict is Verdict.TOO_FEW else None
    used = replace(sides, now=[*sides.now, *later])
    return Judged(verdict, reason, used, ratio, dispersion)


def _verdict(ratio: PooledRatio, better: Better, few: bool, likely_p: float) -> Verdict:
    falls, rises = ratio.upper < 1, ratio.lower > 1
    p_better, p_worse = ratio.p_smaller, ratio.p_larger
    if better == "higher":
        falls, rises, p_better, p_worse = rises, falls, p_worse, p_better
    if falls:
        return Verdict.IMPROVING
    if rises:
        return Verdict.WORSENING
    if few:
        return Verdict.TOO_FEW
    if p_better < likely_p:
        return Verdict.PROBABLY_IMPROVING
    return Verdict.PROBABLY_WORSENING if p_worse < likely_p else Verdict.NO_CLEAR_CHANGE


def accident_size(years: Sequence[Year]) -> float:
    """Deaths squared over deaths, not below 1: how many dead come together."""
    known = [year for year in years if year.squares is not None]
    deaths = sum(year.events for year in known)
    squares = sum(year.squares or 0.0 for year in known)
    return max(squares / deaths, 1.0) if deaths else 1.0


def _years(years: Sequence[Year]) -> Years:
    return Years.of(
        np.array([year.events for year in years]),
        np.array([year.denominator * year.weight for year in years]),
    )

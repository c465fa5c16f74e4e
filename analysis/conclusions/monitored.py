"""Months in which a series of events is more than its own past explains.

Each month that is known is looked at once: a frequent series by its count (`monthly_count`), a rare
one by how close together its latest events came (`crowded_events`). Events are accidents, not people:
one with several dead is one.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from analysis.statistics.columns import Floats
from analysis.statistics.crowding import Pace
from analysis.statistics.farrington import (
    Baseline,
    expected_count,
    negative_binomial_bounds,
    season_parts,
)
from analysis.statistics.operational_time import operational_time

MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Rules:
    """What the office may choose; rows of ``seeds/settings.csv`` but for `alpha`.

    Attributes:
        alpha: largest probability, if nothing changed, that a look finds something.
        baseline: what a month is set beside.
        least_months: so many of the months before must be known.
        crowds: how many of the latest events are looked at together.
        season_prior: events by which the season of rare events is drawn towards none.
        year_variation: how far the true rate moves between years beyond chance without being worth a
            find, a coefficient of variation.
        quiet_months: so many months without a find end an episode.
    """

    alpha: float
    baseline: Baseline
    least_months: int
    crowds: tuple[int, ...]
    season_prior: float
    year_variation: float
    quiet_months: int


def rules_of(settings: Mapping[str, float], rows_a_year: float, series: int) -> Rules:
    """The rules by the settings seed.

    Args:
        rows_a_year: false finds that all series together may have in a year (the budget of
            Bonferroni: a look has its part of the year's looks).
        series: how many are looked at each month.
    """
    return Rules(
        alpha=rows_a_year / (MONTHS_A_YEAR * series),
        baseline=Baseline(
            freq=MONTHS_A_YEAR,
            years=int(settings["signal_baseline_years"]),
            half_window=int(settings["signal_half_window_months"]),
            parts=int(settings["signal_season_parts"]),
            left_out=int(settings["signal_left_out_months"]),
            trend_p=0.0,  # exposure carries growth; a rate that rises is to be found, not explained
        ),
        least_months=int(settings["signal_min_months"]),
        crowds=(int(settings["signal_crowd_few"]), int(settings["signal_crowd_many"])),
        season_prior=settings["signal_season_prior"],
        year_variation=settings["signal_year_variation"],
        quiet_months=int(settings["signal_quiet_months"]),
    )


@dataclass(frozen=True)
class Monitored:
    """A series of events of one definition, month by month without a gap.

    Attributes:
        first_month: the first day of the first month.
        counts: events, one value a month; NaN where unknown.
        exposure: what they are out of, above zero; NaN where unknown.
        moments: when each happened, in order; None for a frequent series.
    """

    first_month: date
    counts: Floats
    exposure: Floats
    moments: Sequence[datetime] | None = None

    @property
    def known(self) -> np.ndarray:
        """Whether both are known of a month."""
        return np.isfinite(self.counts) & np.isfinite(self.exposure)

    def days(self, month: int) -> tuple[date, date]:
        """First and last day of a month, counted from 0."""
        years, at = divmod(self.first_month.month - 1 + month, MONTHS_A_YEAR)
        first = date(self.first_month.year + years, at + 1, 1)
        return first, first.replace(day=monthrange(first.year, first.month)[1])


@dataclass(frozen=True)
class Find:
    """A month in which more is found than chance explains, and the figures that say so.

    Attributes:
        month: its place in the series, from 0.
        first_day, last_day: what `value` was counted over; of crowded events the day of the event
            before them, and that of the last.
        value, expected, upper: events seen, to be expected, and the most that chance explains.
        p: probability of at least `value` if nothing changed.
    """

    month: int
    rule: str
    first_day: date
    last_day: date
    value: float
    expected: float
    upper: float
    p: float


def finds(series: Monitored, rules: Rules) -> Iterator[Find]:
    """The months in which something is found, in order."""
    look = _frequent(series) if series.moments is None else _Rare(series, series.moments).crowded
    known, back = series.known, rules.baseline.years * MONTHS_A_YEAR
    for month in np.flatnonzero(known & (series.counts > 0)).tolist():
        if known[max(month - back, 0) : month].sum() >= rules.least_months:
            find = look(month, rules)
            if find and find.p <= rules.alpha:
                yield find


def _frequent(series: Monitored) -> Callable[[int, Rules], Find | None]:
    """Looks at a month's count beside those of earlier years."""
    known = series.known
    counts, exposure = (
        np.where(known, values, np.nan) for values in (series.counts, series.exposure)
    )

    def look(month: int, rules: Rules) -> Find | None:
        value, days, baseline = float(counts[month]), series.days(month), rules.baseline
        part = np.where(known[: month + 1], season_parts(month, baseline), 0)
        past, like = np.flatnonzero(part), np.flatnonzero(part == baseline.parts)
        if len(like) and not counts[like].any():
            # the regression would expect nothing, and any event would be a find
            pace = Pace(0, float(exposure[like].sum()))
            p = pace.chance_of_crowding(value, exposure[month])
            upper = pace.most_by_chance(rules.alpha, exposure[month])
            return Find(month, "monthly_count", *days, value, 0.0, upper, p)
        if (
            counts[like].sum() * exposure[past].sum()
            < 0.5 * counts[past].sum() * exposure[like].sum()
        ):
            baseline = replace(
                baseline, parts=1
            )  # how a high season varies says nothing of a low one
        expected = expected_count(counts, month, baseline, exposure)
        if expected is None or counts[month] <= expected.mean:
            return None
        spread = expected.spread + expected.mean * rules.year_variation**2
        bounds = negative_binomial_bounds(expected.mean, spread, value, rules.alpha)
        return Find(month, "monthly_count", *days, value, expected.mean, bounds.upper, bounds.p)

    return look


class _Rare:
    """Events on the clock of their exposure; those of unknown months are left out."""

    def __init__(self, series: Monitored, moments: Sequence[datetime]) -> None:
        first, self.known = series.first_month, series.known
        self.exposure = np.where(self.known, series.exposure, 0.0)
        self.season = (first.month - 1 + np.arange(len(self.known))) % MONTHS_A_YEAR
        placed = [
            (month, moment)
            for moment in moments
            if 0 <= (month := _months_between(first, moment)) < len(self.known)
            and self.known[month]
        ]
        self.moments = [moment for _, moment in placed]
        self.months = np.array([month for month, _ in placed], dtype=int)
        self.shares = np.array([_share_of_month(moment) for moment in self.moments])

    def crowded(self, month: int, rules: Rules) -> Find | None:
        """The latest events up to the end of the month, few and many of them."""
        last = int(np.searchsorted(self.months, month, side="right")) - 1
        found = [find for size in rules.crowds if (find := self._crowd(last, size, rules))]
        return min(found, key=lambda find: find.p, default=None)

    def _crowd(self, last: int, size: int, rules: Rules) -> Find | None:
        """The `size` events up to event `last`, since the one before them, beside the years before
        that one."""
        if last < size:
            return None
        first, month = last - size, int(self.months[last])
        start = int(self.months[first])
        past = slice(max(start - rules.baseline.years * MONTHS_A_YEAR, 0), start)
        if not self.known[start : month + 1].all() or self.known[past].sum() < rules.least_months:
            return None
        clock = operational_time(
            self.exposure, self.season, self.months, self.shares, past, rules.season_prior
        )
        time = max(float(clock.reads[last] - clock.reads[first]), 1e-12)  # two in one minute
        before = int(((self.months >= past.start) & (self.months < start)).sum())
        time_before = float(clock.starts[start] - clock.starts[past.start])
        pace = Pace(before, time_before, rules.year_variation)
        tries = len(rules.crowds)
        p = min(tries * pace.chance_of_crowding(size, time), 1.0)
        if p > rules.alpha:  # the bound takes longer to find than all the rest
            return None
        upper = pace.most_by_chance(rules.alpha / tries, time)
        days = self.moments[first].date(), self.moments[last].date()
        expected = pace.events * time / pace.time
        return Find(month, "crowded_events", *days, float(size), expected, upper, p)


def _months_between(first: date, moment: datetime) -> int:
    return (moment.year - first.year) * MONTHS_A_YEAR + moment.month - first.month


def _share_of_month(moment: datetime) -> float:
    """How much of its month is over."""
    begins = datetime(moment.year, moment.month, 1)
    return (moment - begins) / timedelta(days=monthrange(moment.year, moment.month)[1])

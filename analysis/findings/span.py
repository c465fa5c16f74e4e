"""What a report is about: a year, a year up to a month, or the plan's years so far."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from analysis.base.places import own_id
from analysis.base.settings import baseline_years
from analysis.marts.plan import plan_indicators, plan_rows
from analysis.marts.rows import in_language
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang, say
from analysis.messages.numbers import listed

Kind = Literal["year", "to_date", "plan"]


@dataclass(frozen=True)
class Span:
    """`first` to `end`, both days of it."""

    kind: Kind
    first: date
    end: date

    @property
    def year(self) -> int:
        """The year that it ends in."""
        return self.end.year

    @property
    def last_whole_year(self) -> int:
        """The last year that is over at its end."""
        return self.year if (self.end.month, self.end.day) == (12, 31) else self.year - 1

    @property
    def stem(self) -> str:
        """As the name of a file holds it."""
        if self.kind == "plan":
            return f"{self.first.year}-{self.year}"
        return f"{self.year}" if self.kind == "year" else f"{self.end:%Y-%m}"

    @property
    def in_last_year(self) -> "Span":
        """Of the year that it ends in as much as it holds."""
        whole = self.last_whole_year == self.year
        return whole_year(self.year) if whole else year_to(self.year, self.end.month)

    def words(self, lang: Lang) -> str:
        if self.kind == "to_date" and self.end.month == 1:
            return say("edition_january", lang, year=self.year)
        return say(
            f"edition_{self.kind}",
            lang,
            first=self.first.year,
            year=self.year,
            month=self.end.month,
        )


def whole_year(year: int) -> Span:
    return Span("year", date(year, 1, 1), date(year, 12, 31))


def year_to(year: int, month: int) -> Span:
    """From January to the end of `month`."""
    return Span("to_date", date(year, 1, 1), date(year, month, monthrange(year, month)[1]))


def plan_so_far(marts: Snapshot) -> Span:
    """The plan's years, up to the last month that was due by the build's day or that any of its indicators is
    judged by; up to that day where there is none: years of which nothing came lack, and are not left out."""
    first = date(baseline_years()[1] + 1, 1, 1)
    last: date = max(marts.table("reference", "plan_phases")["ends_on"].drop_nulls().to_list())
    plan = plan_indicators(marts)["indicator_id"]
    judged = marts["fct_verdicts"].filter(
        pl.col("indicator_id").is_in(plan.implode()),
        pl.col("period_end").is_between(first, last),
        region_id=own_id(),
    )
    due = marts["fct_hand_in_calendar"].filter(
        pl.col("period_end").is_between(first, last), pl.col("due_date") < marts.as_of
    )
    ends: list[date] = [*judged["period_end"], *due["period_end"]]
    return Span("plan", first, max(ends, default=max(first, min(marts.as_of, last))))


def so_far(marts: Snapshot) -> Span:
    """The year that runs, up to the last month whose counts of any rate of the plan are all handed in; of
    nothing handed in, up to the build's day."""
    end = max(handed_in(marts, "ytd"), default=marts.as_of)
    return year_to(end.year, end.month)


def handed_in(marts: Snapshot, kind: str) -> list[date]:
    """The ends of months that are handed in for some rate of the plan; of `kind` ``ytd``, whose year so far is."""
    series = plan_indicators(marts)["numerator_series"]
    counted = marts.table("intermediate", "int_series_by_period").filter(
        "is_complete",
        pl.col("series").is_in(series.implode()),
        region_id=own_id(),
        period_kind=kind,
        origin="hand_in",
    )
    ends: list[date] = counted["period_end"].to_list()
    return ends


def why_not(marts: Snapshot, span: Span, lang: Lang) -> str | None:
    """Why there is nothing to say of `span`, and what there is: a year that is not over, or one of which no
    accidents were handed in; none where there is."""
    files = marts["dim_hand_in"].filter("is_in_force", pl.col("event_domain").is_not_null())
    if files.is_empty():
        return say("span_of_nothing", lang)
    first, last = (f"{day:%Y-%m}" for day in (min(files["period_start"]), so_far(marts).end))
    known = {"span": span.words(lang), "first": first, "last": last}
    if span.kind == "year" and span.end > marts.as_of:
        return say("span_not_over", lang, **known)
    reported = max(handed_in(marts, "month"), default=span.end)
    if span.kind == "to_date" and span.end > reported:
        return say("span_not_yet", lang, span=known["span"], last=f"{reported:%Y-%m}")
    within = (pl.col("period_start") <= span.end) & (pl.col("period_end") >= span.first)
    if span.kind != "plan" and files.filter(within).is_empty():
        return say("span_without_data", lang, **known)
    return None


def default_year(marts: Snapshot) -> int:
    """The last year of which most rates of the plan are known, else the one before the build's day."""
    known = _years_known(marts)
    most = len(plan_indicators(marts)) // 2 + 1
    return max((y for y, ids in known.items() if len(ids) >= most), default=marts.as_of.year - 1)


def why_default(marts: Snapshot, lang: Lang) -> str | None:
    """Which year is taken where none is asked for, and why; none where it is the last one and all is known."""
    known, year, last = _years_known(marts), default_year(marts), marts.as_of.year - 1
    plan = plan_rows(marts)
    lacking = [row for row in plan if row["indicator_id"] not in known.get(last, set())]
    if not lacking:
        return None
    names = listed([in_language(row, "name", lang) for row in lacking], lang)
    figures = {"year": year, "known": len(known.get(year, ())), "all": len(plan)}
    return say("default_year", lang, last=last, names=names, **figures)


def _years_known(marts: Snapshot) -> dict[int, set[str]]:
    """By year the rates of the plan that are known of it."""
    plan = plan_indicators(marts)["indicator_id"]
    rates = marts["fct_indicator_rates"].filter(
        pl.col("indicator_id").is_in(plan.implode()),
        pl.col("rate").is_not_null(),
        region_id=own_id(),
        period_kind="year",
        origin="hand_in",
    )
    found: dict[int, set[str]] = {}
    for day, indicator in rates.select("period_end", "indicator_id").iter_rows():
        found.setdefault(day.year, set()).add(indicator)
    return found

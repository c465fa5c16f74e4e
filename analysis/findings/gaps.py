"""Which hand-ins are missing of what a figure counts."""

from collections.abc import Collection, Sequence
from datetime import date

import polars as pl

from analysis.base.settings import baseline_years
from analysis.findings.span import Span
from analysis.marts.hand_in_calendar import NOT_HANDED_IN, worded_calendar
from analysis.marts.plan import PlanIndicatorRow
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang, say
from analysis.messages.dates import period_list
from analysis.messages.numbers import listed

_NAMED = 6
_OF_TARGETS = ("target_progress", "enforcement", "hazards")  # what targets and points stand on


def lacking(
    marts: Snapshot, span: Span, indicators: Sequence[PlanIndicatorRow], lang: Lang
) -> pl.DataFrame:
    """The hand-ins that did not come or do not count (see `worded_calendar`): of the span, of the years that its
    verdicts are held to, and of targets and points up to the build's day, as of which they stand. Rates are targets
    too: they rest on accidents and denominators."""
    domains = [row["event_domain"] for row in indicators]
    over = [row["denominator_series"] for row in indicators]
    counted = marts.table("staging", "stg_forms").filter(pl.col("event_domain").is_in(domains))
    given = marts.table("staging", "stg_feeds").filter(pl.col("series").is_in(over))
    of_targets = [*_OF_TARGETS, *counted["form"], *given["form"]]
    first = min(span.first, date(baseline_years()[0], 1, 1))
    is_of_targets = pl.col("form").is_in(of_targets) & (pl.col("period_end") <= marts.as_of)
    is_own = (pl.col("period_end") <= span.end) | is_of_targets
    calendar = marts["fct_hand_in_calendar"].filter(
        pl.col("period_end") >= first, is_own, pl.col("status").is_in(NOT_HANDED_IN)
    )
    return worded_calendar(calendar, marts["dim_department"], lang)


def gaps_of(marts: Snapshot, lang: Lang) -> pl.DataFrame:
    """The hand-ins that did not come or do not count, in order of time: ``form, event_domain, feeds`` (the series that
    it gives), ``name`` (of the form), ``period, period_end``."""
    calendar = marts["fct_hand_in_calendar"].filter(pl.col("status").is_in(NOT_HANDED_IN))
    forms = marts.table("staging", "stg_forms").select("form", "event_domain")
    feeds = marts.table("staging", "stg_feeds").group_by("form").agg(feeds="series")
    found = calendar.join(forms, on="form").with_columns(name=f"form_{lang}")
    found = found.select("form", "event_domain", "name", "period", "period_end").unique()
    found = found.join(feeds, on="form", how="left")
    return found.sort("period_end", "name")


def no_gaps() -> pl.DataFrame:
    """Where nothing is missing."""
    columns = ("form", "event_domain", "name", "period")
    texts = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return texts.with_columns(
        period_end=pl.lit(None, pl.Date), feeds=pl.lit(None, pl.List(pl.String))
    )


def between(
    gaps: pl.DataFrame,
    domains: Collection[str],
    first: date,
    end: date,
    series: Collection[str] = (),
) -> pl.DataFrame:
    """Those of `domains` of accidents, and those that give `series`, whose period ends on one of the days from `first` to
    `end`."""
    ended = pl.col("period_end").is_between(first, end)
    gives = pl.col("feeds").list.set_intersection(pl.lit(list(series), pl.List(pl.String)))
    return gaps.filter(ended, pl.col("event_domain").is_in(list(domains)) | (gives.list.len() > 0))


def gap_words(gaps: pl.DataFrame, lang: Lang) -> str:
    """Which periods of which forms are missing; empty where none are."""
    forms = gaps.group_by("name", maintain_order=True).agg("period")
    said = [
        say(
            "gap_of_form",
            lang,
            name=name,
            periods=period_list(periods, lang, _NAMED),
        )
        for name, periods in forms.iter_rows()
    ]
    return say("gaps", lang, forms=listed(said, lang)) if said else ""


def counted_span(gaps: pl.DataFrame, span: Span, lang: Lang) -> str:
    """What a count over `span` is of, where `gaps` are missing of it: then only of the months that came."""
    said = span.words(lang)
    return said if gaps.is_empty() else say("months_handed_in", lang, span=said)

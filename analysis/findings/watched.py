"""Which series statistical signals are looked for in: where too little is known before a month, none can be found
in it, and that there are none says nothing."""

from collections import Counter
from datetime import date
from typing import NamedTuple

import polars as pl

from analysis.base.places import own_id
from analysis.base.settings import setting
from analysis.conclusions.monitored import MONTHS_A_YEAR
from analysis.findings.findings import Findings
from analysis.marts.rows import IndicatorRow
from analysis.marts.snapshot import Snapshot
from analysis.messages.dates import period_list

_RUNS = 3  # so many stretches of months of a series are named


class Unwatched(NamedTuple):
    """Series that no month of the span, or those `months` of it alone, are looked at of, and the reason."""

    reason: str
    months: tuple[date, ...]
    series: list[str]


def months_watched(marts: Snapshot) -> pl.DataFrame:
    """``series, month_end`` of the own region that are looked at, as ``signal_min_months`` of the years before
    are known by the same definition."""
    known = _months_known(marts).with_columns(month=pl.col("month_end").dt.month_start())
    before = known.sort("month").rolling(
        "month", period=f"{_back()}mo", closed="left", group_by=["series", "segment"]
    )
    looked_at = before.agg(before=pl.len()).filter(pl.col("before") >= _least())
    return looked_at.select("series", month_end=pl.col("month").dt.month_end())


def watched_in(
    marts: Snapshot, indicator: IndicatorRow, region: str, first: date, end: date
) -> list[date] | None:
    """The ends of the months of those days that signals are looked for in under `indicator` in `region`, in order;
    none where they are not looked for under it at all."""
    monitored = marts.table("intermediate", "int_monitored_series")
    if region != own_id() or indicator["indicator_id"] not in monitored["indicator_id"]:
        return None
    within = pl.col("month_end").is_between(first, end)
    months = months_watched(marts).filter(within, series=indicator["numerator_series"])
    return months["month_end"].sort().to_list()


def unwatched(findings: Findings) -> list[Unwatched]:
    """What of the span is not looked at, whole series first; nothing where all of it is."""
    first, end = findings.span.first, findings.span.end
    months = pl.date_range(first, end, "1mo", eager=True).dt.month_end().to_list()
    watched, known = (
        {series: set(own["month_end"]) for (series,), own in rows.group_by("series")}
        for rows in (months_watched(findings.marts), _months_known(findings.marts))
    )
    found: dict[tuple[str, tuple[date, ...]], list[str]] = {}
    for series in _monitored(findings.marts):
        left = [month for month in months if month not in watched.get(series, ())]
        short = tuple(month for month in left if month in known.get(series, ()))
        silent = tuple(month for month in left if month not in short)
        if len(left) == len(months):
            found.setdefault(("short" if short else "silent", ()), []).append(series)
            continue
        for reason, own in (("short", short), ("silent", silent)):
            if own:
                found.setdefault((reason, own), []).append(series)
    ordered = sorted(found, key=lambda one: bool(one[1]))
    return [Unwatched(reason, own, found[reason, own]) for reason, own in ordered]


def _named(findings: Findings, left: list[str]) -> str:
    """The names of those series; a domain of which all are left is named alone."""
    names = findings.series_names()
    domains = dict(findings.marts["dim_series"].select("series", "event_domain").iter_rows())
    called = {row["event_domain"]: findings.text(row, "domain") for row in findings.indicators}
    of_domain = Counter(domains[series] for series in _monitored(findings.marts))
    of_left = Counter(domains[series] for series in left)
    whole = [domain for domain in called if of_left[domain] == of_domain[domain] > 1]
    said = [called[d] if (d := domains[series]) in whole else names[series] for series in left]
    return findings.listed(dict.fromkeys(said))


def is_any_watched(findings: Findings) -> bool:
    """Whether signals are looked for in anything in the span."""
    whole = sum(len(left.series) for left in unwatched(findings) if not left.months)
    return whole < len(_monitored(findings.marts))


def unwatched_words(findings: Findings) -> str:
    """In which series, or in which months of them, no signal can be found in the span, and why; empty where one can
    in all of them."""
    left, span = unwatched(findings), findings.span.words(findings.lang)
    if not left:
        return ""
    is_any = is_any_watched(findings)
    alone = len(left) == 1 and not is_any
    reasons = [_why(findings, one) if alone else _one_left(findings, one) for one in left]
    code = "unwatched_some" if is_any else "unwatched_all"
    return findings.say(code, span=span, why=findings.say("list_semicolon").join(reasons))


def _one_left(findings: Findings, left: Unwatched) -> str:
    """Series and, where they are not all of the span, months, and why."""
    name, why = _named(findings, left.series), _why(findings, left)
    if left.months:
        labels = [f"{month:%Y-%m}" for month in left.months]
        months = period_list(labels, findings.lang, _RUNS)
        name = findings.say("unwatched_months", name=name, months=months)
    return findings.say("gap", name=name, why=why)


def _why(findings: Findings, left: Unwatched) -> str:
    code = f"unwatched_{left.reason}"
    if left.reason == "silent" and left.months:
        code = "unwatched_silent_months"
    return findings.say(code, **_rule())


def _rule() -> dict[str, int]:
    return {"back": _back(), "least": _least()}


def _back() -> int:
    return MONTHS_A_YEAR * int(setting("signal_baseline_years"))


def _least() -> int:
    return int(setting("signal_min_months"))


def _monitored(marts: Snapshot) -> list[str]:
    return marts.table("intermediate", "int_monitored_series")["series"].sort().to_list()


def _months_known(marts: Snapshot) -> pl.DataFrame:
    return marts.table("intermediate", "int_monitored_months").filter(region_id=own_id())

"""Finds of neighbouring months are one episode: a row that has a start, a peak and an end.

An unknown month ends an episode, and so does a change of definition.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl

from analysis.conclusions.monitored import MONTHS_A_YEAR, Find, Monitored, Rules, finds, rules_of

SCHEMA = {
    "indicator_id": pl.String,
    "region_id": pl.String,
    "series": pl.String,
    "rule": pl.String,
    "start_period_end": pl.Date,
    "end_period_end": pl.Date,
    "months_found": pl.Int64,
    "peak_period_end": pl.Date,
    "peak_first_day": pl.Date,
    "peak_last_day": pl.Date,
    "value": pl.Float64,
    "expected": pl.Float64,
    "upper": pl.Float64,
    "p": pl.Float64,
    "rows_a_year": pl.Float64,
    "known_to": pl.Date,
    "state": pl.String,
}


def all_episodes(
    months: pl.DataFrame, moments: pl.DataFrame, settings: Mapping[str, float], rows_a_year: float
) -> pl.DataFrame:
    """One row an episode of any series, of the columns of `SCHEMA`.

    Args:
        months: known months: series, indicator_id, region_id, segment (of one definition), month_end,
            occurrences, exposure.
        moments: series, region_id, segment, occurred_at of the rare series.
        settings: the settings seed.
        rows_a_year: false finds that all series of a region together may have in a year.
    """
    key = ["series", "region_id", "segment"]
    happened = {
        name: group["occurred_at"].sort().to_list() for name, group in moments.group_by(key)
    }
    rules = rules_of(settings, rows_a_year, max(months["series"].n_unique(), 1))
    months = months.with_columns(latest=pl.col("month_end").max().over("series", "region_id"))
    rows: list[dict[str, Any]] = []
    for name, group in months.group_by([*key, "indicator_id"], maintain_order=True):
        series, region, _, indicator = name
        about = {"indicator_id": indicator, "region_id": region, "series": series}
        monitored = _without_gaps(group, happened.get(name[:3]))
        # what is counted otherwise since then does not go on
        is_past = group["month_end"].max() != group["latest"].max()
        ended = {"state": "over"} if is_past else {}
        rows += [about | row | ended for row in episodes(monitored, rules)]
    by_chance = pl.col("p") * rows_a_year / rules.alpha
    return pl.DataFrame(rows, schema=SCHEMA).with_columns(rows_a_year=by_chance)


def _without_gaps(months: pl.DataFrame, moments: list[datetime] | None) -> Monitored:
    ends = months["month_end"]
    at = (ends.dt.year() * MONTHS_A_YEAR + ends.dt.month()).to_numpy()
    filled = np.full((2, at.max() - at.min() + 1), np.nan)
    filled[:, at - at.min()] = months.select("occurrences", "exposure").to_numpy().T
    first: date = ends.sort()[0]
    return Monitored(first.replace(day=1), filled[0], filled[1], moments)


def episodes(series: Monitored, rules: Rules) -> Iterator[dict[str, Any]]:
    """One row an episode, of the columns of `SCHEMA` after the keys; the peak is its least likely
    find, and it is open while fewer than `quiet_months` known months follow its last find."""
    run: list[Find] = []
    for find in finds(series, rules):
        if run and not _is_one(series, rules, run[-1].month, find.month):
            yield _episode(run, series, rules)
            run = []
        run.append(find)
    if run:
        yield _episode(run, series, rules)


def _is_one(series: Monitored, rules: Rules, month: int, later: int) -> bool:
    """Whether the quiet between two months is short, and every month of it known."""
    return later - month <= rules.quiet_months and bool(series.known[month:later].all())


def _episode(run: list[Find], series: Monitored, rules: Rules) -> dict[str, Any]:
    def end(find: Find) -> date:
        return series.days(find.month)[1]

    peak, after = min(run, key=lambda find: find.p), len(series.exposure)
    return {
        "rule": peak.rule,
        "start_period_end": end(run[0]),
        "end_period_end": end(run[-1]),
        "months_found": len(run),
        "peak_period_end": end(peak),
        "peak_first_day": peak.first_day,
        "peak_last_day": peak.last_day,
        "value": peak.value,
        "expected": peak.expected,
        "upper": peak.upper,
        "p": peak.p,
        "known_to": series.days(after - 1)[1],
        "state": "open" if _is_one(series, rules, run[-1].month, after) else "over",
    }

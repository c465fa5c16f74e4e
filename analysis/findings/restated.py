"""Yearly counts that a report compares, and that were published otherwise before."""

import polars as pl

from analysis.base.places import own_id
from analysis.base.settings import baseline_years
from analysis.findings.findings import Findings
from analysis.marts.rows import RestatementRow, rows_of
from analysis.messages.numbers import short


def restated_counts(findings: Findings) -> str:
    """Which deaths of a year that the span compares have changed since they were first published, from what to what;
    empty where none has."""
    first = baseline_years()[0] if findings.span.kind == "plan" else findings.year - 1
    found = findings.marts["fct_restatements"].filter(
        pl.col("period_end").dt.year().is_between(first, findings.year),
        region_id=own_id(),
        period_kind="year",
    )
    published = found.sort("restated_on").unique(
        ["indicator_id", "period_end"], keep="first", maintain_order=True
    )
    said = []
    for one in findings.of_indicators:
        now = {row["year"]: row for row in findings.years_of(one.indicator)}
        own = published.filter(indicator_id=one.indicator["indicator_id"]).sort("period_end")
        for row in rows_of(own, RestatementRow):
            year, before = row["period_end"].year, row["numerator_before"]
            count = now[year]["numerator"] if year in now else None
            if before is not None and count is not None and before != count:
                name = findings.text(one.indicator, "domain")
                counts = {"before": short(before), "count": short(count)}
                said.append(findings.say("restated_count", name=name, year=year, **counts))
    return findings.say("restated_counts", counts=findings.listed(said)) if said else ""

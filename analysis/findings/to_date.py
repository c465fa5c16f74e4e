"""Counts from January on, for the year that runs and those before it."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from analysis.base.places import own_id
from analysis.findings.span import Span
from analysis.marts.snapshot import Snapshot


@dataclass(frozen=True)
class ToDate:
    """`count` up to `end`, the last month up to which all were handed in, and the same months a year before
    (none where a month of theirs is missing). `least` is the count of all months that were handed in, where
    some lie after a missing one; `before_span` that of the months of the span a year before, if all are known."""

    end: date | None
    count: float | None
    before: float | None
    least: float | None = None
    before_span: float | None = None


def counts_by_month(
    marts: Snapshot, plan: pl.DataFrame, years: tuple[int, int], kind: str = "ytd"
) -> pl.DataFrame:
    """One row an indicator and month whose every month from January on was handed in; of `kind` ``month``, that
    was handed in: ``indicator_id, name, period_end, year, month, numerator``.

    Not the rates' own numerators: production is over GDP, which has no rate for most months.

    Args:
        plan: rows of ``dim_indicator`` with ``name``; years: the first and the last.
    """
    counts = marts.table("intermediate", "int_series_by_period")
    counts = counts.filter("is_complete", region_id=own_id(), period_kind=kind).with_columns(
        year=pl.col("period_end").dt.year(), month=pl.col("period_end").dt.month()
    )
    counts = counts.filter(pl.col("year").is_between(*years))
    joined = plan.join(counts, left_on="numerator_series", right_on="series")
    return joined.select("indicator_id", "name", "period_end", "year", "month", numerator="value")


def to_date(
    counts: pl.DataFrame, months: pl.DataFrame, indicator_id: str, span: Span
) -> ToDate | None:
    """The last month of the year of `span` up to its end; none where nothing was handed in.

    Args:
        counts: see `counts_by_month`; months: the same of single months.
    """
    own = counts.filter(pl.col("period_end") <= span.end, indicator_id=indicator_id)
    now = own.filter(year=span.year).sort("month").tail(1)
    known = months.filter(pl.col("period_end") <= span.end, indicator_id=indicator_id)
    known = known.filter(year=span.year)
    least = float(known["numerator"].sum()) if known.height > sum(now["month"]) else None
    year_before = own.filter(year=span.year - 1)
    months_before = year_before.filter(month=span.end.month)["numerator"].to_list()
    before_span = months_before[0] if months_before else None
    if now.is_empty():
        return None if least is None else ToDate(None, None, None, least, before_span)
    end, month, count = now.select("period_end", "month", "numerator").row(0)
    before = year_before.filter(month=month)["numerator"].to_list()
    return ToDate(end, count, before[0] if before else None, least, before_span)

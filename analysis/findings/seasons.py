"""In what months accidents happen more or less than chance explains."""

import polars as pl

from analysis.base.places import own_id
from analysis.base.settings import setting
from analysis.findings.alike import years_alike
from analysis.findings.findings import Findings
from analysis.marts.plan import plan_indicators
from analysis.statistics import counts_by_chance

_CONFIDENCE = 0.998  # twelve months are looked at, at once


def by_month(findings: Findings) -> pl.DataFrame:
    """Accidents a month over the last whole years of one definition, by domain and month.

    Returns:
        ``name, first, last`` (years), ``month, accidents`` (of all those years), ``mean`` (of a year), ``lower`` and ``upper`` (between which
        chance keeps the mean of months that are alike, by their days), ``stands`` (above, below, within); domains
        in the plan's order, those with one such year at least.
    """
    marts, most = findings.marts, int(setting("when_years"))
    alike_years = [
        (row["event_domain"], year)
        for row in findings.indicators
        for year in years_alike(findings, row["indicator_id"], most)
    ]
    years = pl.DataFrame(alike_years, {"event_domain": pl.String, "year": pl.Int64}, orient="row")
    plan = plan_indicators(marts).select(
        "domain_order", "event_domain", "numerator_series", name=f"domain_{findings.lang}"
    )
    alike = ["event_domain", "filter_column", "filter_value"]  # counted as the plan's deaths are
    series = marts["dim_series"]
    deaths = series.select(*alike, numerator_series="series").join(plan, on="numerator_series")
    accidents = series.filter(measure="accidents").join(deaths, on=alike, nulls_equal=True)
    counts = (  # a month without a row is 0 where it was handed in, and whole years were
        marts["fct_series_values"]
        .filter(region_id=own_id(), kind="count")
        .join(accidents.select("series", "event_domain"), on="series")
        .group_by("event_domain", month_end=pl.col("period_end"))
        .agg(accidents=pl.col("value").sum())
    )
    months = pl.DataFrame({"month": range(1, 13)}, schema={"month": pl.Int64})
    counts = (
        years.join(months, how="cross")
        .with_columns(month_end=pl.date("year", "month", 1).dt.month_end())
        .join(counts, on=["event_domain", "month_end"], how="left")
        .join(plan, on="event_domain")
        .group_by("domain_order", "name", "month")
        .agg(
            first=pl.col("year").min(),
            last=pl.col("year").max(),
            years=pl.len(),
            accidents=pl.col("accidents").fill_null(0.0).sum(),
            days=pl.col("month_end").dt.day().cast(pl.Int64).sum(),
        )
        .sort("domain_order", "month")
    )
    whole = pl.col("accidents").sum().over("name") / pl.col("days").sum().over("name")
    counts = counts.with_columns(expected=whole * pl.col("days")).filter(pl.col("expected") > 0)
    bounds = counts_by_chance(counts["expected"], _CONFIDENCE)
    count, lower, upper = pl.col("accidents"), bounds["lower"], bounds["upper"]
    stands = pl.when(count > upper).then(pl.lit("above")).when(count < lower).then(pl.lit("below"))
    return counts.select(
        "name",
        "first",
        "last",
        "month",
        pl.col("accidents").cast(pl.Int64),
        mean=count / pl.col("years"),
        lower=lower / pl.col("years"),
        upper=upper / pl.col("years"),
        stands=stands.otherwise(pl.lit("within")),
    )

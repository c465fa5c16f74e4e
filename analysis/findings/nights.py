"""At what hour accidents happen, and how many of them at night."""

import polars as pl

from analysis.base.settings import setting
from analysis.findings.findings import Findings
from analysis.marts.plan import plan_indicators


def by_hour(findings: Findings) -> pl.DataFrame:
    """Accidents of the last years of the span by domain and hour: ``name, hour, accidents, is_night``;
    domains in the plan's order, each with 24 hours. A row at midnight sharp tells the day alone."""
    accidents = _accidents(findings).filter("has_hour")
    first, last = setting("night_first_hour"), setting("night_last_hour")
    hours = pl.DataFrame({"hour": range(24)}, schema={"hour": pl.Int64})
    counted = accidents.group_by("domain_order", "name", "hour").agg(accidents=pl.len())
    domains = counted.select("domain_order", "name").unique()
    return (
        domains.join(hours, how="cross")
        .join(counted, on=["domain_order", "name", "hour"], how="left")
        .sort("domain_order", "hour")
        .select(
            "name",
            "hour",
            pl.col("accidents").fill_null(0),
            is_night=(pl.col("hour") >= first) | (pl.col("hour") < last),
        )
    )


def at_night(findings: Findings) -> pl.DataFrame:
    """By domain, in the plan's order: ``name, accidents, at_night, share_pct`` of those whose hour is known (null of
    too few), and ``without_hour``. How many are about at night is not known, so that a share is no risk."""
    unknown = _accidents(findings).group_by("name").agg(without_hour=(~pl.col("has_hour")).sum())
    found = by_hour(findings).group_by("name", maintain_order=True)
    few = pl.col("accidents") < setting("fewest_events_drawn")
    return (
        found.agg(
            accidents=pl.col("accidents").sum(),
            at_night=pl.col("accidents").filter("is_night").sum(),
        )
        .with_columns(share_pct=pl.when(~few).then(pl.col("at_night") / pl.col("accidents") * 100))
        .join(unknown, on="name", how="left", maintain_order="left")
    )


def _accidents(findings: Findings) -> pl.DataFrame:
    plan = plan_indicators(findings.marts)
    domains = plan.select("domain_order", domain="event_domain", name=f"domain_{findings.lang}")
    year, moment = pl.col("occurred_at").dt.year(), pl.col("occurred_at")
    first = findings.year - int(setting("when_years")) + 1
    return (
        findings.accidents.filter(year.is_between(first, findings.year))
        .join(domains, on="domain")
        .with_columns(
            hour=moment.dt.hour().cast(pl.Int64),
            has_hour=moment.dt.time() != pl.time(0, 0),
        )
    )

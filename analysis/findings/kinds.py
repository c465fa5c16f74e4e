"""What kinds of accident the span's last year had."""

import polars as pl

from analysis.base.seeds import seed_rows
from analysis.findings.findings import Findings
from analysis.marts.plan import plan_indicators


def kinds_by_domain(findings: Findings) -> list[pl.DataFrame]:
    """Of each domain that had any: ``name`` (of the domain), ``kind``, ``accidents``, ``deaths`` (and
    missing), the commonest first; the domains overlap and are not added."""
    accidents = findings.marts["fct_accidents"]
    accidents = accidents.filter(
        pl.col("occurred_at").dt.year() == findings.year,
        pl.col("occurred_at").dt.date() <= findings.span.end,
    )
    plan = plan_indicators(findings.marts)
    domains = plan.select("event_domain", f"domain_{findings.lang}").iter_rows()
    found = {name: accidents.filter(domain=domain) for domain, name in domains}
    return [_counted(findings, name, own) for name, own in found.items() if own.height]


def _counted(findings: Findings, name: str, accidents: pl.DataFrame) -> pl.DataFrame:
    lost = (pl.col("deaths") + pl.col("missing")).sum().cast(pl.Int64)
    names = {row["word"]: row["name_en"] for row in seed_rows("kind_names.csv")}
    kind = pl.col("kind").replace(names if findings.lang == "en" else {})
    counted = (
        accidents.with_columns(kind.fill_null(findings.say("unknown")))
        .group_by("kind")
        .agg(accidents=pl.len(), deaths=lost)
    )
    counted = counted.sort(["accidents", "kind"], descending=[True, False])
    return counted.select(pl.lit(name).alias("name"), "kind", "accidents", "deaths")

"""What kinds of accident the span's last year had."""

import polars as pl

from analysis.base.seeds import seed_rows
from analysis.findings.findings import Findings
from analysis.marts.plan import plan_indicators
from analysis.messages import say


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
    """Words of one kind are counted together, under the commonest of them; kinds as common as each
    other stand in an order that every language has."""
    lost = (pl.col("deaths") + pl.col("missing")).sum().cast(pl.Int64)
    names = {row["word"]: row["name_en"] for row in seed_rows("kind_names.csv")}
    counted = (
        accidents.with_columns(key=pl.col("kind").replace(names).fill_null(say("unknown", "en")))
        .group_by("key")
        .agg(
            kind=pl.col("kind").drop_nulls().mode().min(),
            accidents=pl.len(),
            deaths=lost,
        )
    )
    kind = "key" if findings.lang == "en" else "kind"
    return counted.sort(["accidents", "key"], descending=[True, False]).select(
        pl.lit(name).alias("name"),
        pl.col(kind).fill_null(findings.say("unknown")).alias("kind"),
        "accidents",
        "deaths",
    )

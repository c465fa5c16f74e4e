"""What kinds of accident the span had."""

from collections.abc import Sequence

import polars as pl

from analysis.base.seeds import seed_rows
from analysis.findings.findings import Findings
from analysis.marts.plan import plan_indicators
from analysis.messages import say


def kinds_by_domain(findings: Findings, years: Sequence[int] = ()) -> list[pl.DataFrame]:
    """Of each domain that had any: ``name`` (of the domain), ``kind``, ``accidents``, ``deaths`` (and
    missing), and both of each of `years` (``accidents_2025``), the commonest first; the domains overlap and are not
    added."""
    day = pl.col("occurred_at").dt.date()
    accidents = findings.accidents.filter(day.is_between(findings.span.first, findings.span.end))
    plan = plan_indicators(findings.marts)
    domains = plan.select("event_domain", f"domain_{findings.lang}").iter_rows()
    found = {name: accidents.filter(domain=domain) for domain, name in domains}
    return [_counted(findings, name, own, years) for name, own in found.items() if own.height]


def _counted(
    findings: Findings, name: str, accidents: pl.DataFrame, years: Sequence[int] = ()
) -> pl.DataFrame:
    """Words of one kind are counted together, under the commonest of them; kinds as common as each
    other stand in an order that every language has."""
    lost = pl.col("deaths") + pl.col("missing")
    of_years: dict[str, pl.Expr] = {}
    for year in years:
        own = pl.col("occurred_at").dt.year() == year
        of_years |= {f"accidents_{year}": own.sum(), f"deaths_{year}": lost.filter(own).sum()}
    names = {row["word"]: row["name_en"] for row in seed_rows("kind_names.csv")}
    counted = (
        accidents.with_columns(key=pl.col("kind").replace(names).fill_null(say("unknown", "en")))
        .group_by("key")
        .agg(
            kind=pl.col("kind").drop_nulls().mode().min(),
            accidents=pl.len(),
            deaths=lost.sum().cast(pl.Int64),
            **of_years,
        )
    )
    kind = "key" if findings.lang == "en" else "kind"
    return counted.sort(["accidents", "key"], descending=[True, False]).select(
        pl.lit(name).alias("name"),
        pl.col(kind).fill_null(findings.say("unknown")).alias("kind"),
        "accidents",
        "deaths",
        *of_years,
    )

"""Limits of deaths that came several in one accident; scipy has what SQL has not."""

import polars as pl

from analysis.rates import compound_limits


def model(dbt, session):
    dbt.config(materialized="table")
    counts = dbt.ref("int_counts").pl().filter(pl.col("squares").is_not_null())
    columns = {"events": counts["events"], "squares": counts["squares"]}
    for name, confidence in (("95", 0.95), ("998", 0.998)):
        limits = compound_limits(counts["events"], counts["squares"], 1.0, confidence=confidence)
        columns |= {f"lower_{name}": limits["lower"], f"upper_{name}": limits["upper"]}
    return pl.DataFrame(columns, schema_overrides=dict.fromkeys(columns, pl.Float64)).to_arrow()

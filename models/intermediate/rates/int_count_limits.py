"""Limits of every count: exact (Garwood 1936), and compound Poisson of deaths that came several in one
accident; scipy has the quantiles that SQL has not."""

import polars as pl

from analysis.rates import compound_limits


def model(dbt, session):
    dbt.config(materialized="table")
    rates = dbt.ref("int_rates").filter("rate is not null and is_number_of_events")
    counts = rates.select("numerator as events, squares").distinct().pl()
    counts = counts.cast({"events": pl.Float64, "squares": pl.Float64})
    # where each accident killed one, compound limits are the exact ones
    squares = counts["squares"].fill_null(counts["events"])
    method = (
        pl.when(pl.col("squares").is_null()).then(pl.lit("exact")).otherwise(pl.lit("compound"))
    )
    columns = {"limits_method": method}
    for name, confidence in (("95", 0.95), ("998", 0.998)):
        limits = compound_limits(counts["events"], squares, 1.0, confidence=confidence)
        columns |= {f"lower_{name}": limits["lower"], f"upper_{name}": limits["upper"]}
    return counts.with_columns(**columns).to_arrow()

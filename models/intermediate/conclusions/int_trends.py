"""Verdicts and trends of each indicator and region at the end of each year."""

import polars as pl

from analysis.conclusions.yearly import conclude


def model(dbt, session):
    dbt.config(materialized="table")
    ratios = (
        dbt.ref("int_rate_ratios")
        .pl()
        .filter(pl.col("comparison") == "three_years")
        .with_columns(year=pl.col("period_end").dt.year().cast(pl.Int64))
    )
    settings = dict(dbt.ref("settings").pl().select("setting", "value").iter_rows())
    return conclude(dbt.ref("int_years").pl(), ratios, settings).to_arrow()

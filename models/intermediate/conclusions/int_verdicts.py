"""Verdicts at the end of each year and of the months so far; scipy has the exact tests."""

import polars as pl

from analysis.conclusions.verdict_table import verdict_table

JUDGED = ["nation", "province", "city", "county"]


def model(dbt, session):
    dbt.config(materialized="table")
    settings = dict(dbt.ref("settings").pl().select("setting", "value").iter_rows())
    # townships have too few events for a verdict of their own; they are compared with each other
    years = (
        dbt.ref("int_years")
        .pl()
        .join(
            dbt.ref("regions").pl().filter(pl.col("level").is_in(JUDGED)),
            on="region_id",
            how="semi",
        )
    )
    return verdict_table(years, dbt.ref("definition_breaks").pl(), settings).to_arrow()

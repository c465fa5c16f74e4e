"""Verdicts at the end of each year and of the months so far; scipy has the exact tests."""

from analysis.conclusions.verdict_table import verdict_table


def model(dbt, session):
    dbt.config(materialized="table")
    settings = dict(dbt.ref("settings").pl().select("setting", "value").iter_rows())
    years, breaks = dbt.ref("int_years").pl(), dbt.ref("definition_breaks").pl()
    return verdict_table(years, breaks, settings).to_arrow()

"""Trends of the yearly rates; scipy has the tests."""

from analysis.conclusions.trend_table import trend_table


def model(dbt, session):
    dbt.config(materialized="table")
    settings = dict(dbt.ref("settings").pl().select("setting", "value").iter_rows())
    return trend_table(dbt.ref("int_years").pl(), settings).to_arrow()

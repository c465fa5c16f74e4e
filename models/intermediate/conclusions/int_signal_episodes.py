"""Stretches of months in which a series of events is more than its own past explains."""

from analysis.conclusions.episodes import all_episodes


def model(dbt, session):
    dbt.config(materialized="table")
    settings = dict(dbt.ref("settings").pl().select("setting", "value").iter_rows())
    levels = dbt.ref("signal_levels").pl()
    months = dbt.ref("int_monitored_months").pl()
    moments = dbt.ref("int_rare_occurrences").pl()
    return all_episodes(months, moments, settings, levels["rows_a_year"].max()).to_arrow()

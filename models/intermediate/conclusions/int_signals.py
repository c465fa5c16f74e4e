"""Periods that a rule finds worse than chance explains; scipy has the exact probabilities."""

from analysis.conclusions.signals import (
    days_between,
    likely_range,
    monthly_chart,
    table,
    year_to_date,
)

SERIES = ["indicator_id", "region_id", "segment"]


def model(dbt, session):
    dbt.config(materialized="table")
    settings = dict(dbt.ref("settings").pl().select("setting", "value").iter_rows())
    levels = dbt.ref("signal_levels").pl()
    largest_p = levels["max_p"].max()
    periods = dbt.ref("int_signal_periods").pl().sort("period_end")
    accidents = dbt.ref("int_fatal_accidents").pl().sort("occurred_at")
    found = []
    for (indicator, region, _), group in periods.group_by(SERIES, maintain_order=True):
        key = {"indicator_id": indicator, "region_id": region}
        kinds = {kind: group.filter(period_kind=kind) for kind in ("year", "month", "ytd")}
        found += [(key, one) for one in likely_range(kinds["year"])]
        found += [(key, one) for one in monthly_chart(kinds["month"], settings)]
        found += [(key, one) for one in year_to_date(kinds["ytd"], settings, largest_p)]
    for (indicator, region, _), group in accidents.group_by(SERIES, maintain_order=True):
        key = {"indicator_id": indicator, "region_id": region}
        moments = group["occurred_at"].to_list()
        found += [(key, one) for one in days_between(moments, settings)]
    return table(found).to_arrow()

"""What the plan is judged by: its four rates, and where each of its targets stands."""

import polars as pl

from analysis.marts.judged import judged
from analysis.marts.rows import IndicatorRow, TargetProgressRow, rows_of
from analysis.marts.snapshot import Snapshot
from analysis.marts.target_words import worded
from analysis.messages import Lang


class PlanIndicatorRow(IndicatorRow):
    """A rate of the plan, with its domain's name."""

    domain_zh: str
    domain_en: str


class StandingRow(TargetProgressRow):
    """Where a target stands, in words (see `worded`)."""

    task_id: int
    indicator_id: str | None
    name: str
    kind: str
    unit: str | None
    departments: list[str]
    note: str | None


def plan_indicators(marts: Snapshot) -> pl.DataFrame:
    """The four rates of the plan, in the order of the plan (``domain_order``): a frame of `PlanIndicatorRow`."""
    domains = (
        marts.table("reference", "event_domains")
        .select("event_domain", domain_zh="name_zh", domain_en="name_en")
        .with_row_index("domain_order")
    )
    plan = marts["dim_indicator"].filter("is_plan_indicator")
    return plan.join(domains, on="event_domain", how="left").sort("domain_order")


def plan_rows(marts: Snapshot) -> list[PlanIndicatorRow]:
    """The rows of `plan_indicators`."""
    return rows_of(plan_indicators(marts), PlanIndicatorRow)


def latest_progress(marts: Snapshot, lang: Lang) -> pl.DataFrame:
    """Where each target stands, in the order in which they are due: a frame of `StandingRow`."""
    targets, departments = marts["dim_target"], marts["dim_department"]
    latest = marts["fct_target_progress"].filter("is_latest")
    latest = worded(latest, targets, departments, judged(marts, lang), lang)
    units = targets.select("target_id", "task_id", "indicator_id", "kind", unit=f"unit_{lang}")
    return latest.join(units, on="target_id").sort("due_date", "target_id")

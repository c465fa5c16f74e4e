"""The calendar of hand-ins: what lacks, what is worst, and what a cell says."""

import re
from datetime import date

import polars as pl

from analysis.base.settings import PROJECT
from analysis.marts.hand_in_calendar import NOT_HANDED_IN, STATUSES, Month, by_month


def test_models_and_marts_say_alike_what_lacks() -> None:
    macro = (PROJECT / "macros/lacks.sql").read_text("utf-8")
    assert set(re.findall(r"'(\w+)'", macro)) == set(NOT_HANDED_IN) < set(STATUSES)


def test_a_month_of_several_hand_ins_shows_the_worst_and_how_many_have_it() -> None:
    statuses = ["on_time", "early", "early", "late"]
    rows = {"name": "火灾统计", "period_end": date(2025, 3, 31), "status": statuses}
    (months,) = by_month(pl.DataFrame(rows)).values()
    assert months[2] == Month("early", 2, 4)
    assert months[2].words("zh") == "早2/4"
    assert months[3] is None

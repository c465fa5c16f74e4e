"""The whole set of charts of a year, in the order of the report.

A chart is a module with a function `draw`: data from the marts, then marks, then the finding that its
title says; None where there is nothing to draw.
"""

from analysis.base.settings import local_now
from analysis.charts import (
    calendar,
    change,
    due_dates,
    forecast,
    funnel,
    heat_table,
    kinds,
    quality,
    rolling,
    targets,
    trend,
    verdicts,
    warnings,
    year_to_date,
)
from analysis.charts.theme import Chart, Look
from analysis.findings import Findings
from analysis.marts.snapshot import Snapshot
from analysis.marts.waiting import waiting
from analysis.messages import Lang, say

_SUPERVISION = (targets.draw, due_dates.draw, calendar.draw)
_OF_AN_INDICATOR = (trend.draw, change.draw, rolling.draw)
_TOGETHER = (
    verdicts.draw,
    forecast.draw,
    year_to_date.draw,
    kinds.draw,
)
_OF_TOWNSHIPS = (funnel.draw, heat_table.draw)
_REST = (warnings.draw, quality.draw)


def chart_set(findings: Findings) -> list[Chart]:
    """Every chart that the data of a span allow; one without data is left out."""
    look, plan = Look(findings.lang, _foot(findings.marts, findings.lang)), findings.indicators
    found = [
        *(draw(findings, look) for draw in _SUPERVISION),
        *(draw(findings, look, row) for row in plan for draw in _OF_AN_INDICATOR),
        *(draw(findings, look) for draw in _TOGETHER),
        *(draw(findings, look, row) for row in plan for draw in _OF_TOWNSHIPS),
        *(draw(findings, look) for draw in _REST),
    ]
    return [chart for chart in found if chart]


def _foot(marts: Snapshot, lang: Lang) -> str:
    build, today = marts.build, f"{local_now():%Y-%m-%d}"
    source = say("chart_foot", lang, build_id=build["build_id"], as_of=build["as_of"], today=today)
    waits = waiting(marts["fct_hand_ins"], marts["fct_quarantined_cells"])
    parts = [source, waits.text(lang)] if waits else [source]
    sample = say("chart_foot_sample", lang) if marts.is_sample else ""
    return sample + say("list_semicolon", lang).join(parts)

"""The whole set of charts of a year, in the order of the report.

A chart is a module with a function `draw`: data from the marts, then marks, then the finding that its
title says; None where there is nothing to draw.
"""

from collections.abc import Callable

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
from analysis.charts.shown import draws
from analysis.charts.theme import Chart, Look
from analysis.findings import Findings
from analysis.marts.foot import foot
from analysis.messages.dates import day_words

_OF_AN_INDICATOR = (trend.draw, change.draw, rolling.draw)
_OF_TOWNSHIPS = (funnel.draw, heat_table.draw)
_SUPERVISION = (targets, due_dates, calendar)
_TOGETHER = (verdicts, forecast, year_to_date, kinds)
_REST = (warnings, quality)
# those that are of no single indicator, by key
WHOLE: dict[str, Callable[[Findings, Look], Chart | None]] = {
    chart.__name__.rpartition(".")[2]: chart.draw for chart in (*_SUPERVISION, *_TOGETHER, *_REST)
}


def chart_set(findings: Findings) -> list[Chart]:
    """Every chart that the data of a span allow; one that has nothing to draw is left out."""
    look, plan = look_of(findings), findings.indicators
    found = [
        *(chart.draw(findings, look) for chart in _SUPERVISION),
        *(draw(findings, look, row) for row in plan for draw in _OF_AN_INDICATOR),
        *(chart.draw(findings, look) for chart in _TOGETHER),
        *(draw(findings, look, row) for row in plan for draw in _OF_TOWNSHIPS),
        *(chart.draw(findings, look) for chart in _REST),
    ]
    return [chart for chart in found if chart and (chart.is_told or draws(chart))]


def look_of(findings: Findings) -> Look:
    """What the charts of one build share."""
    today = day_words(local_now(), findings.lang)
    return Look(findings.lang, foot(findings.marts, today, findings.lang), findings.gaps)

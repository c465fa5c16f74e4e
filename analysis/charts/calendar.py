"""The calendar of hand-ins of a year."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.charts.theme import Chart, Look, wrapped
from analysis.findings.findings import Findings
from analysis.marts.hand_in_calendar import Month, by_month, counted_words, worded_calendar

_COLORS = {
    "not_due": "#F4F4F4",
    "on_time": "#C7DDEE",
    "late": "#F0C419",
    "early": "#F0A830",
    "held": "#E08214",
    "rejected": "#D6604D",
    "missing": "#B2182B",
}
_MONTHS = list(range(1, 13))
_TABLE = ("name", "department", "period", "due_date", "received_at", "status", "days_late")


def draw(findings: Findings, look: Look) -> Chart | None:
    """Hand-ins of a year, by form and month: a word in each cell, so that colour is not needed."""
    marts, year = findings.marts, findings.year
    due = worded_calendar(marts["fct_hand_in_calendar"], marts["dim_department"], look.lang)
    due = due.filter(pl.col("period_end").dt.year() == year)
    if due.is_empty():
        return None
    months = dict(reversed(by_month(due).items()))
    figure = go.Figure(_cells(look, months))
    figure.update_xaxes(tickvals=_MONTHS, title=look.say("axis_month"))
    figure.update_yaxes(tickfont={"size": 10})
    figure.update_layout(showlegend=False)
    finding = counted_words(due, year, look.lang)
    table = due.sort("name", "period_end").with_columns(status="said").select(_TABLE)
    subtitle, height = look.say("chart_calendar_sub"), 26 * len(months) + 10
    return look.chart(
        "calendar",
        figure,
        finding,
        subtitle,
        table,
        height,
        left=170,
        names="form",
        span=look.say("edition_year", year=findings.year),
    )


def _cells(look: Look, months: Mapping[str, list[Month | None]]) -> Any:
    order, marks = list(_COLORS), list(months.values())
    share = 1 / len(order)
    return go.Heatmap(
        x=_MONTHS,
        y=[wrapped(name, 14) for name in months],
        z=[[None if mark is None else order.index(mark.status) for mark in row] for row in marks],
        text=[["" if mark is None else mark.words(look.lang) for mark in row] for row in marks],
        texttemplate="%{text}",
        zmin=-0.5,
        zmax=len(order) - 0.5,
        colorscale=[
            [(at + end) * share, color]
            for at, color in enumerate(_COLORS.values())
            for end in (0, 1)
        ],
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate="%{y} %{x}<br>%{text}<extra></extra>",
    )

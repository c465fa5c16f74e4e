"""When the targets of the plan are due."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from analysis.charts.marks import THIN_EDGE
from analysis.charts.targets import STATUS, targets_table
from analysis.charts.theme import ACCENT, Chart, Look, wrapped
from analysis.findings.findings import Findings
from analysis.findings.targets import is_due_unknown, is_stale
from analysis.marts.plan import StandingRow
from analysis.marts.target_words import standing

_PLAN_START = date(2024, 1, 1)
_DAY = 86_400_000  # milliseconds, in which plotly counts
_SOON = 184  # days


def draw(findings: Findings, look: Look) -> Chart | None:
    """Targets by the day they are due, from the plan's start; today as a line."""
    marts = findings.marts
    today = marts.as_of
    rows = findings.targets[::-1]
    if not rows:
        return None
    figure = go.Figure(list(_marks(look, rows)))
    order = {"categoryorder": "array", "categoryarray": [wrapped(r["name"], 16) for r in rows]}
    figure.update_yaxes(tickfont={"size": 10}, **order)
    figure.update_xaxes(type="date", dtick="M6", tickformat="%Y-%m")
    figure.add_vline(x=str(today), line={"color": ACCENT, "width": 2})
    figure.update_layout(barmode="overlay")
    late = [row for row in rows if row["status"] == "overdue"]
    coming = [row for row in rows if 0 <= (row["due_date"] - today).days <= _SOON]
    unknown = [r for r in rows if is_due_unknown(r)]
    said = {"coming": len(coming), "late": len(late)}
    finding = look.say("chart_due", today=findings.day(today), **said)
    if unknown:
        finding += look.say("chart_due_unknown", count=len(unknown))
    if stale := sum(is_stale(findings, row) for row in rows):
        finding += look.say("chart_due_stale", count=stale)
    table = targets_table(findings).select("name", "due_date", "days_left", "status", "departments")
    subtitle, height = look.say("chart_due_sub"), 25 * len(rows) + 10
    return look.chart(
        "due_dates",
        figure,
        finding,
        subtitle,
        table,
        height,
        left=200,
        span=look.say("shown_on", day=findings.day(today)),
        names="target",
    )


def _marks(look: Look, rows: Sequence[StandingRow]) -> Iterator[Any]:
    for status, color in STATUS.items():
        if own := [row for row in rows if row["status"] == status]:
            yield go.Bar(
                base=[_PLAN_START] * len(own),
                x=[(row["due_date"] - _PLAN_START).days * _DAY for row in own],
                y=[wrapped(row["name"], 16) for row in own],
                orientation="h",
                marker={"color": color, "line": THIN_EDGE},
                text=[standing(row["status"], row["reason"], look.lang) for row in own],
                textposition="inside",
                insidetextanchor="start",
                name=look.say(f"target_{status}"),
                hovertemplate="%{y} %{text}<extra></extra>",
            )

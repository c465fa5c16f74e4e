"""Which files a figure comes from."""

import plotly.graph_objects as go
import polars as pl

from analysis.charts.chart_set import look_of
from analysis.charts.theme import DATA, Chart
from analysis.findings.findings import Findings
from analysis.marts.trace import Trace
from analysis.messages.numbers import short


def sources(findings: Findings, found: Trace) -> Chart:
    """What each file counts for in the figure, the earliest above."""
    look = look_of(findings)
    by_file = found.events.group_by("path").agg(counted=pl.col("counted").sum())
    by_file = by_file.sort("path", descending=True)
    bars = go.Bar(
        x=by_file["counted"],
        y=[path.rpartition("/")[2] for path in by_file["path"]],
        orientation="h",
        text=[short(count) for count in by_file["counted"]],
        textangle=0,
        marker={"color": DATA},
    )
    figure = go.Figure(bars).update_layout(showlegend=False)
    figure.update_yaxes(tickfont={"size": 10})
    finding = look.say(
        "chart_sources",
        figure=found.code,
        count=short(found.figure["numerator"]),
        files=by_file.height,
        sum=short(found.counted),
    )
    height = 22 * by_file.height + 20
    subtitle = look.say("chart_sources_sub")
    return look.chart("sources", figure, finding, subtitle, by_file, height, left=230)

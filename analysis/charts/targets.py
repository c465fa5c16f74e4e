"""Where the targets of the plan stand."""

from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.charts.marks import THIN_EDGE
from analysis.charts.theme import DATA, GOOD, GREY, INK, LIGHT, Chart, Look, escaped, wrapped
from analysis.findings.findings import Findings
from analysis.findings.targets import asked, is_stale, state_of, target_counts, target_value
from analysis.marts.plan import StandingRow

_NAMED = {"zh": 2, "en": 1}  # departments, in a line or two
STATUS = {
    "met": GOOD,
    "on_track": DATA,
    "behind": "#E08214",
    "overdue": "#B2182B",
    "undecided": GREY,
    "no_data": LIGHT,
}


def draw(findings: Findings, look: Look) -> Chart | None:
    """Each target's figure against its threshold, with status, due date and who answers; as it stands
    today, whatever the year."""
    rows = findings.targets[::-1]
    if not rows:
        return None
    figure = go.Figure(list(_marks(look, rows)))
    for at, row in enumerate(rows):
        text, font = _words(findings, look, row), {"size": 10}
        left = {"x": 103, "xanchor": "left", "align": "left", "showarrow": False}
        figure.add_annotation(y=at, text=text, font=font, **left)
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(range=[0, 280], tickvals=[0, 25, 50, 75, 100], ticksuffix="%")
    names = [wrapped(row["name"], 13) for row in rows]
    figure.update_yaxes(tickvals=list(range(len(rows))), ticktext=names, tickfont={"size": 10})
    finding = target_counts(findings, rows)
    table = targets_table(findings)
    subtitle, height = look.say("chart_targets_sub"), 34 * len(rows) + 10
    return look.chart(
        "targets",
        figure,
        finding,
        subtitle,
        table,
        height,
        left=172,
        span=look.say("shown_on", day=findings.day(findings.marts.as_of)),
        names="target",
    )


def targets_table(findings: Findings) -> pl.DataFrame:
    """The targets as a sheet shows them, in the order in which they are due."""
    columns = (
        "name",
        "status",
        "value",
        "unit",
        "threshold",
        "due_date",
        "days_left",
        "departments",
        "note",
    )
    rows = pl.DataFrame(findings.targets, infer_schema_length=None)
    worded = rows.with_columns(
        pl.col("departments").list.join(findings.say("list_comma")),
        status=pl.Series([state_of(findings, row) for row in findings.targets], dtype=pl.String),
        threshold=pl.Series([asked(findings, row) for row in findings.targets], dtype=pl.String),
    )
    return worded.select(columns)


def _marks(look: Look, rows: Sequence[StandingRow]) -> Iterator[Any]:
    lying: dict[str, object] = {"orientation": "h", "hoverinfo": "skip"}
    whole = {"marker": {"color": "#F1F3F5"}, "width": 0.62, "showlegend": False}
    measured = [at for at, row in enumerate(rows) if row["kind"] in ("percent", "milestone")]
    yield go.Bar(x=[100] * len(measured), y=measured, **lying, **whole)
    for status, color in STATUS.items():
        own = {at: _share(row) or 0 for at, row in enumerate(rows) if row["status"] == status}
        if own:
            marker, name = {"color": color, "line": THIN_EDGE}, look.say(f"target_{status}")
            bars = {"x": list(own.values()), "y": list(own), "width": 0.34}
            yield go.Bar(marker=marker, name=name, **bars, **lying)
    bounds = {at: row["threshold"] for at, row in enumerate(rows) if _is_percent_bound(row)}
    yield go.Scatter(
        x=list(bounds.values()),
        y=list(bounds),
        mode="markers",
        marker={"symbol": "line-ns", "size": 18, "line": {"width": 2.5, "color": INK}},
        name=look.say("legend_threshold"),
        hoverinfo="skip",
    )


def _words(findings: Findings, look: Look, row: StandingRow) -> str:
    """What stands beside a bar: the status, figure and bound, and the first who answer; and when it is due, where
    its figures do not stop long ago."""
    value = "" if row["value"] is None else target_value(findings, row)
    said = {"value": value, "bound": asked(findings, row), "due": findings.day(row["due_date"])}
    line = "target_verdict" if row["source_form"] == "fct_verdicts" else "target"
    line = look.say(f"{line}_stale" if is_stale(findings, row) else f"{line}_line", **said).lstrip()
    names = findings.listed(findings.others(row["departments"]), _NAMED[look.lang])
    status = state_of(findings, row)
    return f"<b>{status}</b> {line.replace('<', '&lt;')}<br>{escaped(names)}"


def _is_percent_bound(row: StandingRow) -> bool:
    return row["kind"] == "percent" and row["threshold"] is not None


def _share(row: StandingRow) -> float | None:
    """Percents as they are, a milestone as all or nothing; others have no bar."""
    if row["value"] is None:
        return None
    if row["kind"] == "percent":
        return min(row["value"], 100.0)
    return 100.0 * row["value"] if row["kind"] == "milestone" else None

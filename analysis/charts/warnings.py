"""Warnings of a year."""

from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.charts.marks import THIN_EDGE
from analysis.charts.theme import LEVELS, LIGHT, Chart, Look
from analysis.findings.few import are_few
from analysis.findings.findings import Findings
from analysis.findings.warned import warning_words, warnings_missing, warnings_of

_BOARDS = ("lifeline", "public", "production", "natural", "unknown")


def draw(findings: Findings, look: Look) -> Chart | None:
    """Warnings of a year by board and level, and how many were closed."""
    found = warnings_of(findings)
    if are_few(found["warnings"].sum()):
        return None
    figure = go.Figure(list(_marks(look, found)))
    figure.update_layout(barmode="stack")
    figure.update_yaxes(title=look.say("axis_warnings"))
    finding = warning_words(findings)
    sums = pl.col("warnings", "warnings_closed").sum()
    table = found.group_by("board", "level").agg(sums).sort("board", "level")
    words = {"board": {b: look.say(f"board_{b}") for b in _BOARDS}}
    words["level"] = {level: look.say(f"level_word_{level}") for level in (*LEVELS, "unknown")}
    table = table.with_columns(pl.col(c).replace_strict(names) for c, names in words.items())
    missing, subtitle = warnings_missing(findings), look.say("chart_warnings_sub")
    span = look.say("edition_year", year=findings.year)
    return look.chart("warnings", figure, finding, subtitle, table, missing=missing, span=span)


def _marks(look: Look, found: pl.DataFrame) -> Iterator[Any]:
    boards = [board for board in _BOARDS if board in found["board"]]
    for level in (*LEVELS, "unknown"):
        own = found.filter(level=level)
        counts = [int(own.filter(board=board)["warnings"].sum()) for board in boards]
        if own.height:
            name = look.say(f"level_word_{level}")
            yield go.Bar(
                x=[look.say(f"board_{board}") for board in boards],
                y=counts,
                marker={"color": LEVELS.get(level, LIGHT), "line": THIN_EDGE},
                text=[f"{name}{count}" if count else "" for count in counts],
                textposition="inside",
                textangle=0,
                insidetextanchor="middle",
                name=name,
            )

"""The plan's indicators beside each other."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.base.places import own_id
from analysis.charts.theme import ACCENT, DATA, GOOD, GREY, INK, Chart, Look, wrapped
from analysis.conclusions.verdicts import NOT_JUDGED, Verdict
from analysis.marts.code_names import named
from analysis.marts.plan import plan_indicators
from analysis.marts.rows import TrendRow, rows_of
from analysis.marts.snapshot import Snapshot

_VERDICTS: dict[str | None, str] = {
    Verdict.IMPROVING: GOOD,
    Verdict.PROBABLY_IMPROVING: GOOD,
    Verdict.NO_CLEAR_CHANGE: INK,
    Verdict.PROBABLY_WORSENING: ACCENT,
    Verdict.WORSENING: ACCENT,
}
_TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10)


def draw(marts: Snapshot, look: Look, year: int) -> Chart | None:
    """Each indicator's ratio of three years to the three before, and of the plan's years to the
    baseline; an indicator that cannot be judged keeps its row."""
    names = plan_indicators(marts).select("indicator_id", "domain_order", name=f"name_{look.lang}")
    trends = marts["fct_indicator_trends"].filter(region_id=own_id(), year=year)
    trends = trends.join(names, on="indicator_id").sort("domain_order")
    if trends.is_empty():
        return None
    figure = go.Figure(
        [
            _ratios(trends, "three_years", look.say("legend_three_years_ratio"), DATA, 0.12),
            _ratios(trends, "to_baseline", look.say("legend_to_baseline"), GREY, -0.12),
        ]
    )
    _write_verdicts(figure, look, rows_of(trends, TrendRow))
    judged = trends.filter(~pl.col("statistical_verdict").is_in(NOT_JUDGED))
    finding = look.say("chart_ratio", year=year, judged=judged.height, all=trends.height)
    columns = [c for c in trends.columns if c.startswith("rate_ratio")]
    verdicts = [named(v, v, look.lang) for v in ("statistical_verdict", "official_verdict")]
    table = trends.select("name", "year", *verdicts, *columns)
    _draw_axes(figure, look, table["name"].to_list())
    subtitle = look.say("chart_ratio_sub")
    return look.chart("three_years", figure, finding, subtitle, table, 240, left=150)


def _ratios(trends: pl.DataFrame, kind: str, name: str, color: str, shift: float) -> Any:
    ratio, low, high = (f"rate_ratio_{kind}{end}" for end in ("", "_lower_95", "_upper_95"))
    trends = trends.with_columns(at=pl.int_range(pl.len() - 1, -1, -1) + shift)
    rows = trends.filter(pl.col(ratio) > 0, pl.col(high).is_finite())
    limits = {
        "array": (rows[high] - rows[ratio]).to_list(),
        "arrayminus": (rows[ratio] - rows[low]).to_list(),
    }
    return go.Scatter(
        x=rows[ratio],
        y=rows["at"].to_list(),
        mode="markers",
        marker={
            "symbol": "circle" if kind == "three_years" else "square",
            "color": color,
            "size": 10,
        },
        error_x=limits | {"type": "data", "symmetric": False, "color": color, "thickness": 1.3},
        customdata=rows.select(low, high).rows(),
        hovertemplate="%{x:.2f} (%{customdata[0]:.2f}—%{customdata[1]:.2f})<extra></extra>",
        name=name,
    )


def _write_verdicts(figure: go.Figure, look: Look, trends: list[TrendRow]) -> None:
    right = {"x": 1, "xref": "paper", "xanchor": "right", "yshift": 18, "showarrow": False}
    for at, row in zip(range(len(trends) - 1, -1, -1), trends, strict=True):
        text = look.verdict(row["statistical_verdict"])
        font = {"size": 12, "color": _VERDICTS.get(row["statistical_verdict"], GREY)}
        figure.add_annotation(y=at, text=text, font=font, **right)


def _draw_axes(figure: go.Figure, look: Look, names: list[str]) -> None:
    figure.add_vline(x=1, line={"color": INK, "width": 1})
    figure.update_xaxes(
        type="log",
        title=look.say("axis_ratio"),
        range=[-1, 1],
        tickvals=_TICKS,
        ticktext=[f"{tick:g}" for tick in _TICKS],
    )
    figure.update_yaxes(
        tickvals=list(range(len(names) - 1, -1, -1)),
        ticktext=[wrapped(name, 10) for name in names],
        range=[-0.6, len(names) - 0.4],
    )

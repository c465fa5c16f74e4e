"""Days between fatal accidents."""

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.base.settings import setting
from analysis.charts.marks import draw_in_panel, panels
from analysis.charts.theme import ACCENT, DATA, GREY, Chart, Look
from analysis.marts.plan import plan_indicators
from analysis.marts.snapshot import Snapshot
from analysis.statistics import spc_limits

_ROOT_TICKS = (0, 1, 5, 20, 50, 100, 200, 400, 800, 1600)


def draw(marts: Snapshot, look: Look, year: int) -> Chart | None:
    """Days between fatal accidents on a root scale, with the limits of a t chart, and the gap
    still open as a hollow point. A long gap is good.

    A domain with too few gaps (setting ``days_min_events``) has no limits and no panel.
    """
    fatal = marts["fct_accidents"].sort("occurred_at").filter(pl.col("fatal_accidents") > 0)
    fatal = fatal.filter(pl.col("occurred_at").dt.year() <= year)
    domains = plan_indicators(marts).select("event_domain", f"domain_{look.lang}").iter_rows()
    found = {name: fatal.filter(domain=domain) for domain, name in domains}
    tables = [
        _gaps(name, own) for name, own in found.items() if own.height > setting("days_min_events")
    ]
    if not tables:
        return None
    figure = panels([t["name"][0] for t in tables], columns=1, vertical_spacing=0.2 / len(tables))
    today = min(marts.as_of, date(year, 12, 31))
    for at, table in enumerate(tables):
        open_gap = (today - table["occurred_at"][-1].date()).days
        draw_in_panel(figure, at, _marks(look, table, open_gap), columns=1)
        for limit, dash in (("centre", "solid"), ("lower", "dash"), ("upper", "dash")):
            line = {"color": GREY, "dash": dash, "width": 1}
            figure.add_hline(y=table[limit][0] ** 0.5, row=at + 1, col=1, line=line)
    _draw_axes(figure, look, len(tables))
    every = pl.concat(tables)
    finding = look.say("chart_days", count=every.filter(pl.col("is_short")).height)
    subtitle, height = look.say("chart_days_sub"), 120 * len(tables) + 40
    shown = every.drop("is_short", "gap")
    return look.chart("days_between", figure, finding, subtitle, shown, height)


def _gaps(name: str, accidents: pl.DataFrame) -> pl.DataFrame:
    """The gaps between `accidents` in order of time, with the limits of all."""
    moments = accidents["occurred_at"].to_list()
    gaps = [
        max((later - sooner).total_seconds() / 86_400, 1 / 24)
        for sooner, later in itertools.pairwise(moments)
    ]
    limits = spc_limits(gaps, "t").row(0, named=True)
    return pl.DataFrame(
        {
            "name": name,
            "occurred_at": moments[1:],
            "days": [round(gap, 2) for gap in gaps],
            **{limit: limits[limit] for limit in ("centre", "lower", "upper")},
            "gap": gaps,
            "is_short": [gap < limits["lower"] for gap in gaps],
        }
    )


def _marks(look: Look, table: pl.DataFrame, open_gap: int) -> Iterator[Any]:
    gaps, is_short = table["gap"].to_list(), table["is_short"].to_list()
    yield go.Scatter(
        x=list(range(1, len(gaps) + 1)),
        y=[gap**0.5 for gap in gaps],
        mode="lines+markers",
        line={"color": GREY, "width": 0.8},
        name=look.say("legend_gap"),
        marker={
            "color": [ACCENT if short else DATA for short in is_short],
            "size": 6,
            "symbol": ["diamond" if short else "circle" for short in is_short],
        },
        customdata=[
            [round(gap, 1), f"{moment:%Y-%m-%d}"]
            for gap, moment in table.select("gap", "occurred_at").iter_rows()
        ],
        hovertemplate="%{customdata[1]} %{customdata[0]}<extra></extra>",
    )
    yield go.Scatter(
        x=[len(gaps) + 1],
        y=[open_gap**0.5],
        mode="markers",
        name=look.say("legend_open_gap"),
        marker={"color": "white", "size": 9, "line": {"color": DATA, "width": 2}},
        hovertemplate=f"{open_gap}<extra></extra>",
    )


def _draw_axes(figure: go.Figure, look: Look, panels_drawn: int) -> None:
    figure.update_yaxes(
        tickvals=[tick**0.5 for tick in _ROOT_TICKS],
        ticktext=[str(tick) for tick in _ROOT_TICKS],
        title=look.say("axis_days"),
        rangemode="tozero",
    )
    figure.update_xaxes(title=look.say("axis_order"), row=panels_drawn, col=1)

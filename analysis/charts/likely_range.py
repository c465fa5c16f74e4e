"""Whether the count of a year is unusual."""

from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import polars as pl
from scipy.stats import poisson

from analysis.base.places import own_id
from analysis.charts.marks import band, draw_in_panel, panels, place
from analysis.charts.theme import ACCENT, DATA, Chart, Look
from analysis.marts.plan import plan_indicators
from analysis.marts.snapshot import Snapshot

_LEAST_YEARS = 7
_SIDE = 2  # so many years on both sides of one are taken together with it


def draw(marts: Snapshot, look: Look, year: int) -> Chart | None:
    """Yearly counts and the Poisson range about the mean rate of the five years around each.

    The first and last two years of a series have no range; without seven years none has.
    """
    rates = marts["fct_indicator_rates"].filter(region_id=own_id(), period_kind="year")
    rates = rates.with_columns(year=pl.col("period_end").dt.year()).sort("year")
    rates = rates.filter(pl.col("year") <= year, pl.col("rate").is_not_null())
    names = plan_indicators(marts).select("indicator_id", f"domain_{look.lang}").iter_rows()
    shown = {name: _ranges(rates.filter(indicator_id=key), name) for key, name in names}
    shown = {name: own for name, own in shown.items() if own.height >= _LEAST_YEARS}
    if not shown:
        return None
    figure = panels(list(shown))
    for at, own in enumerate(shown.values()):
        draw_in_panel(figure, at, _marks(look, own))
        figure.update_yaxes(rangemode="tozero", title=look.say("axis_deaths"), **place(at))
        figure.update_xaxes(dtick=2, tickformat="d", **place(at))
    table = pl.concat(shown.values())
    finding = look.say("chart_likely", count=_outside(table).height)
    subtitle, height = look.say("chart_likely_sub"), 150 * ((len(shown) + 1) // 2) + 30
    return look.chart("likely_range", figure, finding, subtitle, table, height)


def _ranges(years: pl.DataFrame, name: str) -> pl.DataFrame:
    """The counts of `years`, which are in order, each with its range where it has one."""
    rows = years.select("year", "numerator", "denominator").rows()
    found = []
    for at, (year, counted, exposure) in enumerate(rows):
        window = rows[at - _SIDE : at + _SIDE + 1] if _SIDE <= at < len(rows) - _SIDE else []
        lower = upper = None
        if window and window[-1][0] - window[0][0] == 2 * _SIDE:
            rate = sum(row[1] for row in window) / sum(row[2] for row in window)
            expected = rate * exposure
            lower, upper = float(poisson.ppf(0.025, expected)), float(poisson.isf(0.025, expected))
        found.append((year, counted, lower, upper, name))
    floats = dict.fromkeys(("count", "lower", "upper"), pl.Float64)
    return pl.DataFrame(found, {"year": pl.Int64, **floats, "name": pl.String}, orient="row")


def _outside(ranges: pl.DataFrame) -> pl.DataFrame:
    counted = pl.col("count")
    return ranges.filter((counted < pl.col("lower")) | (counted > pl.col("upper")))


def _marks(look: Look, ranges: pl.DataFrame) -> Iterator[Any]:
    inside, beyond = ranges.drop_nulls("lower"), _outside(ranges)
    years, lower, upper = (inside[column].to_list() for column in ("year", "lower", "upper"))
    yield band(years, lower, upper, look.say("legend_likely_range"))
    yield go.Scatter(
        x=ranges["year"],
        y=ranges["count"],
        mode="lines+markers",
        name=look.say("legend_count"),
        line={"color": DATA, "width": 1},
        marker={"size": 6},
    )
    yield go.Scatter(
        x=beyond["year"],
        y=beyond["count"],
        mode="markers",
        name=look.say("legend_outside"),
        marker={"color": ACCENT, "symbol": "diamond", "size": 11},
    )

"""How the year that runs will end."""

from collections.abc import Iterator, Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.base.places import own_id
from analysis.charts.marks import band, draw_in_panel, panels, place
from analysis.charts.theme import DATA, GREY, Chart, Look
from analysis.findings.findings import Findings
from analysis.marts.forecast_words import ForecastRow
from analysis.marts.snapshot import Snapshot

_YEAR = 12
_TOLD = (
    "year",
    "months",
    "count_so_far",
    "median_count",
    "lower_80_count",
    "upper_80_count",
    "lower_95_count",
    "upper_95_count",
    "chance_below_last_year",
    "chance_below_baseline",
)


def draw(findings: Findings, look: Look) -> Chart | None:
    """Counts of the running year so far, the fan of where it may end, and the year before; whatever
    the year of the set. None where no year runs."""
    rows = findings.forecasts
    if not rows:
        return None
    names = {i["indicator_id"]: look.text(i, "domain") for i in findings.indicators}
    figure, last = panels(list(names.values())), _last_year(findings.marts, rows[-1]["year"])
    for at, indicator in enumerate(findings.indicators):
        key = indicator["indicator_id"]
        own = [row for row in rows if row["indicator_id"] == key]
        is_alike = findings.comparable_from(indicator) < rows[-1]["year"]
        before = last.filter(pl.lit(is_alike), indicator_id=key).sort("months")
        draw_in_panel(figure, at, _marks(look, own, before))
        figure.update_xaxes(tickvals=[1, 3, 6, 9, 12], title=look.say("axis_month"), **place(at))
        figure.update_yaxes(rangemode="tozero", title=look.say("axis_deaths"), **place(at))
    table = pl.DataFrame(rows, infer_schema_length=None)
    table = table.with_columns(name=pl.col("indicator_id").replace_strict(names))
    height = 150 * ((len(names) + 1) // 2) + 30
    finding = look.say(
        "chart_forecast", year=rows[-1]["year"], months=max(r["months"] for r in rows)
    )
    subtitle = look.say("chart_forecast_sub")
    return look.chart("forecast", figure, finding, subtitle, table.select("name", *_TOLD), height)


def _last_year(marts: Snapshot, year: int) -> pl.DataFrame:
    """Counts of the year before, month by month from January on."""
    return marts["fct_forecasts"].filter(region_id=own_id(), year=year - 1)


def _marks(look: Look, own: Sequence[ForecastRow], before: pl.DataFrame) -> Iterator[Any]:
    yield go.Scatter(
        x=before["months"],
        y=before["count_so_far"],
        mode="lines",
        name=look.say("legend_year_before"),
        line={"color": GREY, "width": 1.2, "dash": "dash"},
    )
    if not own:
        return
    now = own[-1]
    ends, count = [now["months"], _YEAR], now["count_so_far"]
    low, high, middle = now["lower_80_count"], now["upper_80_count"], now["median_count"]
    if low is not None and high is not None:
        yield band(ends, [count, low], [count, high], look.say("legend_forecast_80"))
        yield go.Scatter(
            x=ends,
            y=[count, middle],
            mode="lines",
            name=look.say("legend_forecast"),
            line={"color": DATA, "width": 1.2, "dash": "dot"},
        )
    yield go.Scatter(
        x=[row["months"] for row in own],
        y=[row["count_so_far"] for row in own],
        mode="lines+markers",
        name=look.say("legend_so_far"),
        line={"color": DATA, "width": 2.5},
        marker={"size": 5},
    )

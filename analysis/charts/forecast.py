"""How the year that runs will end."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.base.places import own_id
from analysis.charts.marks import band, draw_in_panel, panels, place
from analysis.charts.theme import DATA, GREY, Chart, Look
from analysis.findings.few import are_few
from analysis.findings.findings import Findings
from analysis.marts.code_names import name_of
from analysis.marts.forecast_words import ForecastRow
from analysis.marts.rows import IndicatorRow
from analysis.marts.snapshot import Snapshot
from analysis.messages.numbers import listed, short

_YEAR = 12
_GAP = "months_missing"
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
    last = _last_year(findings.marts, rows[-1]["year"])
    known = {i["indicator_id"]: look.text(i, "domain") for i in findings.indicators}
    reached = {key: [r["count_so_far"] for r in rows if r["indicator_id"] == key] for key in known}
    drawn = [
        i for i in findings.indicators if not are_few(max(reached[i["indicator_id"]], default=0))
    ]
    if not drawn:
        return None
    figure = panels([look.text(i, "domain") for i in drawn])
    for at, indicator in enumerate(drawn):
        key = indicator["indicator_id"]
        own = [row for row in rows if row["indicator_id"] == key]
        is_alike = findings.comparable_from(indicator, rows[-1]["period_end"]) < rows[-1]["year"]
        before = last.filter(pl.lit(is_alike), indicator_id=key).sort("months")
        draw_in_panel(figure, at, _marks(look, own, before))
        figure.update_xaxes(tickvals=[1, 3, 6, 9, 12], title=look.say("axis_month"), **place(at))
        figure.update_yaxes(rangemode="tozero", title=look.say("axis_deaths"), **place(at))
    table = pl.DataFrame(rows, infer_schema_length=None)
    table = table.with_columns(name=pl.col("indicator_id").replace_strict(known))
    height = 150 * ((len(drawn) + 1) // 2) + 30
    subtitle = look.say("chart_forecast_sub") + _not_forecast(findings, look)
    subtitle += _not_drawn(findings, look, drawn)
    table, finding = table.select("name", *_TOLD), _finding(findings, look)
    of = findings.indicators
    first, end = date(rows[-1]["year"], 1, 1), rows[-1]["period_end"]
    missing = look.missed(of, first, end, are_rates=False)
    return look.chart(
        "forecast",
        figure,
        finding,
        subtitle,
        table,
        height,
        of=of,
        missing=missing,
        names="domain",
    )


def _finding(findings: Findings, look: Look) -> str:
    """Where each count is likely to end, as known to its own last month; without a forecast, that there is
    none."""
    latest = findings.latest_forecasts
    ends: dict[int, list[str]] = {}
    for row in latest:
        if row["median_count"] is not None:
            end = look.say(
                "forecast_end",
                name=look.text(findings.of_id(row["indicator_id"]), "domain"),
                median=short(row["median_count"]),
                low=short(row["lower_80_count"]),
                high=short(row["upper_80_count"]),
            )
            ends.setdefault(row["months"], []).append(end)
    year = latest[0]["year"]
    if not ends:
        return look.say("chart_forecast_none", year=year)
    return look.say("list_semicolon").join(
        look.say("chart_forecast", ends=listed(of, look.lang), months=months, year=year)
        for months, of in sorted(ends.items(), reverse=True)
    )


def _not_forecast(findings: Findings, look: Look) -> str:
    """Why what has no forecast has none."""
    return "".join(
        look.say(
            "chart_forecast_not",
            name=look.text(findings.of_id(row["indicator_id"]), "domain"),
            why=name_of("forecast_reason", row["reason"], look.lang),
        )
        for row in findings.latest_forecasts
        if row["reason"]
    )


def _not_drawn(findings: Findings, look: Look, drawn: Sequence[IndicatorRow]) -> str:
    """What is not drawn since it is few, or since nothing is known; what lacks a month may be either."""
    reasons = {row["indicator_id"]: row["reason"] for row in findings.latest_forecasts}
    left = [row for row in findings.indicators if row not in drawn]
    so_far = {row["indicator_id"]: row["count_so_far"] for row in findings.latest_forecasts}
    few = {
        look.text(row, "domain"): so_far.get(row["indicator_id"])
        for row in left
        if reasons.get(row["indicator_id"], _GAP) != _GAP
    }
    unknown = [look.text(row, "domain") for row in left if row["indicator_id"] not in reasons]
    return look.few("deaths", few) + look.unknown(unknown)


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
        cliponaxis=False,
    )

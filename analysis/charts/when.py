"""When accidents happen: at what hour, in what month."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.base.settings import setting
from analysis.charts.marks import draw_in_panel, panels, place
from analysis.charts.theme import ACCENT, DATA, GREY, LIGHT, Chart, Look
from analysis.findings.findings import Findings
from analysis.findings.nights import at_night, by_hour
from analysis.findings.seasons import by_month
from analysis.messages.numbers import number

_HOURS, _MONTHS = (0, 6, 12, 18), (1, 4, 7, 10)  # that are written


def hours(findings: Findings, look: Look) -> Chart | None:
    """Accidents by hour of the day, by domain; those without an hour are told, not drawn."""
    counted = by_hour(findings)
    names = counted["name"].unique(maintain_order=True).to_list()
    if not names:
        return None
    figure = panels(names)
    for at, name in enumerate(names):
        own = counted.filter(name=name)
        colors = [DATA if night else LIGHT for night in own["is_night"]]
        draw_in_panel(figure, at, [_bars(own["hour"], own["accidents"], colors)])
        figure.update_xaxes(
            tickvals=_HOURS, ticktext=[look.say("hour_n", n=n) for n in _HOURS], **place(at)
        )
    figure.update_layout(showlegend=False)
    nights = at_night(findings)
    said = [
        look.say("night_count", **row)
        if row["share_pct"] is None
        else look.say("night_share", name=row["name"], share=number(row["share_pct"], 0))
        for row in nights.iter_rows(named=True)
    ]
    first, last = int(setting("night_first_hour")), int(setting("night_last_hour"))
    finding = look.say("chart_hours", first=first, last=last, shares=findings.listed(said))
    without = findings.listed(
        look.say("accidents_without_hour", name=row["name"], count=row["without_hour"])
        for row in nights.filter(pl.col("without_hour") > 0).iter_rows(named=True)
    )
    subtitle = look.say(
        "chart_hours_sub",
        since=findings.year - int(setting("when_years")) + 1,
        year=findings.year,
        hours=24 - first + last,
        pct=number((24 - first + last) / 24 * 100, 0),
        without=without or look.say("none_without_hour"),
    )
    return look.chart("hours", figure, finding, subtitle, nights, _height(names))


def months(findings: Findings, look: Look) -> Chart | None:
    """Accidents a month on average, by domain, with what chance makes of months that are alike."""
    counted = by_month(findings)
    names = counted["name"].unique(maintain_order=True).to_list()
    if not names:
        return None
    spans = counted.select("name", "first", "last").unique(maintain_order=True)
    titles = [look.say("name_of_years", **row) for row in spans.iter_rows(named=True)]
    figure, outside = panels(titles), []
    for at, name in enumerate(names):
        own = counted.filter(name=name)
        colors = [LIGHT if code == "within" else ACCENT for code in own["stands"]]
        draw_in_panel(figure, at, [_bars(own["month"], own["mean"], colors), *_bounds(own)])
        figure.update_xaxes(
            tickvals=_MONTHS, ticktext=[look.say("month_n", n=n) for n in _MONTHS], **place(at)
        )
        for code in ("above", "below"):
            found = own.filter(stands=code)["month"].to_list()
            if found:
                listed = findings.listed(str(month) for month in found)
                outside.append(look.say(f"months_{code}", name=name, months=listed))
    figure.update_layout(showlegend=False)
    finding = look.say("chart_months", outside=look.say("list_semicolon").join(outside))
    if not outside:
        finding = look.say("chart_months_none")
    subtitle = look.say("chart_months_sub")
    return look.chart("months", figure, finding, subtitle, counted, _height(names))


def _height(names: list[str]) -> int:
    return 150 * ((len(names) + 1) // 2) + 30


def _bars(x: pl.Series, y: pl.Series, colors: list[str]) -> Any:
    edge = {"color": GREY, "width": 0.5}
    marker = {"color": colors, "line": edge}
    return go.Bar(x=x, y=y, marker=marker, hovertemplate="%{x}: %{y:.1f}<extra></extra>")


def _bounds(own: pl.DataFrame) -> list[Any]:
    line = {"color": GREY, "dash": "dash", "width": 1.2, "shape": "hvh"}
    return [
        go.Scatter(x=own["month"], y=own[side], mode="lines", line=line, hoverinfo="skip")
        for side in ("lower", "upper")
    ]

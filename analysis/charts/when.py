"""When accidents happen: at what hour, in what month."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.base.settings import setting
from analysis.charts.marks import draw_in_panel, panels, place, write_instead
from analysis.charts.theme import ACCENT, DATA, GREY, LIGHT, Chart, Look
from analysis.findings.few import are_few, fewest
from analysis.findings.findings import Findings
from analysis.findings.nights import at_night, by_hour
from analysis.findings.seasons import by_month
from analysis.messages.numbers import number

_HOURS, _MONTHS = (0, 6, 12, 18), (1, 4, 7, 10)  # that are written


def hours(findings: Findings, look: Look) -> Chart | None:
    """Accidents by hour of the day, by domain; those without an hour are told, not drawn; so are few."""
    counted = by_hour(findings)
    if counted.is_empty():
        return None
    names, few = _drawn(look, counted)
    figure = panels(names) if names else go.Figure()
    for at, name in enumerate(names):
        own = counted.filter(name=name)
        colors = [DATA if night else LIGHT for night in own["is_night"]]
        draw_in_panel(figure, at, [_bars(own["hour"], own["accidents"], colors)])
        figure.update_xaxes(**_ticks(look, "hour_n", range(24), _HOURS), **place(at))
    figure.update_layout(showlegend=False)
    nights = at_night(findings)
    finding, subtitle = _nights(findings, look, nights)
    first, end = date(_since(findings), 1, 1), date(findings.year, 12, 31)
    missing = look.missed(findings.indicators, first, end, are_rates=False)
    height = _height(names, figure, look)
    return look.chart(
        "hours",
        figure,
        finding,
        subtitle + few,
        nights,
        height,
        missing=missing,
        names="domain",
        is_told=not names,
    )


def _since(findings: Findings) -> int:
    return findings.year - int(setting("when_years")) + 1


def _nights(findings: Findings, look: Look, nights: pl.DataFrame) -> tuple[str, str]:
    """How many of each domain are at night, and what that is held to."""
    said = [
        look.say("night_count", **row)
        if row["share_pct"] is None
        else look.say("night_share", name=row["name"], share=number(row["share_pct"], 0))
        for row in nights.iter_rows(named=True)
    ]
    first, last = int(setting("night_first_hour")), int(setting("night_last_hour"))
    without = findings.listed(
        look.say("accidents_without_hour", name=row["name"], count=row["without_hour"])
        for row in nights.filter(pl.col("without_hour") > 0).iter_rows(named=True)
    )
    return look.say("chart_hours", first=first, last=last, shares=findings.listed(said)), look.say(
        "chart_hours_sub",
        since=_since(findings),
        year=findings.year,
        hours=24 - first + last,
        pct=number((24 - first + last) / 24 * 100, 0),
        without=without or look.say("none_without_hour"),
    )


def months(findings: Findings, look: Look) -> Chart | None:
    """Accidents a month on average, by domain, with what chance makes of months that are alike; few are told."""
    counted = by_month(findings)
    if counted.is_empty():
        return None
    names, few = _drawn(look, counted)
    spans = (
        counted.filter(pl.col("name").is_in(names))
        .select("name", "first", "last")
        .unique(maintain_order=True)
    )
    titles = [look.say("name_of_years", **row) for row in spans.iter_rows(named=True)]
    figure = panels(titles) if names else go.Figure()
    for at, name in enumerate(names):
        own = counted.filter(name=name)
        colors = [LIGHT if code == "within" else ACCENT for code in own["stands"]]
        draw_in_panel(figure, at, [_bars(own["month"], own["mean"], colors), *_bounds(own)])
        figure.update_xaxes(**_ticks(look, "month_n", range(1, 13), _MONTHS), **place(at))
    figure.update_layout(showlegend=False)
    outside = look.say("list_semicolon").join(_outside(findings, look, counted))
    finding = (
        look.say("chart_months", outside=outside) if outside else look.say("chart_months_none")
    )
    subtitle, height = look.say("chart_months_sub") + few, _height(names, figure, look)
    years = [*counted["first"], *counted["last"]]
    first, end = date(min(years), 1, 1), date(max(years), 12, 31)
    missing = look.missed(findings.indicators, first, end, are_rates=False)
    return look.chart(
        "months",
        figure,
        finding,
        subtitle,
        counted.with_columns(pl.col("stands").replace(_stands(look))),
        height,
        missing=missing,
        names="domain",
        is_told=not names,
    )


def _stands(look: Look) -> dict[str, str]:
    return {code: look.say(f"stands_{code}") for code in ("within", "above", "below")}


def _outside(findings: Findings, look: Look, counted: pl.DataFrame) -> Iterator[str]:
    """The months of each domain that chance does not explain."""
    for name in counted["name"].unique(maintain_order=True):
        for code in ("above", "below"):
            found = counted.filter(name=name, stands=code)["month"]
            if found.len():
                listed = findings.listed(str(month) for month in found)
                yield look.say(f"months_{code}", name=name, months=listed)


def _drawn(look: Look, counted: pl.DataFrame) -> tuple[list[str], str]:
    """The domains of which at least one bar is of enough accidents; that the others are few."""
    most = counted.group_by("name", maintain_order=True).agg(pl.col("accidents").max())
    few = {name: count for name, count in most.iter_rows() if are_few(count)}
    return [name for name in most["name"] if name not in few], look.few("accidents", few)


def _height(names: list[str], figure: go.Figure, look: Look) -> int:
    """Of the panels, or of the words that stand in their place."""
    if names:
        return 150 * ((len(names) + 1) // 2) + 30
    return write_instead(figure, look, "chart_told", fewest=fewest())[1]


def _ticks(look: Look, code: str, places: Sequence[int], written: Sequence[int]) -> dict[str, Any]:
    """A place for each bar; only some are written."""
    texts = [look.say(code, n=n) if n in written else "" for n in places]
    return {"tickvals": list(places), "ticktext": texts}


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

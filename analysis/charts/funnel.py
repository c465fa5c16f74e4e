"""Townships beside the banner: never a ranking, since most differences are chance."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import plotly.graph_objects as go
import polars as pl

from analysis.base.places import siblings
from analysis.charts.marks import band
from analysis.charts.theme import ACCENT, DATA, GREY, INK, Chart, Look
from analysis.findings.few import are_few, fewest
from analysis.findings.findings import Findings
from analysis.findings.stopped import why_stopped
from analysis.marts.code_names import named
from analysis.marts.period_words import pooled_words
from analysis.marts.rows import IndicatorRow
from analysis.marts.snapshot import Snapshot
from analysis.messages.numbers import number
from analysis.statistics import limit_curves

_BY_CHANCE = 0.05  # of places that differ in nothing lie beyond the 95% limits
_PEOPLE = {"zh": 1e4, "en": 1e3}  # on the axis


def last_compared(marts: Snapshot, look: Look, year: int, indicator: IndicatorRow) -> pl.DataFrame:
    """Rows of ``fct_region_comparison`` of the last end year up to `year`, with the ``name`` of each
    place of one level: a year within which the definition changed has no comparison."""
    compared = marts["fct_region_comparison"].with_columns(
        name=pl.col("region_id").replace(marts.region_names(look.lang))
    )
    compared = compared.filter(pl.col("year") <= year, indicator_id=indicator["indicator_id"])
    beside = [place.region_id for place in siblings()]
    compared = compared.filter(pl.col("region_id").is_in(beside))
    return compared.filter(pl.col("year") == pl.col("year").max())


def draw(findings: Findings, look: Look, indicator: IndicatorRow) -> Chart | None:
    """Rates of the townships over their population, between the limits of chance around the
    banner's rate; names outside the 95% limits."""
    marts, year = findings.marts, findings.year
    compared = last_compared(marts, look, year, indicator)
    if are_few(compared["numerator"].sum()):
        return None
    name, unit = look.text(indicator, "name"), look.text(indicator, "unit")
    first, years, last, banner, dispersion = compared.select(
        "first_year", "years", "year", "banner_rate", "dispersion"
    ).row(0)
    outside = compared["significance"] != "not_significant"
    size = compared["denominator"] / years / _PEOPLE[look.lang]
    per = indicator["per"] / _PEOPLE[look.lang]
    figure = go.Figure(list(_limits(look, size, years, banner, per, dispersion)))
    figure.add_hline(y=banner, line={"color": INK, "width": 1})
    figure.add_trace(_townships(look, compared, size, outside.to_list(), unit))
    top = max(compared["rate"].max(), banner * 2) * 1.35
    figure.update_yaxes(title=unit, range=[0, top or 1])
    figure.update_xaxes(title=look.say("axis_population"), rangemode="tozero")
    count = int(outside.sum())
    finding = look.say(
        "chart_funnel" if count else "chart_funnel_none",
        name=name,
        count=count,
        **pooled_words(first, last, years, look.lang),
        all=compared.height,
        banner=number(banner, indicator["decimals"]),
        unit=unit,
    )
    rates = ("numerator", "denominator", "rate", "funnel_lower_95", "funnel_upper_95", "eb_rate")
    significance = named("significance", "significance", look.lang)
    table = compared.select("region_id", "name", *rates, significance).sort("region_id")
    subtitle = look.say("chart_funnel_sub", chance=number(_BY_CHANCE * compared.height, 1))
    if few := sum(are_few(count) for count in compared["numerator"]):
        subtitle += look.say("chart_few_places", count=few, fewest=fewest())
    return look.footed(why_stopped(findings, indicator, last)).chart(
        "funnel",
        figure,
        finding,
        subtitle,
        table,
        of=indicator,
        names="region",
        missing=look.missed([indicator], date(first, 1, 1), date(last, 12, 31)),
        span=look.say("shown_years", first=first, last=last),
    )


def _limits(
    look: Look, size: pl.Series, years: int, banner: float, per: float, dispersion: float
) -> Iterator[Any]:
    """Between which rates chance explains the difference: an area, and lines further out."""
    if banner <= 0:
        return
    sizes = size.to_numpy()
    grid = np.linspace(sizes.min() * 0.5, sizes.max() * 1.1, 200)
    expected = banner * grid * years / per
    rates = {
        level: [
            (curve.to_numpy() * per / (grid * years)).tolist()
            for curve in limit_curves(expected, level, dispersion)
        ]
        for level in (0.95, 0.998)
    }
    lower, upper = rates[0.95]
    yield band(grid.tolist(), lower, upper, look.say("legend_funnel", level="95"))
    for at, rate in enumerate(rates[0.998]):
        yield go.Scatter(
            x=grid,
            y=rate,
            mode="lines",
            hoverinfo="skip",
            line={"color": GREY, "dash": "dot", "width": 1.2},
            name=look.say("legend_funnel", level="99.8"),
            showlegend=at == 0,
        )


def _townships(
    look: Look, compared: pl.DataFrame, size: pl.Series, outside: list[bool], unit: str
) -> Any:
    names = zip(compared["name"], outside, strict=True)
    return go.Scatter(
        x=size,
        y=compared["rate"],
        mode="markers+text",
        cliponaxis=False,
        text=[name if out else "" for name, out in names],
        textposition="top center",
        marker={
            "size": 9,
            "color": [ACCENT if out else DATA for out in outside],
            "symbol": ["diamond" if out else "circle" for out in outside],
        },
        customdata=compared.select("name", "numerator", "denominator", "eb_rate").rows(),
        hovertemplate=look.say("hover_township", unit=unit),
        name=look.say("legend_townships"),
    )

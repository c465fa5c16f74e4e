"""The plan's rates beside those that the nation and the areas around published."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.base.places import ancestors, own_id
from analysis.charts.marks import draw_in_panel, panels, place
from analysis.charts.theme import ACCENT, DATA, GREY, INK, Chart, Look
from analysis.findings.beside import FIRST_YEAR, beside, origin_words
from analysis.findings.few import are_few, fewest
from analysis.findings.findings import Findings

_SYMBOLS = ("triangle-up", "square", "diamond", "circle")  # the nation first
_COLORS = (GREY, ACCENT, INK, INK)


def draw(findings: Findings, look: Look) -> Chart | None:
    """A panel an indicator: dots of the own region, and what was published of the areas around; open where
    published halves were divided here."""
    found = beside(findings)
    indicators = found.select("indicator_id", "indicator", "unit").unique(maintain_order=True)
    figure = panels(indicators["indicator"].to_list())
    for at, (key, _, unit) in enumerate(indicators.iter_rows()):
        draw_in_panel(figure, at, _marks(found.filter(indicator_id=key)))
        figure.update_yaxes(title=unit, rangemode="tozero", **place(at))
        ends = [FIRST_YEAR - 0.5, findings.year + 0.5]
        years = list(range(FIRST_YEAR, findings.year + 1, 2))
        figure.update_xaxes(range=ends, tickvals=years, **place(at))
    areas = found.filter(pl.col("region_id") != own_id()).group_by("region", maintain_order=True)
    counts = areas.agg(count=pl.col("rate").count(), all=pl.len())
    said = [look.say("beside_count", **row) for row in counts.iter_rows(named=True)]
    listed = findings.listed(said)
    finding = look.say("chart_beside", first=FIRST_YEAR, last=findings.year, areas=listed)
    height = 150 * ((indicators.height + 1) // 2) + 30
    origins = origin_words(look.lang)
    table = found.drop("indicator_id", "region_id", "decimals").with_columns(
        pl.col("origin").replace_strict(origins, default=None, return_dtype=pl.String)
    )
    subtitle = look.say("chart_beside_sub") + _few(findings, look)
    first, end = date(FIRST_YEAR, 1, 1), date(findings.year, 12, 31)
    missing = look.missed(findings.indicators, first, end)
    return look.chart("beside", figure, finding, subtitle, table, height, missing=missing)


def _few(findings: Findings, look: Look) -> str:
    """Which of the own rates stand on too few events in some year."""
    counts = {
        look.text(row, "domain"): findings.yearly(row).filter(pl.col("year") >= FIRST_YEAR)
        for row in findings.indicators
    }
    few = [n for n, years in counts.items() if any(map(are_few, years["numerator"].drop_nulls()))]
    return look.say("chart_few_own", names=findings.listed(few), fewest=fewest()) if few else ""


def _marks(found: pl.DataFrame) -> Iterator[Any]:
    for at, area in enumerate(ancestors(own_id())):
        own = found.filter(region_id=area.region_id)
        symbols = [
            _SYMBOLS[at] if origin == "published" else f"{_SYMBOLS[at]}-open"
            for origin in own["origin"]
        ]
        marker = {"symbol": symbols, "size": 9, "color": _COLORS[at]}
        yield _points(own, marker)
    yield _points(found.filter(region_id=own_id()), {"color": DATA, "size": 7})


def _points(own: pl.DataFrame, marker: dict[str, object]) -> Any:
    name = own["region"][0]
    return go.Scatter(x=own["year"], y=own["rate"], mode="markers", name=name, marker=marker)

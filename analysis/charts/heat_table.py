"""Counts of the townships by year."""

from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.charts.funnel import last_compared
from analysis.charts.theme import Chart, Look
from analysis.findings.findings import Findings
from analysis.findings.stopped import why_stopped
from analysis.marts.figure_codes import coded
from analysis.marts.plan import PlanIndicatorRow


def draw(findings: Findings, look: Look, indicator: PlanIndicatorRow) -> Chart | None:
    """Counts of each township and year as numbers, shaded by the pooled rate; missing is said."""
    marts, year = findings.marts, findings.year
    compared = last_compared(marts, look, year, indicator).sort("region_id", descending=True)
    if compared.is_empty():
        return None
    last, spanned = compared.select("year", "years").row(0)
    rates = marts["fct_indicator_rates"].with_columns(year=pl.col("period_end").dt.year())
    years = rates.filter(
        pl.col("year").is_between(last - spanned + 1, last),
        period_kind="year",
        indicator_id=indicator["indicator_id"],
    )
    years = years.join(compared.select("region_id", "name"), on="region_id")
    years = years.sort("region_id", "year")
    shown = sorted(years["year"].unique())
    figure = go.Figure(_cells(look, compared, years, shown, look.text(indicator, "unit")))
    figure.update_layout(showlegend=False)
    figure.update_xaxes(type="category", side="top")
    total = sum(years.filter("is_complete")["numerator"])
    said = {"first": shown[0], "last": shown[-1], "total": f"{total:g}"}
    finding = look.say("chart_heat", domain=look.text(indicator, "domain"), **said)
    columns = (
        "region_id",
        "name",
        "year",
        "is_complete",
        "numerator",
        "denominator",
        "rate",
        "code",
    )
    table, height = coded(years, indicator).select(columns), 20 * compared.height + 30
    subtitle = look.say("chart_heat_sub")
    missing = look.missed([indicator], date(shown[0], 1, 1), date(shown[-1], 12, 31))
    return look.footed(why_stopped(findings, indicator, last)).chart(
        "townships",
        figure,
        finding,
        subtitle,
        table,
        height,
        left=140,
        of=indicator,
        names="region",
        missing=missing,
    )


def _cells(
    look: Look, compared: pl.DataFrame, years: pl.DataFrame, shown: list[int], unit: str
) -> Any:
    complete = years.filter("is_complete").select("region_id", "year", "numerator").iter_rows()
    counts = {(region, year): f"{count:g}" for region, year, count in complete}
    missing = look.say("missing")
    return go.Heatmap(
        x=[str(year) for year in shown],
        y=compared["name"].to_list(),
        z=[[rate] * len(shown) for rate in compared["eb_rate"]],
        text=[
            [counts.get((region, year), missing) for year in shown]
            for region in compared["region_id"]
        ],
        texttemplate="%{text}",
        colorscale=[[0, "#F7F7F7"], [1, "#92C5DE"]],
        xgap=2,
        ygap=2,
        colorbar={"title": {"text": unit, "side": "right"}, "thickness": 12, "len": 0.9},
        hovertemplate="%{y} %{x}<br>%{text}<extra></extra>",
    )

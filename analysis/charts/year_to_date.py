"""Deaths of this year so far."""

from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.charts.marks import band, draw_in_panel, panels, place
from analysis.charts.theme import DATA, GREY, Chart, Look
from analysis.findings.few import are_few
from analysis.findings.findings import Findings
from analysis.messages.numbers import listed

_COMPARED = 2  # one year alone is no range


def draw(findings: Findings, look: Look) -> Chart | None:
    """Deaths from January on, against last year and the range of the years before."""
    year = findings.year
    counts, above, alone = findings.counts_to_date, [], []
    of_id = {
        row["indicator_id"]: counts.filter(indicator_id=row["indicator_id"])
        for row in findings.indicators
    }
    drawn = [
        r for r in findings.indicators if not are_few(of_id[r["indicator_id"]]["numerator"].max())
    ]
    names = [look.text(row, "domain") for row in drawn]
    if not drawn:
        return None
    figure = panels(names)
    for at, row in enumerate(drawn):
        own = of_id[row["indicator_id"]].sort("month")
        draw_in_panel(figure, at, _marks(look, own, year))
        figure.update_xaxes(tickvals=[1, 3, 6, 9, 12], title=look.say("axis_month"), **place(at))
        figure.update_yaxes(rangemode="tozero", title=look.say("axis_deaths"), **place(at))
        if own.filter(pl.col("year") < year)["year"].n_unique() < _COMPARED:
            alone.append(names[at])
        elif _is_above(own, year):
            above.append(names[at])
    months = counts.filter(year=year)["month"].to_list()
    if not months:
        return None
    finding = _finding(look, max(months), year, above, alone, len(names) - len(alone))
    table = counts.sort("indicator_id", "period_end").select("name", "year", "month", "numerator")
    height = 150 * ((len(names) + 1) // 2) + 30
    few = [look.text(row, "domain") for row in findings.indicators if row not in drawn]
    subtitle = look.say("chart_ytd_sub") + look.few(few)
    return look.chart("year_to_date", figure, finding, subtitle, table, height, of=drawn)


def _fan(own: pl.DataFrame, year: int) -> pl.DataFrame:
    """By month the least and the most of the years before."""
    before = own.filter(pl.col("year") < year).group_by("month", maintain_order=True)
    return before.agg(low=pl.col("numerator").min(), high=pl.col("numerator").max())


def _marks(look: Look, own: pl.DataFrame, year: int) -> Iterator[Any]:
    fan, earlier = _fan(own, year), own.filter(pl.col("year") < year)["year"].n_unique()
    months, low, high = (fan[column].to_list() for column in ("month", "low", "high"))
    if earlier >= _COMPARED:
        yield band(months, low, high, look.say("legend_earlier_years", years=earlier))
    this, last = own.filter(year=year), own.filter(year=year - 1)
    yield go.Scatter(
        x=last["month"],
        y=last["numerator"],
        mode="lines",
        name=str(year - 1),
        line={"color": GREY, "width": 1.2, "dash": "dash"},
    )
    yield go.Scatter(
        x=this["month"],
        y=this["numerator"],
        mode="lines+markers",
        name=str(year),
        line={"color": DATA, "width": 2.5},
        marker={"size": 5},
    )


def _is_above(own: pl.DataFrame, year: int) -> bool:
    """Whether the last month of the year is above all years before."""
    now = own.filter(year=year).tail(1).join(_fan(own, year), on="month")
    return bool((now["numerator"] > now["high"]).any())


def _finding(
    look: Look, month: int, year: int, above: list[str], alone: list[str], compared: int
) -> str:
    names = listed(above, look.lang)
    code = "chart_ytd_above" if above else "chart_ytd_within"
    if not compared:
        return look.say("chart_ytd_none", year=year, month=month)
    said = look.say(code, year=year, month=month, names=names, count=compared)
    return said + (look.say("chart_ytd_alone", names=listed(alone, look.lang)) if alone else "")

"""Why the rate of an indicator changed."""

import plotly.graph_objects as go
import polars as pl

from analysis.base.places import own_id
from analysis.charts.few import are_few
from analysis.charts.theme import ACCENT, DATA, GOOD, GREY, INK, Chart, Look
from analysis.findings.findings import Findings
from analysis.marts.code_names import name_of
from analysis.marts.figure_codes import coded
from analysis.marts.rows import IndicatorRow, RateChangeRow, rows_of
from analysis.messages.numbers import number

_PARTS = ("numerator_part", "denominator_part")
_TABLE = (
    *("period_end", "numerator_before", "denominator_before", "rate_before", "numerator"),
    *("denominator", "rate", "change", *_PARTS, "code"),
)


def draw(findings: Findings, look: Look, indicator: IndicatorRow) -> Chart | None:
    """Last year's rate, what the count and what the denominator did to it, and this year's; none
    where a change of definition lies between, or the events of a year are too few for a bar."""
    marts, year = findings.marts, findings.year
    found = marts["fct_rate_change"].filter(
        pl.col("period_end").dt.year() == year,
        period_kind="year",
        region_id=own_id(),
        indicator_id=indicator["indicator_id"],
    )
    if found.is_empty() or found["crosses_break"][0]:
        return None
    (change,) = rows_of(found, RateChangeRow)
    if are_few(min(change["numerator_before"], change["numerator"])):
        return None
    unit, decimals = look.text(indicator, "unit"), indicator["decimals"] + 1
    before, now = number(change["rate_before"], decimals), number(change["rate"], decimals)
    parts = [f"{part:+.{decimals}f}" for part in found.select(_PARTS).row(0)]
    figure = _waterfall(look, change, [before, *parts, now])
    figure.update_layout(showlegend=False)
    figure.update_yaxes(title=unit, rangemode="tozero")
    figure.update_xaxes(type="category")
    name = look.text(indicator, "name")
    finding = look.say(
        "chart_change",
        name=name,
        year=year,
        direction=name_of("direction", change["direction"], look.lang),
        change=number(abs(change["change"]), decimals),
        unit=unit,
        count_part=parts[0],
        denominator_part=parts[1],
    )
    table = coded(found, indicator).select(_TABLE)
    return look.chart("change", figure, finding, look.say("chart_change_sub"), table, 200, of=indicator)


def _waterfall(look: Look, change: RateChangeRow, texts: list[str]) -> go.Figure:
    year = change["period_end"].year
    parts = [change["rate_before"], change["numerator_part"], change["denominator_part"]]
    return go.Figure(
        go.Waterfall(
            x=[str(year - 1), look.say("part_count"), look.say("part_denominator"), str(year)],
            y=[*parts, change["rate"]],
            measure=["absolute", "relative", "relative", "total"],
            text=texts,
            textposition="outside",
            cliponaxis=False,
            increasing={"marker": {"color": ACCENT, "line": {"color": INK, "width": 2}}},
            decreasing={"marker": {"color": GOOD}},
            totals={"marker": {"color": DATA}},
            connector={"line": {"color": GREY, "width": 1}},
            hovertemplate="%{x} %{text}<extra></extra>",
        )
    )

"""Why the rate of an indicator changed."""

from datetime import date

import plotly.graph_objects as go

from analysis.charts.marks import write_instead
from analysis.charts.theme import ACCENT, DATA, GOOD, GREY, INK, Chart, Look
from analysis.findings.change import are_few_in, change_words, rate_change
from analysis.findings.few import fewest
from analysis.findings.findings import Findings
from analysis.marts.rows import IndicatorRow, RateChangeRow, rows_of
from analysis.messages.numbers import number

_TABLE = (
    *("period_end", "numerator_before", "denominator_before", "rate_before", "numerator"),
    *("denominator", "rate", "change", "numerator_part", "denominator_part", "code"),
)


def draw(
    findings: Findings, look: Look, indicator: IndicatorRow, region: str | None = None
) -> Chart | None:
    """Of `region`, by default the own one, last year's rate, what the count and what the denominator did to it,
    and this year's; none where a change of definition lies between. Where the events of a year are too few for a bar
    both years are told."""
    found = rate_change(findings, indicator, region)
    if found.is_empty():
        return None
    (change,) = rows_of(found, RateChangeRow)
    finding = change_words(findings, indicator, region)
    if is_few := are_few_in(change):
        figure = go.Figure()
        subtitle, height = write_instead(figure, look, "chart_told", fewest=fewest())
    else:
        figure = _waterfall(look, change, indicator["decimals"] + 1)
        figure.update_layout(showlegend=False)
        figure.update_yaxes(title=look.text(indicator, "unit"), rangemode="tozero")
        figure.update_xaxes(type="category")
        subtitle, height = look.say("chart_change_sub"), 200
    last = change["period_end"]
    return look.chart(
        "change",
        figure,
        finding,
        subtitle,
        found.select(_TABLE),
        height,
        of=indicator,
        is_told=is_few,
        missing=look.missed([indicator], date(last.year - 1, 1, 1), last),
    )


def _waterfall(look: Look, change: RateChangeRow, decimals: int) -> go.Figure:
    year = change["period_end"].year
    parts = [change["numerator_part"], change["denominator_part"]]
    before, now = change["rate_before"], change["rate"]
    written = [f"{part:+.{decimals}f}" for part in parts]
    return go.Figure(
        go.Waterfall(
            x=[str(year - 1), look.say("part_count"), look.say("part_denominator"), str(year)],
            y=[before, *parts, now],
            measure=["absolute", "relative", "relative", "total"],
            text=[number(before, decimals), *written, number(now, decimals)],
            textposition="outside",
            cliponaxis=False,
            increasing={"marker": {"color": ACCENT, "line": {"color": INK, "width": 2}}},
            decreasing={"marker": {"color": GOOD}},
            totals={"marker": {"color": DATA}},
            connector={"line": {"color": GREY, "width": 1}},
            hovertemplate="%{x} %{text}<extra></extra>",
        )
    )

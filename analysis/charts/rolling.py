"""The rate of an indicator over twelve months."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.base.places import own_id
from analysis.charts.marks import band, break_line, write_instead
from analysis.charts.theme import DATA, INK, LEVELS, SYMBOLS, Chart, Look, escaped
from analysis.findings.few import are_few
from analysis.findings.findings import Findings
from analysis.marts.caveats import with_notes
from analysis.marts.figure_codes import coded
from analysis.marts.period_words import first_day
from analysis.marts.rows import BreakRow, IndicatorRow, RateRow, SignalEpisodeRow, rows_of
from analysis.marts.signal_words import episode_words
from analysis.messages.dates import month_words
from analysis.messages.numbers import number

_YEARS = 5


def draw(
    findings: Findings, look: Look, indicator: IndicatorRow, region: str | None = None
) -> Chart | None:
    """The rate of `region`, by default the own one, over twelve months to each month's end of the last
    years, with the signals raised; months without a rate are gaps. None where no twelve months have
    enough events."""
    marts, span = findings.marts, findings.span
    first = date(span.year - _YEARS + 1, 1, 1)
    own = {"indicator_id": indicator["indicator_id"], "region_id": region or own_id()}
    shown = pl.col("period_end").is_between(first, span.end)
    months = marts["fct_indicator_rates"].filter(shown, period_kind="r12m", **own)
    months = with_notes(months.sort("period_end"), look.lang)
    if not any(not are_few(count) for count in months["numerator"]):
        return None
    peaked = pl.col("peak_period_end").is_between(first, span.end)
    signals = rows_of(marts["fct_signal_episodes"].filter(peaked, **own), SignalEpisodeRow)
    name, unit = look.text(indicator, "name"), look.text(indicator, "unit")
    breaks = findings.breaks_of(indicator)
    drawn = _unmixed(months, breaks)
    figure = go.Figure(list(_marks(look, indicator, drawn, signals)))
    for row in breaks:
        if first < row["effective_from"] <= span.end:
            break_line(figure, look, row, f"{row['effective_from']}")
    figure.update_yaxes(title=unit, rangemode="tozero")
    figure.update_xaxes(type="date", tickformat="%Y", dtick="M12")
    finding = look.say("chart_rolling_unknown", name=name)
    if known := rows_of(months.filter(pl.col("rate").is_not_null()), RateRow):
        rate, end = number(known[-1]["rate"], indicator["decimals"]), known[-1]["period_end"]
        said = {"name": name, "end": month_words(end, look.lang), "rate": rate, "unit": unit}
        since = month_words(max(first, first_day("r12m", known[0]["period_end"])), look.lang)
        finding = look.say("chart_rolling", count=len(signals), since=since, **said)
        if drawn.filter(period_end=end)["rate"][0] is None:
            finding += look.say("chart_rolling_mixed")
    rate_columns = ("rate", "rate_lower_95", "rate_upper_95")
    columns = ("period_end", "numerator", "denominator", *rate_columns, "code", "note")
    table = coded(months, indicator).select(columns)
    subtitle, missing = look.say("chart_rolling_sub"), look.missed([indicator], first, span.end)
    height = 200
    if drawn["rate"].is_null().all():
        subtitle, height = write_instead(figure, look)
    return look.chart(
        "rolling", figure, finding, subtitle, table, height, of=indicator, missing=missing
    )


def _marks(
    look: Look, indicator: IndicatorRow, months: pl.DataFrame, signals: Sequence[SignalEpisodeRow]
) -> Iterator[Any]:
    for at, run in enumerate(_runs(months)):
        low, high = run["rate_lower_95"].to_list(), run["rate_upper_95"].to_list()
        area = band(run["period_end"].to_list(), low, high, look.say("legend_limits"))
        yield area.update(showlegend=at == 0)
    told = months.select("numerator", "denominator", "rate_lower_95", "rate_upper_95")
    unit, decimals = look.text(indicator, "unit"), indicator["decimals"]
    yield go.Scatter(
        x=months["period_end"],
        y=months["rate"],
        mode="lines+markers",
        line={"color": DATA, "width": 1.5},
        marker={"size": 4},
        connectgaps=False,
        customdata=told.rows(),
        hovertemplate=look.say("hover_rate", unit=unit, decimals=decimals),
        name=look.say("legend_r12m"),
    )
    rates: dict[date, float] = dict(
        months.select("period_end", "rate").drop_nulls("rate").iter_rows()
    )
    for level, color in LEVELS.items():
        raised = [
            (end, episode_words(signal, look.lang))
            for signal in signals
            if signal["level"] == level and (end := _month_end(signal["peak_period_end"], rates))
        ]
        if raised:
            edge = {"color": INK, "width": 1}
            yield go.Scatter(
                x=[end for end, _ in raised],
                y=[rates[end] for end, _ in raised],
                mode="markers",
                marker={"color": color, "symbol": SYMBOLS[level], "size": 12, "line": edge},
                text=[escaped(message) for _, message in raised],
                hovertemplate="%{text}<extra></extra>",
                name=look.say(f"level_{level}"),
            )


def _runs(months: pl.DataFrame) -> list[pl.DataFrame]:
    """Months next to each other that have limits: an area over a gap would fold."""
    has_limits = pl.col("rate_lower_95").is_not_null()
    runs = months.with_columns(run=has_limits.rle_id()).filter(has_limits)
    return runs.partition_by("run", maintain_order=True)


def _unmixed(months: pl.DataFrame, breaks: Sequence[BreakRow]) -> pl.DataFrame:
    """`months` without the rates of twelve months within which the definition changed."""
    end = pl.col("period_end")
    mixed = [
        (end >= row["effective_from"]) & (end.dt.offset_by("-12mo") < row["effective_from"])
        for row in breaks
    ]
    lines = [pl.col(c) for c in ("rate", "rate_lower_95", "rate_upper_95")]
    return months.with_columns(
        pl.when(pl.any_horizontal(pl.lit(False), *mixed)).then(None).otherwise(line).name.keep()
        for line in lines
    )


def _month_end(day: date, rates: dict[date, float]) -> date | None:
    """The month of the rolling series that a signal falls in, where there is a rate."""
    return next((end for end in rates if (end.year, end.month) == (day.year, day.month)), None)

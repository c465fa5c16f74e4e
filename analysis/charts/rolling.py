"""The rate of an indicator over twelve months."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.base.places import own_id
from analysis.charts.marks import band, break_line, write_instead
from analysis.charts.theme import DATA, GREY, INK, LEVELS, SYMBOLS, Chart, Look, escaped
from analysis.findings.few import are_few, fewest
from analysis.findings.findings import Findings
from analysis.findings.watched import watched_in
from analysis.marts.caveats import with_notes
from analysis.marts.figure_codes import coded
from analysis.marts.period_words import first_day
from analysis.marts.rows import BreakRow, IndicatorRow, RateRow, SignalEpisodeRow, rows_of
from analysis.marts.signal_words import episode_words
from analysis.messages.dates import month_words
from analysis.messages.numbers import number, short

_YEARS = 5


def draw(
    findings: Findings, look: Look, indicator: IndicatorRow, region: str | None = None
) -> Chart | None:
    """The rate of `region`, by default the own one, over twelve months to each month's end of the last
    years, with the signals raised; months without a rate are gaps. None where none are
    known; where all have too few events the last are told."""
    marts, span = findings.marts, findings.span
    first = date(span.year - _YEARS + 1, 1, 1)
    own = {"indicator_id": indicator["indicator_id"], "region_id": region or own_id()}
    shown = pl.col("period_end").is_between(first, span.end)
    months = marts["fct_indicator_rates"].filter(shown, period_kind="r12m", **own)
    months = with_notes(months.sort("period_end"), look.lang)
    if months["numerator"].drop_nulls().is_empty():
        return None
    peaked = pl.col("peak_period_end").is_between(first, span.end)
    signals = _to_mark(marts["fct_signal_episodes"].filter(peaked, **own), months)
    unit = look.text(indicator, "unit")
    breaks = findings.breaks_of(indicator)
    drawn = _unmixed(months, breaks)
    figure = go.Figure(list(_marks(look, indicator, drawn, signals)))
    for row in breaks:
        if first < row["effective_from"] <= span.end:
            break_line(figure, look, row, f"{row['effective_from']}")
    figure.update_yaxes(title=unit, rangemode="tozero")
    figure.update_xaxes(type="date", tickformat="%Y", dtick="M12")
    finding = _finding(look, indicator, months, drawn)
    if rated := months.drop_nulls("rate")["period_end"].to_list():
        since = max(first, first_day("r12m", rated[0]))
        watched = watched_in(marts, indicator, own["region_id"], since, span.end)
        finding += _signals_words(look, watched, since, len(signals))
    rate_columns = ("rate", "rate_lower_95", "rate_upper_95")
    columns = ("period_end", "numerator", "denominator", *rate_columns, "code", "note")
    table = coded(months, indicator).select(columns)
    missing = look.missed([indicator], _first_month_of(first), span.end)
    subtitle, height, is_few = _instead(look, figure, drawn)
    if is_few:
        of = findings.series_units()[indicator["numerator_series"]]
        count = months.drop_nulls("rate")["numerator"][-1]
        finding += look.say("chart_rolling_few", count=short(count), unit=of)
    return look.chart(
        "rolling",
        figure,
        finding,
        subtitle,
        table,
        height,
        of=indicator,
        missing=missing,
        is_told=is_few,
    )


def _to_mark(signals: pl.DataFrame, months: pl.DataFrame) -> list[SignalEpisodeRow]:
    """Those whose peak has a rate to mark."""
    rated = dict.fromkeys(months.drop_nulls("rate")["period_end"], 0.0)
    rows = rows_of(signals, SignalEpisodeRow)
    return [row for row in rows if _month_end(row["peak_period_end"], rated)]


def _finding(
    look: Look,
    indicator: IndicatorRow,
    months: pl.DataFrame,
    drawn: pl.DataFrame,
) -> str:
    """The last rate that is known."""
    name = look.text(indicator, "name")
    known = rows_of(months.filter(pl.col("rate").is_not_null()), RateRow)
    if not known:
        return look.say("chart_rolling_unknown", name=name)
    end = known[-1]["period_end"]
    finding = look.say(
        "chart_rolling",
        name=name,
        end=month_words(end, look.lang),
        rate=number(known[-1]["rate"], indicator["decimals"]),
        unit=look.text(indicator, "unit"),
    )
    is_mixed = drawn.filter(period_end=end)["rate"][0] is None
    return finding + (look.say("chart_rolling_mixed") if is_mixed else "")


def _signals_words(look: Look, watched: list[date] | None, since: date, count: int) -> str:
    """How many signals there were in the months that were looked at, or that too little is known for one; nothing
    where they are not looked for."""
    if watched is None:
        return ""
    code = "chart_rolling_signals" if watched else "chart_rolling_unwatched"
    begun = max(since, watched[0]) if watched else since
    return look.say(code, since=month_words(begun, look.lang), count=count)


def _instead(look: Look, figure: go.Figure, drawn: pl.DataFrame) -> tuple[str, int, bool]:
    """Subtitle and height; words in the place of a picture of nothing or of few, and whether of few."""
    few = [are_few(count) for count in drawn.drop_nulls("rate")["numerator"]]
    if not few:
        return *write_instead(figure, look), False
    if all(few):
        return *write_instead(figure, look, "chart_told", fewest=fewest()), True
    subtitle = look.say("chart_rolling_sub")
    if any(few):
        subtitle += look.say("chart_few_months", count=sum(few), fewest=fewest())
    return subtitle, 200, False


def _first_month_of(first: date) -> date:
    """The first of the twelve months that end in the month of `first`."""
    return date(first.year - 1, first.month + 1, 1)


def _marks(
    look: Look, indicator: IndicatorRow, months: pl.DataFrame, signals: Sequence[SignalEpisodeRow]
) -> Iterator[Any]:
    for at, run in enumerate(_runs(months)):
        low, high = run["rate_lower_95"].to_list(), run["rate_upper_95"].to_list()
        area = band(run["period_end"].to_list(), low, high, look.say("legend_limits"))
        yield (area if run.height > 1 else _lone(run, area.name)).update(showlegend=at == 0)
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


def _lone(month: pl.DataFrame, name: str) -> Any:
    """The limits of a month without known neighbours, of which no area can be drawn."""
    far = {
        "array": (month["rate_upper_95"] - month["rate"]).to_list(),
        "arrayminus": (month["rate"] - month["rate_lower_95"]).to_list(),
    }
    limits = far | {"type": "data", "symmetric": False, "color": GREY, "thickness": 1.2, "width": 4}
    marker = {"size": 4, "color": DATA}
    return go.Scatter(
        x=month["period_end"],
        y=month["rate"],
        mode="markers",
        marker=marker,
        error_y=limits,
        name=name,
    )


def _runs(months: pl.DataFrame) -> list[pl.DataFrame]:
    """Months next to each other that have limits: an area over a gap would fold."""
    has_limits = pl.col("rate_lower_95").is_not_null()
    runs = months.with_columns(run=has_limits.rle_id()).filter(has_limits)
    return runs.partition_by("run", maintain_order=True)


def _unmixed(months: pl.DataFrame, breaks: Sequence[BreakRow]) -> pl.DataFrame:
    """`months` without the rates of twelve months within which the definition changed."""
    end = pl.col("period_end")
    first = end.dt.month_start().dt.offset_by("-11mo")
    mixed = [(end >= row["effective_from"]) & (first < row["effective_from"]) for row in breaks]
    lines = [pl.col(c) for c in ("rate", "rate_lower_95", "rate_upper_95")]
    return months.with_columns(
        pl.when(pl.any_horizontal(pl.lit(False), *mixed)).then(None).otherwise(line).name.keep()
        for line in lines
    )


def _month_end(day: date, rates: dict[date, float]) -> date | None:
    """The month of the rolling series that a signal falls in, where there is a rate."""
    return next((end for end in rates if (end.year, end.month) == (day.year, day.month)), None)

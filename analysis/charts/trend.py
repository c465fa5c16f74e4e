"""The yearly rates of an indicator."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.base.places import own_id
from analysis.charts.theme import ACCENT, DATA, GREY, Chart, Look, number
from analysis.conclusions.verdicts import Verdict
from analysis.marts.caveats import with_notes
from analysis.marts.rows import BreakRow, IndicatorRow, rows_of
from analysis.marts.snapshot import Snapshot


def draw(marts: Snapshot, look: Look, year: int, indicator: IndicatorRow) -> Chart:
    own = {"indicator_id": indicator["indicator_id"], "region_id": own_id()}
    years = marts["fct_indicator_rates"].filter(
        pl.col("period_end").dt.year() <= year, period_kind="year", **own
    )
    judged = marts["fct_verdicts"].filter(~pl.col("is_to_date"), year=year, **own)
    codes, last = judged["statistical_verdict"].to_list(), judged["last_year"].to_list()
    verdict = look.verdict(codes[0] if codes else Verdict.TOO_SHORT)
    if last and last[0] is not None and last[0] < year:
        verdict = look.say("verdict_up_to", verdict=verdict, last=last[0])
    breaks = marts.table("reference", "definition_breaks")
    breaks = breaks.filter(event_domain=indicator["event_domain"])
    noted = with_notes(years.sort("period_end"), look.lang)
    return trend(look, indicator, noted, breaks, verdict, year)


def trend(
    look: Look,
    indicator: IndicatorRow,
    years: pl.DataFrame,
    breaks: pl.DataFrame,
    verdict: str,
    year: int,
) -> Chart:
    """Yearly rates with 95% limits, the three-year mean, the baseline and the nation's rate.

    Args:
        indicator: a row of ``dim_indicator``.
        years: its yearly rows of ``fct_indicator_rates`` with ``note``, in order, up to `year`.
        breaks: rows of the definition breaks of its domain.
        verdict: statistical verdict of `year`, in words.
    """
    name, unit = look.text(indicator, "name"), look.text(indicator, "unit")
    years = years.with_columns(year=pl.col("period_end").dt.year())
    known, cuts = years.filter(pl.col("rate").is_not_null()), rows_of(breaks, BreakRow)
    figure = go.Figure(list(_marks(look, indicator, years, cuts)))
    _draw_breaks(figure, look, cuts, known["year"].to_list())
    spanned = range(min(years["year"].to_list(), default=year), year + 1)
    figure.update_xaxes(tickvals=list(spanned), range=[spanned[0] - 0.6, spanned[-1] + 0.6])
    figure.update_yaxes(title=unit, rangemode="tozero")
    rates = known.filter(year=year)["rate"].to_list()
    said: dict[str, object] = {"year": year, "name": name}
    if rates:
        said |= {"rate": number(rates[0], indicator["decimals"]), "unit": unit, "verdict": verdict}
    finding = look.say("chart_trend" if rates else "chart_trend_unknown", **said)
    rate = ("rate", "rate_lower_95", "rate_upper_95", "rate_3y", "prior_year_rate", "change_pct")
    table = years.select("year", "numerator", "denominator", *rate, "national_rate", "note")
    key, subtitle = f"trend_{indicator['indicator_id']}", look.say("chart_trend_sub", unit=unit)
    return look.chart(key, figure, finding, subtitle, table, name=name)


def _marks(
    look: Look, indicator: IndicatorRow, years: pl.DataFrame, breaks: Sequence[BreakRow]
) -> Iterator[Any]:
    known = years.filter(pl.col("rate").is_not_null())
    for segment in _segments(known, breaks):
        yield _line(segment, "rate", {"color": DATA, "width": 1}, showlegend=False)
    mean = known.filter(pl.col("rate_3y").is_not_null())
    dashed, name = {"color": GREY, "dash": "dash"}, look.say("legend_three_years")
    yield _line(mean, "rate_3y", dashed, name=name, connectgaps=False)
    for is_open in (False, True):
        rows = known.filter(is_provisional=is_open)
        if rows.height:
            yield _points(look, indicator, rows, is_open)
    nation = years.filter(pl.col("national_rate").is_not_null())
    if nation.height:
        yield go.Scatter(
            x=nation["year"],
            y=nation["national_rate"],
            mode="markers",
            marker={"symbol": "x-thin-open", "size": 9, "color": GREY, "line": {"width": 2}},
            name=look.say("legend_nation"),
        )


def _segments(known: pl.DataFrame, breaks: Sequence[BreakRow]) -> list[pl.DataFrame]:
    """Runs of years next to each other with no change of definition in or between them."""
    days = [row["effective_from"] for row in breaks if not row["allows_comparison"]]
    runs: list[list[int]] = []
    for year in known["year"]:
        cut = any(year - 1 <= b.year - (b.month == 1) < year or b.year == year for b in days)
        if runs and runs[-1][-1] == year - 1 and not cut:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [known.filter(pl.col("year").is_in(run)) for run in runs if len(run) > 1]


def _line(years: pl.DataFrame, column: str, line: Mapping[str, object], **more: object) -> Any:
    x, y = years["year"], years[column]
    return go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", **more)


def _points(look: Look, indicator: IndicatorRow, rows: pl.DataFrame, is_open: bool) -> Any:
    decimals, unit = indicator["decimals"], look.text(indicator, "unit")
    limits = {
        "array": (rows["rate_upper_95"] - rows["rate"]).to_list(),
        "arrayminus": (rows["rate"] - rows["rate_lower_95"]).to_list(),
    }
    fill = "white" if is_open else DATA
    return go.Scatter(
        x=rows["year"],
        y=rows["rate"],
        mode="markers+text",
        text=[number(rate, decimals) for rate in rows["rate"]],
        textposition="middle right",
        textfont={"size": 10},
        marker={"color": fill, "size": 9, "line": {"color": DATA, "width": 2}},
        error_y=limits
        | {"type": "data", "symmetric": False, "color": DATA, "thickness": 1.2, "width": 4},
        customdata=rows.select("numerator", "denominator", "rate_lower_95", "rate_upper_95").rows(),
        hovertemplate=look.say("hover_rate", unit=unit, decimals=decimals),
        name=look.say("legend_year_provisional" if is_open else "legend_year"),
    )


def _draw_breaks(
    figure: go.Figure, look: Look, breaks: Sequence[BreakRow], known: list[int]
) -> None:
    """Each break a vertical line, where its day lies between two years' points."""
    for row in breaks:
        day = row["effective_from"]
        at = day.year - 0.5 + (day.timetuple().tm_yday - 1) / 366
        if known and known[0] - 0.5 < at < known[-1] + 0.5:
            figure.add_vline(x=at, line={"color": ACCENT, "dash": "dot", "width": 1.5})
            text = look.say("break_label", day=f"{day:%Y-%m}")
            font = {"size": 10, "color": ACCENT}
            above = {"y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False}
            figure.add_annotation(x=at, text=text, font=font, **above)

"""The yearly rates of an indicator."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.base.places import ancestors, own_id
from analysis.charts.marks import break_line, write_instead
from analysis.charts.theme import ACCENT, DATA, GREY, Chart, Look
from analysis.charts.told import years_as_table
from analysis.findings.beside import rates_of
from analysis.findings.few import are_few, fewest
from analysis.findings.findings import Findings
from analysis.findings.words import verdict_name
from analysis.marts.figure_codes import coded
from analysis.marts.rows import BreakRow, IndicatorRow
from analysis.messages.numbers import listed, number


def draw(
    findings: Findings,
    look: Look,
    indicator: IndicatorRow,
    region: str | None = None,
    beside: str | None = None,
) -> Chart | None:
    """Of `region`, by default the own one, with the rates of the region `beside` it, as they were
    published or else made of published halves; see `trend`. None where no year is known."""
    years = findings.yearly(indicator, region)
    if years["numerator"].drop_nulls().is_empty():
        return None
    verdict = look.say("not_judged")
    if region in (None, own_id()):
        verdict = verdict_name(findings, findings.verdict_of(indicator))
    last = years["year"].max()
    year = last if isinstance(last, int) else findings.year
    breaks = findings.breaks_of(indicator)
    other = (
        _nation(look, years)
        if beside is None
        else _rates_of(findings, look, indicator, beside, years)
    )
    return trend(look, indicator, years, breaks, verdict, year, other)


def _nation(look: Look, years: pl.DataFrame) -> tuple[str, pl.DataFrame] | None:
    rates = years.select("year", rate="national_rate").drop_nulls("rate")
    is_alone = years["rate"].is_null().all()
    return (look.say("legend_nation"), rates) if rates.height and not is_alone else None


def _rates_of(
    findings: Findings, look: Look, indicator: IndicatorRow, region: str, years: pl.DataFrame
) -> tuple[str, pl.DataFrame]:
    name = findings.region_names()[region]
    rates = rates_of(findings, indicator, region).join(years.select("year"), on="year", how="semi")
    if rates.is_empty():
        return look.say("legend_beside_none", name=name), rates
    is_published = region in (area.region_id for area in ancestors(own_id()))
    return look.say("legend_beside", name=name) if is_published else name, rates


def trend(
    look: Look,
    indicator: IndicatorRow,
    years: pl.DataFrame,
    breaks: Sequence[BreakRow],
    verdict: str,
    year: int,
    beside: tuple[str, pl.DataFrame] | None = None,
) -> Chart:
    """Yearly rates with 95% limits, the three-year mean, the baseline and the rates beside them.

    Args:
        indicator: a row of ``dim_indicator``.
        years: its yearly rows of ``fct_indicator_rates`` with ``note``, in order, up to `year`.
        breaks: the changes of its definition that forbid a comparison.
        verdict: statistical verdict of `year`, in words.
        beside: what other rates are called, and they: ``year, rate``.
    """
    name, unit = look.text(indicator, "name"), look.text(indicator, "unit")
    years = years.with_columns(year=pl.col("period_end").dt.year())
    known = years.filter(pl.col("rate").is_not_null())
    figure = go.Figure([*_marks(look, indicator, years, breaks), *_beside(beside)])
    _draw_breaks(figure, look, breaks, known["year"].to_list())
    spanned = range(min(years["year"].to_list(), default=year), year + 1)
    figure.update_xaxes(tickvals=list(spanned), range=[spanned[0] - 0.6, spanned[-1] + 0.6])
    figure.update_yaxes(title=unit, rangemode="tozero")
    rates = known.filter(year=year)["rate"].to_list()
    said: dict[str, object] = {"year": year, "name": name}
    if rates:
        said |= {"rate": number(rates[0], indicator["decimals"]), "unit": unit, "verdict": verdict}
    finding = look.say("chart_trend" if rates else "chart_trend_unknown", **said)
    mixed = _mixed(breaks) & set(known["year"])
    if year in mixed:
        finding += look.say("chart_trend_mixed")
    rate = ("rate", "rate_lower_95", "rate_upper_95", "rate_3y", "prior_year_rate", "change_pct")
    columns = ("year", "numerator", "denominator", *rate, "national_rate", "code", "note")
    table = coded(years, indicator).select(columns)
    subtitle = look.say("chart_trend_sub") + (look.say("chart_trend_sub_mixed") if mixed else "")
    subtitle, height = subtitle + _few_years(look, known), 240
    is_few = not known.is_empty() and are_few(known["numerator"].max())
    if known.is_empty() and not (beside and beside[1].height):
        subtitle, height = write_instead(figure, look)
    elif is_few:
        figure, height = years_as_table(look, indicator, years), 20 * years.height + 30
        subtitle = look.say("chart_told_years", fewest=fewest())
    missing = look.missed([indicator], date(spanned[0], 1, 1), date(year, 12, 31))
    return look.chart(
        "trend",
        figure,
        finding,
        subtitle,
        table,
        height,
        of=indicator,
        missing=missing,
        is_told=is_few,
    )


def _few_years(look: Look, known: pl.DataFrame) -> str:
    """Which of the years that are drawn have too few events."""
    counts = known.select("year", "numerator").iter_rows()
    few = [str(year) for year, count in counts if are_few(count)]
    return look.say("chart_few_years", years=listed(few, look.lang), fewest=fewest()) if few else ""


def _marks(
    look: Look, indicator: IndicatorRow, years: pl.DataFrame, breaks: Sequence[BreakRow]
) -> Iterator[Any]:
    known = years.filter(pl.col("rate").is_not_null())
    for segment in _segments(known, breaks):
        yield _line(segment, "rate", {"color": DATA, "width": 1}, showlegend=False)
    if years["rate_3y"].drop_nulls().len() > 1:
        dashed, name = {"color": GREY, "dash": "dash"}, look.say("legend_three_years")
        yield _line(years, "rate_3y", dashed, name=name, connectgaps=False)
    is_mixed = pl.col("year").is_in(list(_mixed(breaks)))
    for kind, is_it in {
        "": ~is_mixed & ~pl.col("is_provisional"),
        "_provisional": ~is_mixed & pl.col("is_provisional"),
        "_mixed": is_mixed,
    }.items():
        rows = known.filter(is_it)
        if rows.height:
            yield _points(look, indicator, rows, kind)


def _mixed(breaks: Sequence[BreakRow]) -> set[int]:
    """Years within which the definition changed: their figures belong to neither side."""
    days = [row["effective_from"] for row in breaks]
    return {day.year for day in days if (day.month, day.day) != (1, 1)}


def _beside(beside: tuple[str, pl.DataFrame] | None) -> Iterator[Any]:
    if beside:
        name, rates = beside  # where there are none, the legend says so
        yield go.Scatter(
            x=rates["year"].to_list() or [None],
            y=rates["rate"].to_list() or [None],
            mode="markers",
            marker={"symbol": "x-thin-open", "size": 9, "color": GREY, "line": {"width": 2}},
            name=name,
        )


def _segments(known: pl.DataFrame, breaks: Sequence[BreakRow]) -> list[pl.DataFrame]:
    """Runs of years next to each other with no change of definition in or between them."""
    days = [row["effective_from"] for row in breaks]
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


def _points(look: Look, indicator: IndicatorRow, rows: pl.DataFrame, kind: str) -> Any:
    decimals, unit = indicator["decimals"], look.text(indicator, "unit")
    limits = {
        "array": (rows["rate_upper_95"] - rows["rate"]).to_list(),
        "arrayminus": (rows["rate"] - rows["rate_lower_95"]).to_list(),
    }
    color = ACCENT if kind == "_mixed" else DATA
    symbol = "diamond" if kind == "_mixed" else "circle"
    fill = "white" if kind else DATA
    return go.Scatter(
        x=rows["year"],
        y=rows["rate"],
        mode="markers+text",
        text=[number(rate, decimals) for rate in rows["rate"]],
        textposition="middle right",
        textfont={"size": 10},
        marker={"color": fill, "size": 9, "symbol": symbol, "line": {"color": color, "width": 2}},
        error_y=limits
        | {"type": "data", "symmetric": False, "color": color, "thickness": 1.2, "width": 4},
        customdata=rows.select("numerator", "denominator", "rate_lower_95", "rate_upper_95").rows(),
        hovertemplate=look.say("hover_rate", unit=unit, decimals=decimals),
        name=look.say(f"legend_year{kind}"),
    )


def _draw_breaks(
    figure: go.Figure, look: Look, breaks: Sequence[BreakRow], known: list[int]
) -> None:
    """Each break a vertical line, where its day lies between two years' points; one within a year stands on that
    year's point."""
    for row in breaks:
        day = row["effective_from"]
        at = day.year if day.year in _mixed([row]) else day.year - 0.5
        if known and known[0] - 0.5 < at < known[-1] + 0.5:
            break_line(figure, look, row, at)

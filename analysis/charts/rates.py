"""One indicator of the banner: over the years, over twelve months, and why it changed."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.charts.theme import (
    ACCENT,
    BAND,
    DATA,
    GOOD,
    GREY,
    LEVELS,
    SYMBOLS,
    Chart,
    Look,
    escaped,
    number,
    wrapped,
)
from analysis.conclusions.verdicts import NOT_JUDGED, Verdict
from analysis.marts.code_names import name_of, named
from analysis.messages import say

Row = dict[str, Any]
_VERDICTS = {
    Verdict.IMPROVING: GOOD, Verdict.PROBABLY_IMPROVING: GOOD, Verdict.NO_CLEAR_CHANGE: "#222222",
    Verdict.PROBABLY_WORSENING: ACCENT, Verdict.WORSENING: ACCENT,
}  # fmt: skip


def trend(
    look: Look, indicator: Row, years: pl.DataFrame, breaks: pl.DataFrame, verdict: str, year: int
) -> Chart:
    """Yearly rates with 95% limits, the three-year mean, the baseline and the nation's rate.

    Args:
        indicator: a row of ``dim_indicator``.
        years: its yearly rows of ``fct_indicator_rates`` with ``note``, in order, up to `year`.
        breaks: rows of the definition breaks of its domain.
        verdict: statistical verdict of `year`, in words.
    """
    unit, decimals = indicator[f"unit_{look.lang}"], indicator["decimals"]
    name = indicator[f"name_{look.lang}"]
    years = years.with_columns(year=pl.col("period_end").dt.year())
    known = years.filter(pl.col("rate").is_not_null())
    figure = go.Figure()
    inner = [
        b["effective_from"] for b in breaks.iter_rows(named=True) if not b["allows_comparison"]
    ]
    for segment in _segments(known, inner):
        figure.add_trace(_line(segment["year"], segment["rate"]))
    mean = known.filter(pl.col("rate_3y").is_not_null())
    figure.add_trace(
        go.Scatter(
            x=mean["year"], y=mean["rate_3y"], mode="lines", line={"color": GREY, "dash": "dash"},
            name=say("legend_three_years", look.lang), connectgaps=False, hoverinfo="skip",
        )
    )  # fmt: skip
    for is_open in (False, True):
        rows = known.filter(pl.col("is_provisional") == is_open)
        if rows.height:
            figure.add_trace(_points(look, rows, unit, decimals, is_open))
    nation = years.filter(pl.col("national_rate").is_not_null())
    if nation.height:
        figure.add_trace(
            go.Scatter(
                x=nation["year"], y=nation["national_rate"], mode="markers",
                marker={"symbol": "x-thin-open", "size": 9, "color": GREY, "line": {"width": 2}},
                name=say("legend_nation", look.lang),
            )
        )  # fmt: skip
    _breaks(figure, look, breaks, known)
    spanned = range(int(years["year"].min() or year), year + 1)
    figure.update_xaxes(tickvals=list(spanned), range=[spanned[0] - 0.6, spanned[-1] + 0.6])
    figure.update_yaxes(title=unit, rangemode="tozero")
    row = known.filter(pl.col("year") == year)
    if row.height:
        rate = number(row["rate"][0], decimals)
        finding = say("chart_trend", look.lang, year=year, name=name, rate=rate, unit=unit, verdict=verdict)  # fmt: skip
    else:
        finding = say("chart_trend_unknown", look.lang, year=year, name=name)
    table = years.select(
        "year", "numerator", "denominator", "rate", "rate_lower_95", "rate_upper_95", "rate_3y",
        "prior_year_rate", "change_pct", "national_rate", "note",
    )  # fmt: skip
    subtitle = say("chart_trend_sub", look.lang, unit=unit)
    return look.chart(
        f"trend_{indicator['indicator_id']}", figure, finding, subtitle, table, name=name
    )


def _segments(known: pl.DataFrame, breaks: list[Any]) -> list[pl.DataFrame]:
    """Runs of years next to each other with no change of definition in or between them."""
    runs: list[list[int]] = []
    for year in known["year"]:
        cut = any(year - 1 <= b.year - (b.month == 1) < year or b.year == year for b in breaks)
        if runs and runs[-1][-1] == year - 1 and not cut:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [known.filter(pl.col("year").is_in(run)) for run in runs if len(run) > 1]


def _line(x: pl.Series, y: pl.Series) -> go.Scatter:
    return go.Scatter(
        x=x, y=y, mode="lines", line={"color": DATA, "width": 1}, showlegend=False, hoverinfo="skip"
    )


def _points(look: Look, rows: pl.DataFrame, unit: str, decimals: int, is_open: bool) -> go.Scatter:
    code = "legend_year_provisional" if is_open else "legend_year"
    return go.Scatter(
        x=rows["year"], y=rows["rate"], mode="markers+text",
        text=[number(rate, decimals) for rate in rows["rate"]],
        textposition="middle right", textfont={"size": 10},
        marker={
            "color": "white" if is_open else DATA, "size": 9, "line": {"color": DATA, "width": 2},
        },
        error_y={
            "type": "data", "symmetric": False, "color": DATA, "thickness": 1.2, "width": 4,
            "array": (rows["rate_upper_95"] - rows["rate"]).to_list(),
            "arrayminus": (rows["rate"] - rows["rate_lower_95"]).to_list(),
        },
        customdata=rows.select("numerator", "denominator", "rate_lower_95", "rate_upper_95").rows(),
        hovertemplate=say("hover_rate", look.lang, unit=unit, decimals=decimals),
        name=say(code, look.lang),
    )  # fmt: skip


def _breaks(figure: go.Figure, look: Look, breaks: pl.DataFrame, known: pl.DataFrame) -> None:
    """Each break a vertical line, where its day lies between two years' points."""
    if known.is_empty():
        return
    first, last = known["year"].min(), known["year"].max()
    for row in breaks.iter_rows(named=True):
        day = row["effective_from"]
        at = day.year - 0.5 + (day.timetuple().tm_yday - 1) / 366
        if first - 0.5 < at < last + 0.5:
            figure.add_vline(x=at, line={"color": ACCENT, "dash": "dot", "width": 1.5})
            figure.add_annotation(
                x=at, y=1, yref="paper", yanchor="bottom", showarrow=False,
                text=say("break_label", look.lang, day=f"{day:%Y-%m}"),
                font={"size": 10, "color": ACCENT},
            )  # fmt: skip


def rolling(look: Look, indicator: Row, months: pl.DataFrame, signals: pl.DataFrame) -> Chart:
    """The rate over twelve months to each month's end, with the signals raised.

    Args:
        months: rows of ``fct_indicator_rates`` of kind r12m with ``note``, in order; rows without a
            rate are gaps.
        signals: rows of ``fct_indicator_signals`` of the indicator.
    """
    unit, name = indicator[f"unit_{look.lang}"], indicator[f"name_{look.lang}"]
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=months["period_end"].to_list() + months["period_end"].reverse().to_list(),
            y=months["rate_upper_95"].to_list() + months["rate_lower_95"].reverse().to_list(),
            mode="lines", fill="toself", fillcolor=BAND, line={"width": 0}, hoverinfo="skip",
            name=say("legend_limits", look.lang),
        )
    )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=months["period_end"], y=months["rate"], mode="lines+markers",
            line={"color": DATA, "width": 1.5}, marker={"size": 4}, connectgaps=False,
            customdata=months.select("numerator", "denominator", "rate_lower_95", "rate_upper_95").rows(),
            hovertemplate=say("hover_rate", look.lang, unit=unit, decimals=indicator["decimals"]),
            name=say("legend_r12m", look.lang),
        )
    )  # fmt: skip
    at = dict(months.select("period_end", "rate").iter_rows())
    for level, color in LEVELS.items():
        rows = [r for r in signals.filter(level=level).iter_rows(named=True)]
        ends = [_month_end(r["period_end"], at) for r in rows]
        seen = [(e, r) for e, r in zip(ends, rows, strict=True) if e is not None]
        if seen:
            figure.add_trace(
                go.Scatter(
                    x=[e for e, _ in seen], y=[at[e] for e, _ in seen], mode="markers",
                    marker={"color": color, "symbol": SYMBOLS[level], "size": 12,
                            "line": {"color": "#222222", "width": 1}},
                    text=[escaped(r[f"message_{look.lang}"]) for _, r in seen],
                    hovertemplate="%{text}<extra></extra>",
                    name=say(f"level_{level}", look.lang),
                )
            )  # fmt: skip
    figure.update_yaxes(title=unit, rangemode="tozero")
    figure.update_xaxes(type="date", tickformat="%Y", dtick="M12")
    known = months.filter(pl.col("rate").is_not_null())
    count = signals.height
    if known.height:
        last = known.row(-1, named=True)
        rate = number(last["rate"], indicator["decimals"])
        finding = say(
            "chart_rolling", look.lang, name=name, end=f"{last['period_end']:%Y-%m}", rate=rate,
            unit=unit, count=count,
        )  # fmt: skip
    else:
        finding = say("chart_rolling_unknown", look.lang, name=name)
    table = months.select("period_end", "numerator", "denominator", "rate", "rate_lower_95", "rate_upper_95", "note")  # fmt: skip
    key = f"rolling_{indicator['indicator_id']}"
    return look.chart(
        key, figure, finding, say("chart_rolling_sub", look.lang), table, 200, name=name
    )


def _month_end(day: Any, at: dict[Any, float | None]) -> Any:
    """The month of the rolling series that a signal falls in, where there is a rate."""
    return next((e for e in at if (e.year, e.month) == (day.year, day.month) and at[e] is not None), None)  # fmt: skip


def change_split(look: Look, indicator: Row, change: Row) -> Chart:
    """Last year's rate, what the count and what the denominator did to it, and this year's.

    Args:
        change: the row of ``fct_rate_change`` of the year.
    """
    unit, decimals = indicator[f"unit_{look.lang}"], indicator["decimals"] + 1
    name, year = indicator[f"name_{look.lang}"], change["period_end"].year
    parts = [
        change["rate_before"],
        change["numerator_part"],
        change["denominator_part"],
        change["rate"],
    ]
    labels = [
        str(year - 1), say("part_count", look.lang), say("part_denominator", look.lang), str(year),
    ]  # fmt: skip
    signed = [
        number(parts[0], decimals),
        *(f"{p:+.{decimals}f}" for p in parts[1:3]),
        number(parts[3], decimals),
    ]
    figure = go.Figure(
        go.Waterfall(
            x=labels, y=parts, measure=["absolute", "relative", "relative", "total"], text=signed,
            textposition="outside", cliponaxis=False,
            increasing={"marker": {"color": ACCENT, "line": {"color": "#222222", "width": 2}}},
            decreasing={"marker": {"color": GOOD}},
            totals={"marker": {"color": DATA}}, connector={"line": {"color": GREY, "width": 1}},
            hovertemplate="%{x} %{text}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_layout(showlegend=False)
    figure.update_yaxes(title=unit, rangemode="tozero")
    figure.update_xaxes(type="category")
    finding = say(
        "chart_change", look.lang, name=name, year=year,
        direction=name_of("direction", change["direction"], look.lang),
        change=number(abs(change["change"]), decimals), unit=unit,
        count_part=signed[1], denominator_part=signed[2],
    )  # fmt: skip
    table = pl.DataFrame([change]).select(
        "period_end", "numerator_before", "denominator_before", "rate_before", "numerator",
        "denominator", "rate", "change", "numerator_part", "denominator_part",
    )  # fmt: skip
    key = f"change_{indicator['indicator_id']}"
    return look.chart(
        key, figure, finding, say("chart_change_sub", look.lang), table, 200, name=name
    )


def three_years(look: Look, trends: pl.DataFrame, year: int) -> Chart:
    """Each indicator's ratio of three years to the three before, and of the plan's years to the
    baseline; an indicator that cannot be judged keeps its row.

    Args:
        trends: rows of ``fct_indicator_trends`` of `year`, with ``name``, in order of drawing.
    """
    figure = go.Figure()
    names = trends["name"].to_list()
    for kind, symbol, color in (("three_years", "circle", DATA), ("to_baseline", "square", GREY)):
        ratio, low, high = (f"rate_ratio_{kind}{s}" for s in ("", "_lower_95", "_upper_95"))
        rows = trends.filter(pl.col(ratio) > 0, pl.col(high).is_finite())
        shift = 0.12 if kind == "three_years" else -0.12
        figure.add_trace(
            go.Scatter(
                x=rows[ratio], y=[len(names) - 1 - names.index(n) + shift for n in rows["name"]],
                mode="markers", marker={"symbol": symbol, "color": color, "size": 10},
                error_x={
                    "type": "data", "symmetric": False, "color": color, "thickness": 1.3,
                    "array": (rows[high] - rows[ratio]).to_list(),
                    "arrayminus": (rows[ratio] - rows[low]).to_list(),
                },
                customdata=rows.select(low, high).rows(),
                hovertemplate="%{x:.2f} (%{customdata[0]:.2f}—%{customdata[1]:.2f})<extra></extra>",
                name=say("legend_three_years_ratio" if kind == "three_years" else "legend_to_baseline", look.lang),
            )
        )  # fmt: skip
    for at, row in enumerate(trends.iter_rows(named=True)):
        figure.add_annotation(
            x=1, xref="paper", y=len(names) - 1 - at, xanchor="right", yshift=18, showarrow=False,
            text=name_of("statistical_verdict", row["statistical_verdict"], look.lang),
            font={"size": 12, "color": _VERDICTS.get(row["statistical_verdict"], GREY)},
        )  # fmt: skip
    figure.add_vline(x=1, line={"color": "#222222", "width": 1})
    figure.update_xaxes(
        type="log", title=say("axis_ratio", look.lang), range=[-1, 1],
        tickvals=[0.1, 0.2, 0.5, 1, 2, 5, 10], ticktext=["0.1", "0.2", "0.5", "1", "2", "5", "10"],
    )  # fmt: skip
    ticks = [wrapped(n, 10) for n in names]
    figure.update_yaxes(
        tickvals=list(range(len(names) - 1, -1, -1)), ticktext=ticks, range=[-0.6, len(names) - 0.4]
    )
    judged = trends.filter(~pl.col("statistical_verdict").is_in(NOT_JUDGED))
    finding = say("chart_ratio", look.lang, year=year, judged=judged.height, all=trends.height)
    columns = [c for c in trends.columns if c.startswith("rate_ratio")]
    verdicts = [named(v, v, look.lang) for v in ("statistical_verdict", "official_verdict")]
    table = trends.select("name", "year", *verdicts, *columns)
    subtitle = say("chart_ratio_sub", look.lang)
    return look.chart("three_years", figure, finding, subtitle, table, 240, left=150)

"""Counts of the banner: this year so far, whether a year is unusual, gaps between fatal accidents,
and what kinds of accident they were."""

import itertools
from datetime import date, datetime

import plotly.graph_objects as go
import polars as pl
from plotly.subplots import make_subplots
from scipy.stats import poisson

from analysis.charts.theme import (
    ACCENT,
    BAND,
    DATA,
    GREY,
    LIGHT,
    Chart,
    Look,
    escaped,
    short,
    wrapped,
)
from analysis.messages import say
from analysis.statistics import spc_limits

_ROOT_TICKS = (0, 1, 5, 20, 50, 100, 200, 400, 800, 1600)
_KINDS_SHOWN = 6


def _panels(names: list[str], columns: int = 2, **options: object) -> go.Figure:
    rows = (len(names) + columns - 1) // columns
    options = {"vertical_spacing": 0.34 / rows, "horizontal_spacing": 0.13} | options
    titles = [wrapped(name, 18) for name in names]
    figure = make_subplots(rows=rows, cols=columns, subplot_titles=titles, **options)
    figure.update_annotations(font={"size": 12})
    return figure


def _place(at: int, columns: int = 2) -> dict[str, int]:
    return {"row": at // columns + 1, "col": at % columns + 1}


def year_to_date(
    look: Look, indicators: pl.DataFrame, ytd: pl.DataFrame, year: int, years_before: int
) -> Chart:
    """Deaths from January on, against last year and the range of the years before.

    Args:
        indicators: rows of ``dim_indicator``, one a panel.
        ytd: rows of ``fct_indicator_rates`` of kind ytd; only complete ones are drawn.
        years_before: how many earlier years the range spans at most.
    """
    names = indicators[f"domain_{look.lang}"].to_list()
    figure, above = _panels(names), []
    ytd = ytd.filter("is_complete").with_columns(
        year=pl.col("period_end").dt.year(), month=pl.col("period_end").dt.month()
    )
    for at, indicator in enumerate(indicators.iter_rows(named=True)):
        own = ytd.filter(pl.col("indicator_id") == indicator["indicator_id"]).sort("month")
        this, last = own.filter(year=year), own.filter(year=year - 1)
        span = own.filter(pl.col("year").is_between(year - years_before, year - 1))
        fan = span.group_by("month", maintain_order=True).agg(
            low=pl.col("numerator").min(), high=pl.col("numerator").max()
        )
        months = fan["month"].to_list()
        traces = [
            go.Scatter(
                x=months + months[::-1], y=fan["high"].to_list() + fan["low"].to_list()[::-1],
                mode="lines", fill="toself", fillcolor=BAND, line={"width": 0}, hoverinfo="skip",
                name=say("legend_earlier_years", look.lang, years=span["year"].n_unique()),
            ),
            go.Scatter(x=last["month"], y=last["numerator"], mode="lines", name=str(year - 1),
                       line={"color": GREY, "width": 1.2, "dash": "dash"}),
            go.Scatter(x=this["month"], y=this["numerator"], mode="lines+markers", name=str(year),
                       line={"color": DATA, "width": 2.5}, marker={"size": 5}),
        ]  # fmt: skip
        for trace in traces:
            trace.showlegend = at == 0
            figure.add_trace(trace, **_place(at))
        figure.update_xaxes(
            tickvals=[1, 3, 6, 9, 12], title=say("axis_month", look.lang), **_place(at)
        )
        figure.update_yaxes(rangemode="tozero", title=say("axis_deaths", look.lang), **_place(at))
        if this.height and fan.height:
            now = this.row(-1, named=True)
            before = fan.filter(month=now["month"])
            if before.height and now["numerator"] > before["high"][0]:
                above.append(names[at])
    month = ytd.filter(year=year)["month"].max()
    if month is None:
        finding = say("chart_ytd_unknown", look.lang, year=year)
    elif above:
        joined = say("list_comma", look.lang).join(above)
        finding = say("chart_ytd_above", look.lang, year=year, month=month, names=joined)
    else:
        finding = say("chart_ytd_within", look.lang, year=year, month=month)
    table = (
        ytd.filter(pl.col("year").is_between(year - years_before, year))
        .join(indicators.select("indicator_id", name=f"domain_{look.lang}"), on="indicator_id")
        .sort("indicator_id", "period_end")
        .select("name", "year", "month", "numerator")
    )
    rows = (len(names) + 1) // 2
    return look.chart(
        "year_to_date", figure, finding, say("chart_ytd_sub", look.lang), table, 150 * rows + 30
    )


def likely_range(look: Look, indicators: pl.DataFrame, years: pl.DataFrame) -> Chart | None:
    """Yearly counts and the Poisson range about the mean rate of the five years around each.

    The first and last two years of a series have no range; without seven years none has.

    Args:
        years: yearly rows of ``fct_indicator_rates`` with a rate.
    """
    years = years.with_columns(year=pl.col("period_end").dt.year())
    shown = [
        (indicator, own)
        for indicator in indicators.iter_rows(named=True)
        if (own := years.filter(indicator_id=indicator["indicator_id"]).sort("year")).height >= 7
    ]
    if not shown:
        return None
    names = [indicator[f"domain_{look.lang}"] for indicator, _ in shown]
    figure, outside, tables = _panels(names), 0, []
    for at, (_, own) in enumerate(shown):
        ranges = _ranges(own)
        tables.append(ranges.with_columns(name=pl.lit(names[at])))
        inside = ranges.filter(pl.col("lower").is_not_null())
        beyond = inside.filter(
            (pl.col("count") < pl.col("lower")) | (pl.col("count") > pl.col("upper"))
        )
        outside += beyond.height
        x = inside["year"].to_list()
        traces = [
            go.Scatter(x=x + x[::-1], y=inside["upper"].to_list() + inside["lower"].to_list()[::-1],
                       mode="lines", fill="toself", fillcolor=BAND, line={"width": 0}, hoverinfo="skip",
                       name=say("legend_likely_range", look.lang)),
            go.Scatter(x=ranges["year"], y=ranges["count"], mode="lines+markers", name=say("legend_count", look.lang),
                       line={"color": DATA, "width": 1}, marker={"size": 6}),
            go.Scatter(x=beyond["year"], y=beyond["count"], mode="markers", name=say("legend_outside", look.lang),
                       marker={"color": ACCENT, "symbol": "diamond", "size": 11}),
        ]  # fmt: skip
        for trace in traces:
            trace.showlegend = at == 0
            figure.add_trace(trace, **_place(at))
        figure.update_yaxes(rangemode="tozero", title=say("axis_deaths", look.lang), **_place(at))
        figure.update_xaxes(dtick=2, tickformat="d", **_place(at))
    finding = say("chart_likely", look.lang, count=outside)
    subtitle, height = say("chart_likely_sub", look.lang), 150 * ((len(shown) + 1) // 2) + 30
    return look.chart("likely_range", figure, finding, subtitle, pl.concat(tables), height)


def _ranges(own: pl.DataFrame) -> pl.DataFrame:
    rows = list(own.iter_rows(named=True))
    found = []
    for at, row in enumerate(rows):
        window = rows[at - 2 : at + 3] if 2 <= at < len(rows) - 2 else []
        lower = upper = None
        if window and window[-1]["year"] - window[0]["year"] == 4:
            rate = sum(w["numerator"] for w in window) / sum(w["denominator"] for w in window)
            expected = rate * row["denominator"]
            lower, upper = float(poisson.ppf(0.025, expected)), float(poisson.isf(0.025, expected))
        found.append(
            {"year": row["year"], "count": row["numerator"], "lower": lower, "upper": upper}
        )
    schema = {"year": pl.Int64, "count": pl.Float64, "lower": pl.Float64, "upper": pl.Float64}
    return pl.DataFrame(found, schema=schema)


def days_between(
    look: Look, domains: dict[str, str], moments: dict[str, list[datetime]], today: date, least: int
) -> Chart | None:
    """Days between fatal accidents on a root scale, with the limits of a t chart, and the gap
    still open as a hollow point. A long gap is good.

    Args:
        domains: id → name, one panel each.
        moments: when the fatal accidents of a domain happened, in order.
        least: with fewer gaps a domain has no limits and no panel.
    """
    shown = [d for d in domains if len(moments.get(d, [])) > least]
    if not shown:
        return None
    figure = _panels([domains[d] for d in shown], columns=1, vertical_spacing=0.2 / len(shown))
    short_gaps, tables = 0, []
    for at, domain in enumerate(shown):
        happened = moments[domain]
        gaps = [(b - a).total_seconds() / 86_400 for a, b in itertools.pairwise(happened)]
        gaps = [max(gap, 1 / 24) for gap in gaps]
        limits = spc_limits(gaps, "t")
        row = limits.row(0, named=True)
        open_gap = (today - happened[-1].date()).days
        low = [gap < row["lower"] for gap in gaps]
        short_gaps += sum(low)
        order = list(range(1, len(gaps) + 1))
        traces = [
            go.Scatter(
                x=order, y=[g**0.5 for g in gaps], mode="lines+markers",
                line={"color": GREY, "width": 0.8}, name=say("legend_gap", look.lang),
                marker={
                    "color": [ACCENT if flag else DATA for flag in low], "size": 6,
                    "symbol": ["diamond" if flag else "circle" for flag in low],
                },
                customdata=[[round(g, 1), f"{m:%Y-%m-%d}"] for g, m in zip(gaps, happened[1:], strict=True)],
                hovertemplate="%{customdata[1]} %{customdata[0]}<extra></extra>",
            ),
            go.Scatter(
                x=[len(gaps) + 1], y=[open_gap**0.5], mode="markers", name=say("legend_open_gap", look.lang),
                marker={"color": "white", "size": 9, "line": {"color": DATA, "width": 2}},
                hovertemplate=f"{open_gap}<extra></extra>",
            ),
        ]  # fmt: skip
        for trace in traces:
            trace.showlegend = at == 0
            figure.add_trace(trace, row=at + 1, col=1)
        for name, dash in (("centre", "solid"), ("lower", "dash"), ("upper", "dash")):
            figure.add_hline(
                y=row[name] ** 0.5, row=at + 1, col=1, line={"color": GREY, "dash": dash, "width": 1}
            )  # fmt: skip
        figure.update_yaxes(
            tickvals=[t**0.5 for t in _ROOT_TICKS], ticktext=[str(t) for t in _ROOT_TICKS],
            title=say("axis_days", look.lang), rangemode="tozero", row=at + 1, col=1,
        )  # fmt: skip
        tables.append(
            pl.DataFrame(
                {
                    "name": domains[domain],
                    "occurred_at": happened[1:],
                    "days": [round(g, 2) for g in gaps],
                    "centre": row["centre"],
                    "lower": row["lower"],
                    "upper": row["upper"],
                }
            )
        )
    figure.update_xaxes(title=say("axis_order", look.lang), row=len(shown), col=1)
    finding = say("chart_days", look.lang, count=short_gaps)
    subtitle = say("chart_days_sub", look.lang)
    height = 120 * len(shown) + 40
    return look.chart("days_between", figure, finding, subtitle, pl.concat(tables), height)


def kinds(look: Look, domains: dict[str, str], accidents: pl.DataFrame, year: int) -> Chart | None:
    """The commonest kinds of accident of a year, by domain; the domains overlap and are not added.

    Args:
        accidents: rows of ``fct_accidents`` of the year.
    """
    shown = [d for d in domains if accidents.filter(domain=d).height]
    if not shown:
        return None
    figure = _panels([domains[d] for d in shown], horizontal_spacing=0.24)
    tables = []
    for at, domain in enumerate(shown):
        counted = (
            accidents.filter(domain=domain)
            .with_columns(pl.col("kind").fill_null(say("unknown", look.lang)))
            .group_by("kind")
            .agg(
                accidents=pl.len(),
                deaths=(pl.col("deaths") + pl.col("missing")).sum().cast(pl.Int64),
            )
            .sort(["accidents", "kind"], descending=[True, False])
        )
        tables.append(counted.select(name=pl.lit(domains[domain]), kind="kind", accidents="accidents", deaths="deaths"))  # fmt: skip
        top = counted.head(_KINDS_SHOWN).reverse()
        figure.add_trace(
            go.Bar(
                x=top["accidents"], y=[escaped(kind[:10]) for kind in top["kind"]], orientation="h",
                marker={"color": LIGHT, "line": {"color": GREY, "width": 1}}, showlegend=False,
                text=[say("bar_kind", look.lang, accidents=a, deaths=d)
                      for a, d in top.select("accidents", "deaths").iter_rows()],
                textposition="outside", cliponaxis=False, textfont={"size": 10},
                hovertemplate="%{y} %{text}<extra></extra>",
            ),
            **_place(at),
        )  # fmt: skip
        figure.update_xaxes(
            range=[0, max(top["accidents"]) * 1.75], showticklabels=False, **_place(at)
        )
    figure.update_layout(showlegend=False)
    first = tables[0].row(0, named=True)
    finding = say(
        "chart_kinds", look.lang, year=year, domain=first["name"], kind=escaped(first["kind"][:20]),
        count=short(first["accidents"]),
    )  # fmt: skip
    rows = (len(shown) + 1) // 2
    subtitle = say("chart_kinds_sub", look.lang)
    return look.chart(
        "kinds", figure, finding, subtitle, pl.concat(tables), 150 * rows + 20, left=100
    )

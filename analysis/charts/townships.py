"""Townships beside the banner: never a ranking, since most differences are chance."""

import numpy as np
import plotly.graph_objects as go
import polars as pl
from scipy.stats import poisson

from analysis.charts.theme import ACCENT, DATA, GREY, Chart, Look, number
from analysis.marts.code_names import named
from analysis.messages import say


def funnel(look: Look, indicator: dict[str, object], compared: pl.DataFrame) -> Chart:
    """Rates of the townships over their population, between the limits of chance around the
    banner's rate; names outside the 95% limits.

    Args:
        compared: rows of ``fct_region_comparison`` of one indicator and end year.
    """
    unit, per = indicator[f"unit_{look.lang}"], indicator["per"]
    name, banner = indicator[f"name_{look.lang}"], compared["banner_rate"][0]
    years = compared["years"][0]
    size = compared["denominator"] / years
    figure = go.Figure()
    if banner > 0:
        grid = np.linspace(max(size.min() * 0.5, 1), size.max() * 1.1, 400)
        for confidence, dash in ((0.95, "dash"), (0.998, "dot")):
            # the exact points by which a township is said to differ: so few or so many
            expected, tail = banner * grid * years / per, (1 - confidence) / 2
            counts = {
                "lower": poisson.ppf(tail, expected) - 1,
                "upper": poisson.isf(tail, expected) + 1,
            }
            for side, count in counts.items():
                rate = np.where(count < 0, np.nan, count * per / (grid * years))
                figure.add_trace(
                    go.Scatter(
                        x=grid, y=rate, mode="lines", hoverinfo="skip", connectgaps=False,
                        line={"color": GREY, "dash": dash, "width": 1.2},
                        name=say("legend_funnel", look.lang, level=f"{confidence * 100:g}"),
                        legendgroup=dash, showlegend=side == "lower",
                    )
                )  # fmt: skip
    figure.add_hline(y=banner, line={"color": "#222222", "width": 1})
    outside = compared["significance"] != "not_significant"
    figure.add_trace(
        go.Scatter(
            x=size, y=compared["rate"], mode="markers+text",
            text=[n if out else "" for n, out in zip(compared["name"], outside, strict=True)],
            textposition="top center",
            marker={
                "size": 9, "color": [ACCENT if out else DATA for out in outside],
                "symbol": ["diamond" if out else "circle" for out in outside],
            },
            customdata=compared.select("name", "numerator", "denominator", "eb_rate").rows(),
            hovertemplate=say("hover_township", look.lang, unit=unit),
            name=say("legend_townships", look.lang),
        )
    )  # fmt: skip
    top = max(compared["rate"].max(), banner * 2) * 1.35
    figure.update_yaxes(title=unit, range=[0, top or 1])
    figure.update_xaxes(title=say("axis_population", look.lang), rangemode="tozero")
    count = int(outside.sum())
    finding = say(
        "chart_funnel" if count else "chart_funnel_none", look.lang, name=name, count=count,
        first=compared["year"][0] - years + 1, last=compared["year"][0], all=compared.height,
        banner=number(banner, indicator["decimals"]), unit=unit,
    )  # fmt: skip
    table = compared.select(
        "region_id", "name", "numerator", "denominator", "rate", "funnel_lower_95",
        "funnel_upper_95", "eb_rate", named("significance", "significance", look.lang),
    ).sort("region_id")  # fmt: skip
    key = f"funnel_{indicator['indicator_id']}"
    return look.chart(key, figure, finding, say("chart_funnel_sub", look.lang), table, name=name)


def heat_table(
    look: Look, indicator: dict[str, object], years: pl.DataFrame, compared: pl.DataFrame
) -> Chart:
    """Counts of each township and year as numbers, shaded by the pooled rate; missing is hatched.

    Args:
        years: yearly rows of ``fct_indicator_rates`` of the townships, with ``name``.
        compared: as for `funnel`, which the shade comes from.
    """
    years = years.with_columns(year=pl.col("period_end").dt.year()).sort("region_id", "year")
    columns = sorted(years["year"].unique())
    regions = compared.sort("region_id", descending=True)
    names = regions["name"].to_list()
    cells = {(r["region_id"], r["year"]): r for r in years.iter_rows(named=True)}
    shade, text = [], []
    for region in regions.iter_rows(named=True):
        shade.append([region["eb_rate"]] * len(columns))
        found = [cells.get((region["region_id"], year)) for year in columns]
        text.append(
            [
                f"{cell['numerator']:g}"
                if cell and cell["is_complete"]
                else say("missing", look.lang)
                for cell in found
            ]
        )
    figure = go.Figure(
        go.Heatmap(
            x=[str(year) for year in columns], y=names, z=shade, text=text, texttemplate="%{text}",
            colorscale=[[0, "#F7F7F7"], [1, "#92C5DE"]], xgap=2, ygap=2,
            colorbar={"title": {"text": indicator[f"unit_{look.lang}"], "side": "right"},
                      "thickness": 12, "len": 0.9},
            hovertemplate="%{y} %{x}：%{text}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_layout(showlegend=False)
    figure.update_xaxes(type="category", side="top")
    total = sum(r["numerator"] for r in cells.values() if r["is_complete"])
    finding = say("chart_heat", look.lang, domain=indicator[f"domain_{look.lang}"], first=columns[0], last=columns[-1], total=f"{total:g}")  # fmt: skip
    table = years.select("region_id", "name", "year", "numerator", "denominator", "rate")
    key = f"townships_{indicator['indicator_id']}"
    subtitle = say("chart_heat_sub", look.lang)
    return look.chart(
        key,
        figure,
        finding,
        subtitle,
        table,
        20 * len(names) + 30,
        left=140,
        name=indicator[f"name_{look.lang}"],
    )

"""The rates of the plan over the years, with the rolling twelve months behind them."""

import plotly.graph_objects as go
import polars as pl
from plotly.subplots import make_subplots

from analysis.charts.theme import BAND, DATA, ROLLING, themed

_HOVER = (
    "%{x|%Y-%m}<br>%{y:.4~f} %{customdata[2]}<br>分子 %{customdata[0]}，分母 %{customdata[1]:,.0f}"
)


def rate_trends(rates: pl.DataFrame, indicators: pl.DataFrame, source: str) -> go.Figure:
    """One panel an indicator: yearly rates as points with limits, rolling 12 months as a line.

    Args:
        rates: rows of ``fct_indicator_rates`` of one region; rows without a rate are gaps.
        indicators: rows of ``dim_indicator``, one a panel, in the order to be drawn.
        source: what the foot says of where the figures come from.
    """
    figure = make_subplots(
        rows=(len(indicators) + 1) // 2,
        cols=2,
        subplot_titles=indicators["name_zh"].to_list(),
        vertical_spacing=0.16,
        horizontal_spacing=0.12,
    )
    for at, indicator in enumerate(indicators.iter_rows(named=True)):
        place = {"row": at // 2 + 1, "col": at % 2 + 1}
        own = rates.filter(pl.col("indicator_id") == indicator["indicator_id"]).sort("period_end")
        unit = indicator["unit_zh"]
        for trace in _traces(own, unit, show_legend=at == 0):
            figure.add_trace(trace, **place)
        ends = own.filter(pl.col("period_kind") == "year")["period_end"].sort()
        labels = [f"{end.year}年" for end in ends]  # a year's point stands at its end
        figure.update_xaxes(tickvals=ends.to_list(), ticktext=labels, **place)
        figure.update_yaxes(title=unit, rangemode="tozero", **place)
    figure.update_layout(height=360 * ((len(indicators) + 1) // 2))
    return themed(
        figure, "四项事故指标", "点为年度值（竖线为95%区间），线为截至当月的12个月滚动值", source
    )


def _traces(own: pl.DataFrame, unit: str, show_legend: bool) -> list[go.Scatter]:
    rolling = own.filter(pl.col("period_kind") == "r12m")
    years = own.filter(pl.col("period_kind") == "year", pl.col("rate").is_not_null())
    limits = {
        "type": "data",
        "symmetric": False,
        "array": (years["rate_upper_95"] - years["rate"]).to_list(),
        "arrayminus": (years["rate"] - years["rate_lower_95"]).to_list(),
        "color": BAND.replace("0.15", "0.6"),
    }
    return [
        go.Scatter(
            x=rolling["period_end"], y=rolling["rate"], customdata=_about(rolling, unit),
            mode="lines", name="滚动12个月", legendgroup="r12m", showlegend=show_legend,
            line={"color": ROLLING, "width": 1}, connectgaps=False, hovertemplate=_HOVER,
        ),
        go.Scatter(
            x=years["period_end"], y=years["rate"], customdata=_about(years, unit),
            mode="markers", name="年度", legendgroup="year", showlegend=show_legend,
            marker={"color": DATA, "size": 9}, error_y=limits, hovertemplate=_HOVER,
        ),
    ]  # fmt: skip


def _about(rows: pl.DataFrame, unit: str) -> list[list[object]]:
    return [[n, d, unit] for n, d in rows.select("numerator", "denominator").iter_rows()]

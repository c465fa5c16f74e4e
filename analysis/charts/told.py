"""Figures that are too few for a picture, as a table in its place."""

import plotly.graph_objects as go
import polars as pl

from analysis.charts.theme import Look
from analysis.marts.labels import heads
from analysis.marts.rows import IndicatorRow
from analysis.messages.numbers import limits, number, short

_COLUMNS = ("numerator", "rate", "limits_95")
_GROUND = "#F7F7F7"


def years_as_table(look: Look, indicator: IndicatorRow, years: pl.DataFrame) -> go.Figure:
    """A row a year, the last above: the count, the rate and its limits."""
    decimals = indicator["decimals"]
    cells = [
        [
            short(row["numerator"]),
            number(row["rate"], decimals),
            limits(row["rate_lower_95"], row["rate_upper_95"], decimals),
        ]
        for row in years.iter_rows(named=True)
    ]
    names = heads(_COLUMNS, [indicator], look.lang)
    table = go.Heatmap(
        x=[names[column] for column in _COLUMNS],
        y=[str(year) for year in years["year"]],
        z=[[0] * len(_COLUMNS)] * len(cells),
        text=cells,
        texttemplate="%{text}",
        colorscale=[[0, _GROUND], [1, _GROUND]],
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )
    figure = go.Figure(table).update_layout(showlegend=False)
    figure.update_xaxes(type="category", side="top")
    return figure.update_yaxes(type="category")

"""Marks and panels that several charts draw."""

from collections.abc import Iterable, Sequence
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from analysis.charts.theme import ACCENT, BAND, GREY, INK, Look, wrapped
from analysis.marts.rows import BreakRow
from analysis.messages.dates import month_words

THIN_EDGE = {"color": INK, "width": 0.5}
_WORDS = 40  # px: a line in place of a picture


def band(x: Sequence[object], low: Sequence[object], high: Sequence[object], name: str) -> Any:
    """The area between two lines over `x`."""
    return go.Scatter(
        x=[*x, *reversed(x)],
        y=[*high, *reversed(low)],
        mode="lines",
        fill="toself",
        fillcolor=BAND,
        line={"width": 0},
        hoverinfo="skip",
        name=name,
    )


def break_line(figure: go.Figure, look: Look, row: BreakRow, at: object) -> None:
    """The day of a change of definition as a vertical line, named above the plot."""
    figure.add_vline(x=at, line={"color": ACCENT, "dash": "dot", "width": 1.5})
    text = look.say("break_label", day=month_words(row["effective_from"], look.lang))
    font = {"size": 10, "color": ACCENT}
    above = {"y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False}
    figure.add_annotation(x=at, text=text, font=font, **above)


def write_instead(
    figure: go.Figure, look: Look, code: str = "chart_no_rate", **said: object
) -> tuple[str, int]:
    """Words in place of a picture that has nothing to draw, or too little; the subtitle and the height that go with them."""
    figure.layout.shapes, figure.layout.annotations, figure.data = (), (), ()
    figure.add_trace(go.Scatter(x=[None], y=[None], mode="markers"))
    figure.update_layout(showlegend=False)
    nothing = {"visible": False, "showticklabels": False, "title": None}
    figure.update_xaxes(**nothing)
    figure.update_yaxes(**nothing)
    where = {"x": 0.5, "xref": "paper", "y": 0.5, "yref": "paper", "showarrow": False}
    figure.add_annotation(text=look.say(code, **said), font={"color": GREY}, **where)
    return "", _WORDS


def panels(names: Sequence[str], columns: int = 2, **options: object) -> go.Figure:
    """A figure with a panel a name, from the left and from above."""
    rows = -(-len(names) // columns)
    options = {"vertical_spacing": 0.34 / rows, "horizontal_spacing": 0.13} | options
    titles = [wrapped(name, 18) for name in names]
    figure = make_subplots(rows=rows, cols=columns, subplot_titles=titles, **options)
    figure.update_annotations(font={"size": 12})
    return figure


def place(at: int, columns: int = 2) -> dict[str, int]:
    """Row and column of panel `at`."""
    return {"row": at // columns + 1, "col": at % columns + 1}


def draw_in_panel(figure: go.Figure, at: int, traces: Iterable[Any], columns: int = 2) -> None:
    """Put `traces` into panel `at`; the legend names those of the first panel."""
    for trace in traces:
        trace.showlegend = at == 0
        figure.add_trace(trace, **place(at, columns))

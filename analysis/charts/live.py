"""A figure as plotly shows it on a page: its labels stand as clear of all else as in print."""

from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from analysis.charts.drawing import Panel
from analysis.charts.figure import axis_pairs, drawing_of, long_name
from analysis.charts.label_places import SIDES, Room, is_of_mark, with_places
from analysis.charts.scale import scale
from analysis.charts.theme import Chart, width_of
from analysis.charts.values import plain, values
from analysis.charts.vector import shapes_of

_LETTER = 10  # px, of labels
_WORDS = {(1, 0): "middle right", (-1, 0): "middle left", (0, 1): "top center", (0, -1): "bottom center",
          (1, 1): "top right", (-1, 1): "top left", (1, -1): "bottom right", (-1, -1): "bottom left"}  # fmt: skip
_FAR = 1.25  # plotly takes a mark for so much larger where it puts its label, and a px more


def live(chart: Chart) -> go.Figure:
    """The figure of `chart`, with the labels of its marks and of lines across it clear of each other and of
    what it draws; one that finds no such place is left out, and said where the mark is pointed at."""
    drawing = drawing_of(chart)
    lines = [line for panel in drawing.panels for line in panel.lines] if drawing else []
    if not drawing or not (any(map(_is_written, chart.figure.data)) or len(lines) > 1):
        return chart.figure
    figure = go.Figure(chart.figure)
    for pair, panel in zip(axis_pairs(figure), drawing.panels, strict=True):
        axes = [figure.layout[long_name(name)] for name in pair]
        layout = figure.layout
        wide = layout.width - layout.margin.l - layout.margin.r
        room = Room(
            wide * _share(axes[0]),
            drawing.height * _share(axes[1]),
            _LETTER,
            _FAR,
            1,
            layout.margin.r,
        )
        _set_apart(figure, panel, room)
        traces = [t for t in figure.data if (t.xaxis or "x", t.yaxis or "y") == pair]
        if written := list(filter(_is_written, traces)):
            _keep_ranges(axes, panel)
            _write(written, panel, room)
    return figure


def _is_written(trace: Any) -> bool:
    return trace.type == "scatter" and "text" in (trace.mode or "")


def _share(axis: Any) -> float:
    """Of the figure's plot that an axis has."""
    low, high = axis.domain or (0, 1)
    return float(high - low)


def _keep_ranges(axes: list[Any], panel: Panel) -> None:
    """As in print, where labels were placed by them: plotly would choose others."""
    for axis, own in zip(axes, (panel.x, panel.y), strict=True):
        if own.kind == "number":
            axis.range = [own.low, own.high]


def _write(traces: list[Any], panel: Panel, room: Room) -> None:
    labels = [shape for shape in with_places(list(shapes_of(panel)), room) if is_of_mark(shape)]
    sides = {(label["at"], label["text"]): SIDES[str(label["side"])] for label in labels}
    across, upward = scale(panel.x), scale(panel.y)
    for trace in traces:
        points = zip(values(trace.x), values(trace.y), trace.text, strict=True)
        known = [
            None if x is None or y is None else sides.get(((across(x), upward(y)), plain(text)))
            for x, y, text in points
        ]
        trace.text = [text if side else "" for text, side in zip(trace.text, known, strict=True)]
        trace.textposition = [_WORDS[side or (1, 0)] for side in known]
        trace.update(cliponaxis=False, textfont_size=_LETTER)


def _set_apart(figure: go.Figure, panel: Panel, room: Room) -> None:
    """What is written over two lines that stand near each other: each away from the other."""
    across = scale(panel.x)
    upright = sorted(
        (one for one in panel.lines if one.along == "x" and one.label),
        key=lambda one: across(one.at),
    )
    for one, other in pairwise(upright):
        reach = (width_of(one.label) + width_of(other.label)) / 2 * _LETTER
        if (across(other.at) - across(one.at)) * room.width < reach:
            for line, side in ((one, "right"), (other, "left")):
                at = {"x": line.at, "text": line.label}
                figure.update_annotations({"xanchor": side}, selector=at)

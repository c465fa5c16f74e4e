"""The drawing of a chart, read off its plotly figure in one place: Word, Excel and the PDF draw what
the page draws."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from analysis.charts.axes import read_axis
from analysis.charts.drawing import Axis, Drawing, Line, Panel, Series
from analysis.charts.theme import FRAME, INK, Chart
from analysis.charts.traces import DASHES, series_of
from analysis.charts.values import plain

_DRAWN = {"scatter", "bar", "waterfall"}


@lru_cache(maxsize=64)
def drawing_of(chart: Chart) -> Drawing | None:
    """What `chart` draws; None where cells of a table or shapes carry the meaning, or nothing is
    drawn. A panel without data has no series.

    Raises:
        ValueError: bars would be drawn otherwise than the page draws them.
    """
    figure, layout = chart.figure, chart.figure.layout
    if not {trace.type for trace in figure.data} <= _DRAWN or not figure.data:
        return None
    pairs = axis_pairs(figure)
    notes = [note for note in layout.annotations if note.name != FRAME]
    titles = [plain(note.text) for note in notes if note.xref == note.yref == "paper"]
    named = {t.name for t in figure.data if t.name and t.showlegend is not False}
    if layout.showlegend is False:
        named = set()
    plot = layout.height - layout.margin.t - layout.margin.b
    panels = []
    for at, (x, y) in enumerate(pairs):
        traces = [t for t in figure.data if (t.xaxis or "x", t.yaxis or "y") == (x, y)]
        every = (s for trace in traces for s in series_of(trace, named))
        series = tuple(_once(s for s in every if s.x))
        own = [n for n in notes if "paper" not in (n.xref, n.yref) or n.xref != n.yref]
        lines = _lines(figure, x, y, own)
        if lines is None:
            return None
        axes = layout[long_name(x)], layout[long_name(y)]
        is_stacked = layout.barmode == "stack"
        across = read_axis(axes[0], "x", series, lines, is_stacked)
        upward = read_axis(axes[1], "y", series, lines, is_stacked)
        series += tuple(_written(own, y, across, upward, plot))
        title = titles[at] if at < len(titles) else ""
        panels.append(Panel(title, series, across, upward, lines, is_stacked))
        _check_bars(chart.key, panels[-1], layout.barmode)
    if not any(panel.series for panel in panels):
        return None
    left_edges = {layout[long_name(x)].domain for x, _ in pairs}
    return Drawing(tuple(panels), len(left_edges), plot)


def _check_bars(key: str, panel: Panel, barmode: str | None) -> None:
    """Bars stand each at a named place, and beside each other only in panels of their own."""
    bars = [series for series in panel.series if series.kind == "bars"]
    if not bars:
        return
    pairs = [(s.y, s.x) if s.is_lying else (s.x, s.y) for s in bars]
    places = [p for at, ends in pairs for p, end in zip(at, ends, strict=True) if end is not None]
    axis = panel.y if bars[0].is_lying else panel.x
    if axis.kind != "date" and not set(places) <= {place for place, _ in axis.ticks}:
        raise ValueError(f"{key}: bars stand where no tick is; name each place by tickvals")
    if len(set(places)) < len(places) and barmode not in ("stack", "overlay"):
        raise ValueError(f"{key}: bars would hide bars; draw panels, or set barmode")


def axis_pairs(figure: Any) -> list[tuple[str, str]]:
    """The axes of each panel, in the order of the drawing's."""
    return sorted({(t.xaxis or "x", t.yaxis or "y") for t in figure.data}, key=_axis_number)


def _axis_number(pair: tuple[str, str]) -> int:
    return int(pair[0][1:] or 1)


def long_name(axis: str) -> str:
    """``x2`` as the layout names it."""
    return f"{axis[0]}axis{axis[1:]}"


def _once(series: Iterable[Series]) -> Iterator[Series]:
    """Each name once in the legend of a panel."""
    told: set[str] = set()
    for one in series:
        yield replace(one, is_in_legend=one.is_in_legend and one.name not in told)
        told |= {one.name} if one.is_in_legend else set()


def _lines(figure: Any, x: str, y: str, notes: Sequence[Any]) -> tuple[Line, ...] | None:
    """Lines across the panel with what is written at their upper ends; None if a shape is another."""
    found = []
    for shape in figure.layout.shapes:
        upright = shape.x0 == shape.x1 and str(shape.yref).endswith("domain")
        lying = shape.y0 == shape.y1 and str(shape.xref).endswith("domain")
        if shape.type != "line" or not (upright or lying):
            return None
        along: Literal["x", "y"] = "x" if upright else "y"
        if (shape.xref if upright else shape.yref) != (x if upright else y):
            continue
        at = shape.x0 if upright else shape.y0
        label = next((plain(n.text) for n in notes if n.x == at and n.yref == "paper"), "")
        dash = DASHES.get(shape.line.dash, "solid")
        at = date.fromisoformat(at) if isinstance(at, str) else at
        found.append(Line(along, at, shape.line.color, dash, shape.line.width or 1, label))
    return tuple(found)


def _written(
    notes: Sequence[Any], y: str, across: Axis, upward: Axis, height: float
) -> Iterator[Series]:
    """Words at a place of the panel that belong to no point, as points without a mark."""
    for note in notes:
        if (note.yref or "y") != y:
            continue
        side = across.high if note.xref == "paper" else note.x
        high, low = upward.high, upward.low
        up = 0.0
        if isinstance(high, float) and isinstance(low, float):
            up = (note.yshift or 0) / height * (high - low)
        yield Series(
            "points",
            "",
            x=(side,),
            y=(note.y + up,),
            labels=(plain(note.text),),
            label_at="left" if note.xanchor == "right" else "right",
            label_color=note.font.color or INK,
            is_in_legend=False,
        )

"""A drawing as shapes at shares of its panels, as JSON holds them, for whoever draws lines himself."""

from collections.abc import Iterator, Sequence

from analysis.charts.drawing import Axis, Drawing, Panel
from analysis.charts.label_places import Room, with_places
from analysis.charts.scale import Place, scale, ticks
from analysis.charts.shapes import Shape, band, bars, mark, points, stroke
from analysis.charts.theme import width_of

# as in templates/drawing.typ, in pt
_LETTER, _PX, _A_PX = 7.5, 0.75, 0.47
_GUTTER, _BETWEEN, _BESIDE, _GAP = 10, 20, 17, 2
_MM = 72 / 25.4
_NARROW = 100  # mm


def vector_of(drawing: Drawing, width: float, tall: float) -> Shape:
    """The panels, each with its axes and shapes, in so many ``columns``; and the legend of all; to be set `width` mm
    wide and so much as `tall` as on a page of the report."""
    return {
        "panels": [_panel(panel, drawing, width, tall) for panel in drawing.panels],
        "columns": drawing.columns,
        "height": drawing.height,
        "legend": _legend(drawing.panels),
    }


def _panel(panel: Panel, drawing: Drawing, width: float, tall: float) -> Shape:
    across, upward = scale(panel.x), scale(panel.y)
    return {
        "title": panel.title,
        "x": _axis(panel.x, across),
        "y": _axis(panel.y, upward),
        "shapes": with_places(list(shapes_of(panel)), _room(panel, drawing, width, tall)),
    }


def _room(panel: Panel, drawing: Drawing, width: float, tall: float) -> Room:
    """About what is left of the width beside the names of the ticks (``templates/drawing.typ``)."""
    columns = 1 if width < _NARROW else drawing.columns
    rows = -(-len(drawing.panels) // drawing.columns)
    own = (width * _MM - _GUTTER * (columns - 1)) / columns
    names = max((width_of(text) for _, text in ticks(panel.y)), default=0) * _LETTER
    high = drawing.height * _A_PX * tall - _BETWEEN * (rows - 1)
    return Room(own - names - _BESIDE, high / rows, _LETTER, _PX, _GAP, _BESIDE)


def shapes_of(panel: Panel) -> Iterator[Shape]:
    """What lies below first."""
    across, upward = scale(panel.x), scale(panel.y)
    for one in panel.series:
        if one.kind == "band":
            yield from band(one, across, upward)
    yield from bars(panel, across, upward)
    for line in panel.lines:
        at = (across if line.along == "x" else upward)(line.at)
        look = {"color": line.color, "width": line.width, "dash": line.dash, "label": line.label}
        yield {"kind": "rule", "along": line.along, "at": at} | look
    for one in panel.series:
        if one.kind in ("line", "points"):
            yield from points(one, across, upward)


def _axis(axis: Axis, place: Place) -> Shape:
    """Ticks with their names on one line: how much room there is for them is the page's to say."""
    return {
        "title": axis.title,
        "is_category": axis.kind == "category",
        "is_shown": axis.is_shown,
        "ticks": [[place(value), text.replace("\n", "")] for value, text in ticks(axis)],
    }


def _legend(panels: Sequence[Panel]) -> list[Shape]:
    """Each name once, with what the first of that name is drawn by."""
    named = [one for panel in panels for one in panel.series if one.is_in_legend]
    first = {one.name: one for one in reversed(named)}
    return [
        {"name": name, "kind": first[name].kind, "is_hatched": first[name].is_hatched}
        | stroke(first[name])
        | mark(first[name])
        for name in dict.fromkeys(one.name for one in named)
    ]

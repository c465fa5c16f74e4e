"""A chart as shapes at shares of its panels, for whoever draws lines and areas himself.

A place is a pair of shares of the plot, from 0 to 1 to the right and upwards. What comes out is lists,
maps, texts and numbers alone, as JSON holds them.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from analysis.charts.drawing import Axis, Panel, Series, Value
from analysis.charts.figure import drawing_of
from analysis.charts.theme import INK, Chart
from analysis.charts.values import plain, values

Shape = dict[str, object]
Place = Callable[[Value], float]
_BAR = 0.7  # of the room from one place to the next
_THROUGH = "#FFFFFFA0"  # what stands under a label is seen through
_DARK = 0.45  # of white: on what is darker, text is white


def vector_of(chart: Chart) -> Shape:
    """What `chart` draws: ``panels`` with their legend, ``cells`` of a table of colours, or neither."""
    drawing = drawing_of(chart)
    if drawing:
        return {
            "panels": [_panel(panel) for panel in drawing.panels],
            "columns": drawing.columns,
            "height": drawing.height,
            "legend": _legend(drawing.panels),
        }
    if [trace.type for trace in chart.figure.data] == ["heatmap"]:
        return {
            "cells": _cells(chart.figure.data[0]),
            "corner": plain(chart.figure.layout.xaxis.title.text),
        }
    return {}


def _panel(panel: Panel) -> Shape:
    across, upward = _place_on(panel.x), _place_on(panel.y)
    return {
        "title": panel.title,
        "x": _axis(panel.x, across),
        "y": _axis(panel.y, upward),
        "shapes": [
            *(shape for one in panel.series if one.kind == "band" for shape in _band(one, across, upward)),
            *_bars(panel, across, upward),
            *(
                {"kind": "rule", "along": line.along, "at": (across if line.along == "x" else upward)(line.at),
                 "color": line.color, "width": line.width, "dash": line.dash, "label": line.label}
                for line in panel.lines
            ),
            *(shape for one in panel.series for shape in _points(one, across, upward)),
        ],
    }  # fmt: skip


def _legend(panels: Sequence[Panel]) -> list[Shape]:
    """Each name once, with what it is drawn by."""
    told = {
        s.name: s for panel in reversed(panels) for s in reversed(panel.series) if s.is_in_legend
    }
    order = dict.fromkeys(s.name for panel in panels for s in panel.series if s.is_in_legend)
    return [
        {"name": name, "kind": told[name].kind, "is_hatched": told[name].is_hatched} | _stroke(told[name]) | _mark(told[name])
        for name in order
    ]  # fmt: skip


def _place_on(axis: Axis) -> Place:
    """Shares of `axis` by value."""
    if axis.kind == "category":
        order = {place: at for at, (place, _) in enumerate(axis.ticks)}
        return lambda value: (order[value] + 0.5) / len(order)
    low, high = _figure(axis.low, axis.kind), _figure(axis.high, axis.kind)
    return lambda value: (_figure(value, axis.kind) - low) / ((high - low) or 1)


def _figure(value: Any, kind: str) -> float:
    if kind == "date":
        return float(value.toordinal())
    return math.log10(value) if kind == "log" else float(value)


def _axis(axis: Axis, place: Place) -> Shape:
    """Ticks with their names on one line: how much room there is for them is the page's to say."""
    ticks = _ticks(axis) if axis.is_shown else ()
    return {
        "title": axis.title,
        "is_category": axis.kind == "category",
        "ticks": [[place(value), text.replace("\n", "")] for value, text in ticks],
    }


def _ticks(axis: Axis) -> Iterator[tuple[Value, str]]:
    if axis.ticks or axis.kind == "category":
        yield from axis.ticks
    elif isinstance(axis.low, date) and isinstance(axis.high, date):
        yield from _dates(axis.low, axis.high, axis)
    elif axis.kind == "log":
        first, last = (round(_figure(end, "log")) for end in (axis.low, axis.high))
        yield from (
            (10.0**power, f"{10.0**power:,g}{axis.suffix}") for power in range(first, last + 1)
        )
    else:
        low, high, step = float(axis.low or 0), float(axis.high or 0), axis.step or 1  # type: ignore[arg-type]
        counts = range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
        yield from ((at * step, f"{round(at * step, 12):,g}{axis.suffix}") for at in counts)


def _dates(low: date, high: date, axis: Axis) -> Iterator[tuple[date, str]]:
    """The first days of every so many months."""
    months = (high.year - low.year) * 12 + high.month - low.month
    step = int(axis.step or next((s for s in (1, 2, 3, 6, 12) if months / s <= 9), 24))
    for at in range(low.year * 12, high.year * 12 + 12, step):
        day = date(at // 12, at % 12 + 1, 1)
        if low <= day <= high:
            yield day, day.strftime(axis.date_format)


def _stroke(one: Series) -> Shape:
    return {"color": one.color, "width": one.width, "dash": one.dash}


def _mark(one: Series) -> Shape:
    edge = one.edge or one.color
    return {
        "symbol": one.symbol,
        "size": one.size,
        "fill": one.color if one.is_filled else "#FFFFFF",
        "edge": edge,
    }


def _band(one: Series, across: Place, upward: Place) -> Iterator[Shape]:
    edges = [
        [(across(x), upward(end)) for x, end in zip(one.x, ends, strict=True) if x is not None and end is not None]
        for ends in (one.low, one.high)
    ]  # fmt: skip
    yield {"kind": "area", "points": [*edges[0], *reversed(edges[1])], "color": one.color}


def _bars(panel: Panel, across: Place, upward: Place) -> Iterator[Shape]:
    """Bars, one on the other where they are stacked."""
    reached: dict[tuple[Value, bool], float] = {}
    for one in panel.series:
        if one.kind != "bars":
            continue
        spots, ends = (one.y, one.x) if one.is_lying else (one.x, one.y)
        on, along = (upward, across) if one.is_lying else (across, upward)
        known = sorted({on(spot) for spot in spots if spot is not None})
        axis = panel.y if one.is_lying else panel.x
        free = (
            1 / len(axis.ticks)
            if axis.kind == "category"
            else min((b - a for a, b in pairwise(known)), default=0.1)
        )
        for at, (spot, end) in enumerate(zip(spots, ends, strict=True)):
            if spot is None or end is None:
                continue
            start: Any = one.base[at] if one.base and one.base[at] is not None else 0.0
            if panel.is_stacked and isinstance(end, (int, float)):
                key = (spot, end < 0)
                start = reached.get(key, 0.0)
                end = reached[key] = start + end
            middle, half = on(spot), free * _BAR / 2
            low, high = along(start), along(end)
            corners = [low, middle - half, high, middle + half]
            if not one.is_lying:
                corners = [middle - half, low, middle + half, high]
            yield {
                "kind": "bar",
                "corners": corners,
                "color": one.color,
                "edge": one.edge,
                "is_hatched": one.is_hatched,
            }
            if one.labels and one.labels[at]:
                yield _bar_label(one, one.labels[at], low, high, middle)


def _bar_label(one: Series, text: str, low: float, high: float, middle: float) -> Shape:
    is_down = high < low
    outward = (
        ("left" if is_down else "right") if one.is_lying else ("below" if is_down else "above")
    )
    inward = ("right" if is_down else "left") if one.is_lying else ("above" if is_down else "below")
    side = {"outside end": outward, "inside end": inward}.get(one.label_at, "centre")
    along = (low + high) / 2 if side == "centre" else high
    at = (along, middle) if one.is_lying else (middle, along)
    color, under = one.label_color, _THROUGH
    if one.label_at != "outside end" and not one.is_hatched:
        color, under = "#FFFFFF" if _is_dark(one.color) else INK, one.color
    room = abs(high - low) if side == "centre" else None
    return {"kind": "label", "at": at, "text": text, "side": side, "color": color, "under": under, "away": 0,
            "room": room, "is_lying": one.is_lying}  # fmt: skip


def _points(one: Series, across: Place, upward: Place) -> Iterator[Shape]:
    """Lines, bars of error, marks and what is written at them; nothing where a value is missing."""
    if one.kind not in ("line", "points"):
        return
    places = [
        None if x is None or y is None else (across(x), upward(y))
        for x, y in zip(one.x, one.y, strict=True)
    ]
    if one.kind == "line":
        yield from ({"kind": "path", "points": run} | _stroke(one) for run in _runs(places))
    for at, place in enumerate(places):
        if place is None:
            continue
        low, high = (ends[at] if ends else None for ends in (one.low, one.high))
        if low is not None and high is not None:
            is_across = one.limits_along == "x"
            ends = [
                (across(end), place[1]) if is_across else (place[0], upward(end))
                for end in (low, high)
            ]
            yield {
                "kind": "limits",
                "points": ends,
                "color": one.edge or one.color,
                "is_across": is_across,
            }
        if one.symbol:
            yield {"kind": "mark", "at": place} | _mark(one)
        if one.labels and one.labels[at]:
            yield {"kind": "label", "at": place, "text": one.labels[at], "side": one.label_at,
                   "color": one.label_color, "under": _THROUGH, "away": one.size / 2 if one.symbol else 0,
                   "room": None}  # fmt: skip


def _runs(places: Sequence[tuple[float, float] | None]) -> Iterator[list[tuple[float, float]]]:
    """Stretches of places with nothing missing in them."""
    run: list[tuple[float, float]] = []
    for place in [*places, None]:
        if place is not None:
            run.append(place)
        elif run:
            if len(run) > 1:
                yield run
            run = []


def _cells(heat: Any) -> Shape:
    """The rows of a table of colours, from above, with their names."""
    shades = [value for row in heat.z for value in values(row) if value is not None]
    low = heat.zmin if heat.zmin is not None else min(shades, default=0)
    high = heat.zmax if heat.zmax is not None else max(shades, default=1)
    rows = []
    for name, row, texts in reversed(list(zip(heat.y, heat.z, heat.text, strict=True))):
        colors = [
            None if v is None else _shade(heat.colorscale, (v - low) / ((high - low) or 1))
            for v in values(row)
        ]
        cells = [
            {
                "text": plain(text),
                "color": color,
                "ink": "#FFFFFF" if color and _is_dark(color) else INK,
            }
            for text, color in zip(texts, colors, strict=True)
        ]
        rows.append({"name": plain(name).replace("\n", ""), "cells": cells})
    return {"columns": [f"{x}" for x in heat.x], "rows": rows}


def _shade(scale: Sequence[tuple[float, str]], share: float) -> str:
    """The colour of `scale` at `share`."""
    for (start, color), (end, other) in pairwise(scale):
        if share <= end:
            part = (share - start) / ((end - start) or 1)
            channels = zip(_channels(color), _channels(other), strict=True)
            return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in channels)
    return scale[-1][1]


def _channels(color: str) -> list[int]:
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]


def _is_dark(color: str) -> bool:
    red, green, blue = _channels(color)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255 < _DARK

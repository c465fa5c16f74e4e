"""The series of a panel as shapes: areas, bars, lines, limits, marks and labels.

A place is a pair of shares of the plot, from 0 to 1 to the right and upwards. Where a value is missing
there is no shape.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from analysis.charts.drawing import Axis, Panel, Series
from analysis.charts.heat_cells import ink_on
from analysis.charts.scale import Place

Shape = dict[str, object]
Spot = tuple[float, float]
_BAR = 0.7  # of the room from one place to the next
_WIDEST = 0.25  # share of the axis, however few bars there are
_ROUNDED = 0.01  # a mark so near the plot stands on its edge
_THROUGH = "#FFFFFFA0"  # what stands under a label is seen through
OVER = "#FFFFFF"  # words of a row cut what crosses it


def band(one: Series, across: Place, upward: Place) -> Iterator[Shape]:
    low, high = (
        [(across(x), upward(y)) for x, y in zip(one.x, ends, strict=True) if None not in (x, y)]  # type: ignore[arg-type]
        for ends in (one.low, one.high)
    )
    yield {"kind": "area", "points": [*low, *reversed(high)], "color": one.color}


def bars(panel: Panel, across: Place, upward: Place) -> Iterator[Shape]:
    """Bars with their labels, one on the other where they are stacked; of a label also where its row ends."""
    reached: dict[tuple[Any, bool], float] = {}
    written: list[tuple[tuple[Any, bool], float, Shape]] = []
    for one in (series for series in panel.series if series.kind == "bars"):
        spots, ends = (one.y, one.x) if one.is_lying else (one.x, one.y)
        on, along = (upward, across) if one.is_lying else (across, upward)
        half = _room(panel.y if one.is_lying else panel.x, spots, on) * _BAR / 2
        bases = one.base or (None,) * len(ends)
        labels = one.labels or ("",) * len(ends)
        for spot, base, end, label in zip(spots, bases, ends, labels, strict=True):
            if spot is None or end is None:
                continue
            start: Any = 0.0 if base is None else base
            if panel.is_stacked and isinstance(end, int | float):
                key = (spot, end < 0)
                start = reached.get(key, 0.0)
                end = reached[key] = start + end
            middle, low, high = on(spot), along(start), along(end)
            corners = [(low, middle - half), (high, middle + half)]
            yield {
                "kind": "bar",
                "corners": corners if one.is_lying else [(y, x) for x, y in corners],
                "color": one.color,
                "edge": one.edge,
                "is_hatched": one.is_hatched,
            }
            if label:
                key = (spot, high < low)
                written.append((key, high, _bar_label(one, label, low, high, middle)))
    for key, high, shape in written:
        yield shape | {"end": along(reached[key]) if key in reached else high}


def points(one: Series, across: Place, upward: Place) -> Iterator[Shape]:
    """Lines, limits, marks and what is written at them."""
    places = [
        None if x is None or y is None else (across(x), upward(y))
        for x, y in zip(one.x, one.y, strict=True)
    ]
    if one.kind == "line":
        yield from ({"kind": "path", "points": run} | stroke(one) for run in _runs(places))
    nothing = (None,) * len(places)
    lows, highs, labels = one.low or nothing, one.high or nothing, one.labels or nothing
    for place, low, high, label in zip(places, lows, highs, labels, strict=True):
        if place is None:
            continue
        if low is not None and high is not None:
            yield _limits(one, place, (across if one.limits_along == "x" else upward), (low, high))
        if not all(-_ROUNDED <= share <= 1 + _ROUNDED for share in place):
            continue  # beyond the plot
        if one.symbol:
            yield {"kind": "mark", "at": place} | mark(one)
        if label:
            look = {"color": one.label_color, "under": _THROUGH if one.symbol else OVER}
            away = one.size / 2 if one.symbol else 0
            yield _label(place, label, one.label_at) | look | {"away": away}


def _limits(one: Series, place: Spot, along: Place, limits: tuple[float, float]) -> Shape:
    """The bar as far as the plot goes; an end that lies beyond it has no cap."""
    is_across, (x, y) = one.limits_along == "x", place
    shares = [along(limit) for limit in limits]
    inside = [min(max(share, 0.0), 1.0) for share in shares]
    return {
        "kind": "limits",
        "points": [(share, y) if is_across else (x, share) for share in inside],
        "is_capped": [a == b for a, b in zip(shares, inside, strict=True)],
        "color": one.edge or one.color,
        "is_across": is_across,
    }


def stroke(one: Series) -> Shape:
    return {"color": one.color, "width": one.width, "dash": one.dash}


def mark(one: Series) -> Shape:
    fill, edge = one.color if one.is_filled else "#FFFFFF", one.edge or one.color
    return {"symbol": one.symbol, "size": one.size, "fill": fill, "edge": edge}


def _room(axis: Axis, spots: Sequence[Any], on: Place) -> float:
    """The share of `axis` from one place of a bar to the next."""
    if axis.kind == "category":
        return min(1 / len(axis.ticks), _WIDEST)
    known = sorted({on(spot) for spot in spots if spot is not None})
    return min((after - before for before, after in pairwise(known)), default=0.1)


def _bar_label(one: Series, text: str, low: float, high: float, middle: float) -> Shape:
    """A label at the end of a bar, or in it where it has room: else where its row ends."""
    is_down = high < low
    outward = (
        ("left" if is_down else "right") if one.is_lying else ("below" if is_down else "above")
    )
    ends = {"outside end": high, "inside base": low}
    side = outward if one.label_at in ends else "centre"
    along = ends.get(one.label_at, (low + high) / 2)
    shape = _label((along, middle) if one.is_lying else (middle, along), text, side)
    if one.label_at == "outside end" or one.is_hatched:
        shape |= {"color": one.label_color, "under": _THROUGH}
    else:
        shape |= {"color": ink_on(one.color), "under": one.color}
    if one.label_at != "outside end":
        shape |= {"room": (abs(high - low), 0) if one.is_lying else (0, abs(high - low))}
    return shape


def _label(at: Spot, text: str, side: str) -> Shape:
    """`room`, where it is not all: the label is left out where it needs more."""
    return {"kind": "label", "at": at, "text": text, "side": side, "away": 0, "room": None}


def _runs(places: Sequence[Spot | None]) -> Iterator[list[Spot]]:
    """Stretches of places with nothing missing in them."""
    run: list[Spot] = []
    for place in [*places, None]:
        if place is not None:
            run.append(place)
            continue
        if len(run) > 1:
            yield run
        run = []

"""The axes of a panel: their kinds, ranges and ticks."""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from analysis.charts.drawing import Axis, Line, Series, Value
from analysis.charts.values import plain, values


def read_axis(
    axis: Any, along: str, series: Sequence[Series], lines: Sequence[Line], is_stacked: bool
) -> Axis:
    title, shown = plain(axis.title.text), axis.showticklabels is not False
    drawn = [v for s in series for v in _reached(s, along)]
    if is_stacked:
        drawn += _sums(series, along)
    drawn += [line.at for line in lines if line.along == along]
    if not drawn:
        return Axis("number", title, 0.0, 1.0, 1.0, is_shown=False)
    suffix = axis.ticksuffix or ""
    ticks = _ticks(axis)
    if axis.type == "category" or axis.categoryarray or any(isinstance(v, str) for v in drawn):
        places = values(axis.categoryarray) or tuple(dict.fromkeys(drawn))
        named = tuple((place, str(place)) for place in places)
        return Axis("category", title, ticks=named, is_shown=shown)
    places_of_bars = any(s.kind == "bars" and s.is_lying == (along == "y") for s in series)
    if places_of_bars and ticks:
        return Axis("category", title, ticks=ticks, is_shown=shown)
    if axis.type == "date" or any(isinstance(v, date) for v in drawn):
        step = float(axis.dtick[1:]) if str(axis.dtick).startswith("M") else None
        return Axis(
            "date",
            title,
            min(drawn),
            max(drawn),
            step,
            ticks,
            date_format=axis.tickformat or "%Y-%m",
            is_shown=shown,
        )
    if axis.type == "log":
        low, high = (10.0**end for end in axis.range)
        return Axis("log", title, low, high, None, ticks, suffix, is_shown=shown)
    if axis.range:
        low, high = (float(end) for end in axis.range)
        return Axis("number", title, low, high, _step(high - low), ticks, suffix, is_shown=shown)
    low, high = min([*drawn, 0.0] if _from_zero(axis, series, along) else drawn), max(drawn)
    step = _step(high - low or 1)
    low, high = step * math.floor(low / step), step * math.ceil(high / step + 0.05)
    if ticks:  # months of a year: no round step, and nothing beyond
        low, high = min(*drawn, ticks[0][0]), max(*drawn, ticks[-1][0])
    return Axis("number", title, float(low), float(high), step, ticks, suffix, is_shown=shown)


def _ticks(axis: Any) -> tuple[tuple[Value, str], ...]:
    places = values(axis.tickvals)
    texts = values(axis.ticktext) or [f"{place:g}{axis.ticksuffix or ''}" for place in places]
    return tuple(zip(places, texts, strict=True))


def _from_zero(axis: Any, series: Sequence[Series], along: str) -> bool:
    of_bars = any(s.kind == "bars" and s.is_lying == (along == "x") for s in series)
    return axis.rangemode == "tozero" or of_bars


def _reached(series: Series, along: str) -> Iterator[Any]:
    """All that a series draws along an axis."""
    reached = [getattr(series, along)]
    if series.limits_along == along:
        reached += [series.low, series.high]
    if series.kind == "bars" and series.is_lying == (along == "x"):
        reached.append(series.base)
    yield from (value for values in reached for value in values if value is not None)


def _sums(series: Sequence[Series], along: str) -> list[float]:
    """How far stacked bars reach, by place."""
    sums: dict[Any, float] = {}
    for one in series:
        if one.kind == "bars" and one.is_lying == (along == "x"):
            ends, places = (one.x, one.y) if one.is_lying else (one.y, one.x)
            for place, end in zip(places, ends, strict=True):
                sums[place] = sums.get(place, 0.0) + (end or 0.0)  # type: ignore[operator]
    return list(sums.values())


def _step(reach: float) -> float:
    """A round step of which about five make `reach`."""
    rough = reach / 5
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * of for of in (1, 2, 2.5, 5, 10) if power * of >= rough * 0.999)

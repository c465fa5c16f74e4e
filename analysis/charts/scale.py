"""Where the values of an axis stand on it, as shares of its length, and its ticks."""

import math
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from analysis.charts.drawing import Axis, Value

Place = Callable[[Value], float]


def scale(axis: Axis) -> Place:
    """Shares of `axis` by value: 0 at its low end, 1 at its high one."""
    if axis.kind == "category":
        order = {place: at for at, (place, _) in enumerate(axis.ticks)}
        return lambda value: (order[value] + 0.5) / len(order)
    low, high = _figure(axis.low, axis.kind), _figure(axis.high, axis.kind)
    return lambda value: (_figure(value, axis.kind) - low) / ((high - low) or 1)


def ticks(axis: Axis) -> Iterator[tuple[Value, str]]:
    """The values that are named, with their names."""
    if axis.ticks or axis.kind == "category":
        yield from axis.ticks
    elif isinstance(axis.low, date) and isinstance(axis.high, date):
        yield from _dates(axis.low, axis.high, axis)
    elif axis.kind == "log":
        first, last = (round(_figure(end, "log")) for end in (axis.low, axis.high))
        powers = [10.0**power for power in range(first, last + 1)]
        yield from ((power, f"{power:,g}{axis.suffix}") for power in powers)
    else:
        low, high = (_figure(end, "number") for end in (axis.low, axis.high))
        step = axis.step or (high - low) or 1
        counts = range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)
        yield from ((at * step, f"{round(at * step, 12):,g}{axis.suffix}") for at in counts)


def _figure(value: Any, kind: str) -> float:
    if kind == "date":
        return float(value.toordinal())
    return math.log10(value) if kind == "log" else float(value)


def _dates(low: date, high: date, axis: Axis) -> Iterator[tuple[date, str]]:
    """The first days of every so many months, at most ten."""
    months = (high.year - low.year) * 12 + high.month - low.month
    step = int(axis.step or next((s for s in (1, 2, 3, 6, 12) if months / s <= 9), 24))
    for at in range(low.year * 12, high.year * 12 + 12, step):
        day = date(at // 12, at % 12 + 1, 1)
        if low <= day <= high:
            yield day, day.strftime(axis.date_format)

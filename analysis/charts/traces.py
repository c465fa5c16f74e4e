"""The series that a trace of a plotly figure draws."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

from analysis.charts.drawing import Dash, LabelAt, Series, Symbol
from analysis.charts.theme import BAND, DATA, INK
from analysis.charts.values import on_white, plain, values

DASHES: dict[str, Dash] = {"dash": "dash", "dot": "dot"}
_SYMBOLS: dict[str, Symbol] = {
    "diamond": "diamond",
    "square": "square",
    "triangle-up": "triangle",
    "x-thin": "cross",
    "line-ns": "tick",
}
_LABELS: dict[str, LabelAt] = {
    "middle right": "right",
    "middle left": "left",
    "top center": "above",
    "outside": "outside end",
}
_MILLISECOND = timedelta(milliseconds=1)


def series_of(trace: Any, named: set[str]) -> Iterator[Series]:
    """The series of a trace; the legend has the names that are in `named`."""
    name = plain(trace.name) if trace.name in named else ""
    common: dict[str, Any] = {"name": name, "is_in_legend": bool(name)}
    if trace.type == "waterfall":
        yield from _waterfall(trace)
    elif trace.type == "bar":
        yield from _bars(trace, common)
    elif trace.fill == "toself":
        x, y = values(trace.x), values(trace.y)
        half = len(x) // 2
        edges: dict[str, Any] = {"low": y[half:][::-1], "high": y[:half]}
        yield Series("band", x=x[:half], color=on_white(trace.fillcolor or BAND), **edges, **common)
    elif len(trace.x) if trace.x is not None else 0:
        yield from _by_look(trace, common)


def _by_look(trace: Any, common: dict[str, Any]) -> Iterator[Series]:
    """A line or points; a trace whose marks differ becomes a series a kind of mark."""
    mode, marker, line = trace.mode or "lines+markers", trace.marker, trace.line
    whole = Series(
        "line" if "lines" in mode else "points", x=values(trace.x), y=values(trace.y), **common
    )
    if "text" in mode:
        labels = tuple(plain(text) for text in trace.text)
        at, ink = _LABELS.get(trace.textposition, "above"), trace.textfont.color or INK
        whole = replace(whole, labels=labels, label_at=at, label_color=ink)
    errors: dict[Literal["x", "y"], Any] = {"x": trace.error_x, "y": trace.error_y}
    for along, error in errors.items():
        if error.array is not None:
            ends = getattr(whole, along)
            up, down = values(error.array), values(error.arrayminus)
            high = tuple(_plus(end, far) for end, far in zip(ends, up, strict=True))
            low = tuple(_plus(end, far, -1) for end, far in zip(ends, down, strict=True))
            whole = replace(whole, low=low, high=high, limits_along=along)
    if whole.kind == "line":
        look: dict[str, Any] = {
            "color": line.color or DATA,
            "width": line.width or 1.5,
            "dash": DASHES.get(line.dash, "solid"),
        }
        whole = replace(whole, **look)
    if "markers" not in mode:
        yield whole
        return
    count = len(whole.x)
    looks = list(zip(_each(marker.color, count), _each(marker.symbol, count), strict=True))
    for number, (color, symbol) in enumerate(dict.fromkeys(looks)):
        own = _only(whole, [other == (color, symbol) for other in looks])
        is_open = str(symbol).endswith("-open") or color == "white"
        edge = marker.line.color if marker.line.width else None
        strong = edge if color == "white" else color
        if str(symbol).startswith(("x-thin", "line-ns")):
            strong, is_open = edge or color, False
        yield replace(
            own,
            color=strong or own.color,
            symbol=_SYMBOLS.get(str(symbol).removesuffix("-open"), "circle"),
            size=marker.size or 6,
            is_filled=not is_open,
            edge=edge,
            is_in_legend=own.is_in_legend and number == 0,
        )


def _each(look: Any, count: int) -> Sequence[Any]:
    return [look] * count if look is None or isinstance(look, str) else look


def _only(series: Series, kept: Sequence[bool]) -> Series:
    """The points that are kept."""
    many = ("x", "y", "low", "high", "base", "labels")
    own: dict[str, Any] = {
        name: tuple(v for v, keep in zip(all_of, kept, strict=True) if keep)
        for name in many
        if (all_of := getattr(series, name))
    }
    return replace(series, **own)


def _plus(end: float | None, distance: float | None, sign: int = 1) -> float | None:
    return None if end is None or distance is None else end + sign * distance


def _bars(trace: Any, common: dict[str, Any]) -> Iterator[Series]:
    """Bars; those that differ in colour become a series a colour."""
    x, y, base = values(trace.x), values(trace.y), values(trace.base)
    is_lying = trace.orientation == "h"
    if base and isinstance(base[0], date):
        x = tuple(start + far * _MILLISECOND for start, far in zip(base, x, strict=True))
    at: LabelAt = "outside end" if trace.textposition == "outside" else "centre"
    if trace.insidetextanchor == "start":
        at = "inside base"
    whole = Series(
        "bars",
        x=x,
        y=y,
        base=base,
        edge=trace.marker.line.color,
        labels=tuple("" if text is None else plain(str(text)) for text in values(trace.text)),
        label_at=at,
        is_lying=is_lying,
        is_hatched=bool(trace.marker.pattern.shape),
        **common,
    )
    colors = _each(trace.marker.color, len(x))
    for number, color in enumerate(dict.fromkeys(colors)):
        own = _only(whole, [other == color for other in colors])
        is_in_legend = own.is_in_legend and number == 0
        yield replace(own, color=color or DATA, is_in_legend=is_in_legend)


def _waterfall(trace: Any) -> Iterator[Series]:
    """Bars that each start where the one before ended, a series a colour, with all places."""
    looks = {
        "total": trace.totals.marker,
        "rise": trace.increasing.marker,
        "fall": trace.decreasing.marker,
    }
    bars: list[tuple[str, float, float]] = []
    end = 0.0
    for value, measure in zip(values(trace.y), trace.measure, strict=True):
        is_part = measure == "relative"
        start = end if is_part else 0.0
        end = start + value
        bars.append(("total" if not is_part else "rise" if value > 0 else "fall", start, end))
    for kind, marker in looks.items():
        own = [bar if bar[0] == kind else None for bar in bars]
        if any(own):
            yield Series(
                "bars",
                "",
                x=values(trace.x),
                y=tuple(bar and bar[2] for bar in own),
                base=tuple(bar and bar[1] for bar in own),
                labels=tuple(
                    plain(t) if bar else "" for bar, t in zip(own, trace.text, strict=True)
                ),
                label_at="outside end",
                color=marker.color,
                edge=marker.line.color,
                is_in_legend=False,
            )

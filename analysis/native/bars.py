"""Panels of bars as bar or column charts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.charts.drawing import Axis, Panel, Series, Value
from analysis.charts.theme import wrapped
from analysis.messages import Lang, say
from analysis.native.look import NOTHING, axis, labels, line, one_line
from analysis.native.sheet import DataSheet

_GAP = 45  # between bars, in percent of their breadth
_WORDS = 22  # in a line beside a bar, in full-width characters
_UNSEEN = {"fill": NOTHING, "border": NOTHING}


@dataclass(frozen=True)
class _Bars:
    """Bars of one look: a value a place, in the order of the axis."""

    header: str
    values: Sequence[Value | None]
    look: dict[str, Any]
    is_named: bool = False


def bars_chart(data: DataSheet, panel: Panel, lang: Lang) -> tuple[Any, list[int]]:
    """A bar or column chart of `panel`, whose columns `data` gets; and which of its series the legend
    does not name.

    Bars lie over each other or upon each other; a mark or a line at a value is the cap of a bar of
    error without length, at the end of a bar that is not seen.
    """
    is_lying = any(series.is_lying for series in panel.series)
    places, values = (panel.y, panel.x) if is_lying else (panel.x, panel.y)
    floats = any(base not in (None, 0, values.low) for s in panel.series for base in s.base)
    is_stacked = floats or (panel.is_stacked and len(panel.series) > 1)
    kind = {"type": "bar" if is_lying else "column"}
    chart = data.book.add_chart(kind | ({"subtype": "stacked"} if is_stacked else {}))
    data.rows = len(places.ticks)
    names = data.column(say("data_name", lang), [one_line(text) for _, text in places.ticks])
    upright = replace(panel, series=tuple(_upright(s, places, is_lying) for s in panel.series))
    own = (
        _floating(upright, values, lang) if floats else _standing(upright, values, is_stacked, lang)
    )
    unnamed = []
    for bars in own:
        if not bars.is_named:
            unnamed.append(len(chart.series))
        column = data.column(bars.header, bars.values)
        shape = {"overlap": 100, "gap": _GAP, "categories": names.cells, "values": column.cells}
        chart.add_series({"name": column.header} | shape | bars.look)
    if floats:
        written = _written_above(upright.series)
        column = data.column(say("data_label_place", lang), written.y)
        above = data.book.add_chart({"type": "line"})
        look = {"line": NOTHING, "marker": {"type": "none"}, "data_labels": labels(written, ())}
        shape = {"categories": names.cells, "values": column.cells}
        above.add_series({"name": column.header} | shape | look)
        chart.combine(above)
        unnamed.append(len(chart.series))
    shown = [axis(places, is_value=False), axis(values, is_value=True)]
    if any(series.kind == "points" and not series.symbol for series in panel.series):
        shown[1]["major_gridlines"] = {"visible": False}  # clear of the words
    across, upward = reversed(shown) if is_lying else shown
    chart.set_x_axis(across)
    chart.set_y_axis(upward)
    return chart, unnamed


def _upright(series: Series, places: Axis, is_lying: bool) -> Series:
    """`series` with a value, or none, at every place: places are its `x`, values its `y`."""
    own, values = (series.y, series.x) if is_lying else (series.x, series.y)
    every = tuple(place for place, _ in places.ticks)

    def laid(found: Sequence[Any], missing: Any = None) -> tuple[Any, ...]:
        at = dict(zip(own, found, strict=True)) if found else {}
        return tuple(at.get(place, missing) for place in every)

    texts = laid(series.labels, "")
    return replace(series, x=every, y=laid(values), base=laid(series.base), labels=texts)


def _standing(panel: Panel, values: Axis, is_stacked: bool, lang: Lang) -> Iterator[_Bars]:
    """Bars from the axis on, then marks and lines over them. What stands unseen at the end has its
    like at the beginning, since programs count the names of lying bars from either."""
    bars = [series for series in panel.series if series.kind == "bars"]
    marks = [series for series in panel.series if series.symbol and series.kind == "points"]
    if panel.lines and values.kind == "date":
        yield _Bars(say("data_start", lang), [values.low] * len(bars[0].x), _UNSEEN)
    words = [series for series in panel.series if series.kind == "points" and not series.symbol]
    for series in _with_words(bars, words):
        at = "centre" if is_stacked else series.label_at
        look = _filled(series) | {"data_labels": labels(replace(series, label_at=at), series.y)}
        header = series.name or values.title or panel.title or say("data_value", lang)
        yield _Bars(header, series.y, look, series.is_in_legend)
    for series in marks:
        yield _Bars(series.name, series.y, _UNSEEN | _tick(series.color))
    for mark in panel.lines:
        header = mark.label or say("data_value", lang)
        yield _Bars(header, [mark.at] * len(bars[0].x), _UNSEEN | _tick(mark.color))


def _with_words(bars: Sequence[Series], words: Sequence[Series]) -> list[Series]:
    """`bars` with what is written beside them, each word at the last bar of its place."""
    found = list(bars)
    for word in words:
        at = next(at for at, text in enumerate(word.labels) if text)
        own = [number for number, series in enumerate(found) if series.y[at] is not None]
        if own:
            series = found[own[-1]]
            lines = [
                wrapped(text, _WORDS).replace("<br>", "\n") for text in word.labels[at].split("\n")
            ]
            texts = (*series.labels[:at], "\n".join(lines), *series.labels[at + 1 :])
            found[own[-1]] = replace(series, labels=texts, label_at="outside end")
    return found


def _floating(panel: Panel, values: Axis, lang: Lang) -> Iterator[_Bars]:
    """What is below each bar, unseen, and upon it the bar's own length."""
    ends = [_end_of(panel.series, at) for at in range(len(panel.series[0].x))]
    yield _Bars(say("data_start", lang), [min(end, default=None) for end in ends], _UNSEEN)
    for series in panel.series:
        pairs = zip(series.y, series.base, strict=True)
        lengths = [abs(y - base) if y is not None else None for y, base in pairs]  # type: ignore[operator]
        yield _Bars(values.title or panel.title, lengths, _filled(series), series.is_in_legend)


def _written_above(series: Sequence[Series]) -> Series:
    """What is written over floating bars, as labels of points at their tops."""
    places = series[0].x
    tops = [max(_end_of(series, at), default=None) for at in range(len(places))]
    texts = tuple("".join(one.labels[at] for one in series) for at in range(len(places)))
    return Series("points", "", places, tuple(tops), labels=texts)


def _end_of(series: Sequence[Series], at: int) -> list[float]:
    """Both ends of the bar at a place, if there is one."""
    every = [(one.y[at], one.base[at]) for one in series]
    return [end for pair in every for end in pair if isinstance(end, float)]


def _filled(series: Series) -> dict[str, Any]:
    edge = {"border": line(series.edge, 0.75) if series.edge else NOTHING}
    if series.is_hatched:
        hatch = {"pattern": "wide_upward_diagonal", "fg_color": series.color, "bg_color": "#FFFFFF"}
        return edge | {"pattern": hatch}
    return edge | {"fill": {"color": series.color}}


def _tick(color: str) -> dict[str, Any]:
    look = {"type": "fixed", "value": 0.01, "direction": "both", "end_style": 1}
    return {"y_error_bars": look | {"line": line(color, 3)}}

"""Panels of bars as bar or column charts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from analysis.charts.drawing import Panel, Series, Value
from analysis.messages import Lang, say
from analysis.report.native.look import NOTHING, axis, labels, line, one_line
from analysis.report.native.sheet import Column, DataSheet

_GAP = 45  # between bars, in percent of their breadth


def bars_chart(data: DataSheet, panel: Panel, lang: Lang) -> tuple[Any, list[int]]:
    """A bar or column chart of `panel`, whose columns `data` gets; and which
    of its series the legend does not name.

    Bars lie over each other or upon each other; a mark or a line at a value is the cap of a bar of
    error without length, at the end of a bar without colour.
    """
    is_lying = any(series.is_lying for series in panel.series)
    places_axis, values_axis = (panel.y, panel.x) if is_lying else (panel.x, panel.y)
    places = [place for place, _ in places_axis.ticks]
    names = data.column(say("data_name", lang), [one_line(text) for _, text in places_axis.ticks])
    floats = any(_floats(series, values_axis.low) for series in panel.series)
    is_stacked = floats or (panel.is_stacked and len(panel.series) > 1)
    kind = {"type": "bar" if is_lying else "column"}
    chart = data.book.add_chart(kind | ({"subtype": "stacked"} if is_stacked else {}))
    unnamed: list[int] = []

    def add(column: Column, look: dict[str, Any], is_named: bool) -> None:
        if not is_named:
            unnamed.append(len(chart.series))
        shape = {"overlap": 100, "gap": _GAP}
        chart.add_series(
            {"name": column.header, "categories": names.cells, "values": column.cells}
            | shape
            | look
        )

    if floats:
        starts = [_start(panel.series, at) for at in range(len(places))]
        add(
            data.column(say("data_start", lang), starts),
            {"fill": NOTHING, "border": NOTHING},
            False,
        )
    for series in panel.series:
        own, values = (series.y, series.x) if is_lying else (series.x, series.y)
        ends = _by_place(places, own, values)
        texts = tuple(text or "" for text in _by_place(places, own, series.labels))
        told = replace(series, labels=texts)
        name = series.name or values_axis.title or panel.title or say("data_value", lang)
        if series.kind == "points":
            column = data.column(series.name or say("data_label_place", lang), ends)
            look = {
                "fill": NOTHING,
                "border": NOTHING,
                "data_labels": labels(told, ends, "outside end"),
            }
            if series.symbol:
                look["y_error_bars"] = _tick(series.color, 3)
            add(column, look, False)
            continue
        shown = ends
        if floats:
            bases = _by_place(places, own, series.base)
            shown = [None if e is None else abs(e - b) for e, b in zip(ends, bases, strict=True)]
        column = data.column(name, shown)
        look = _filled(series)
        if not floats:
            at = "center" if is_stacked else ""
            look["data_labels"] = labels(told, shown, at)
        add(column, look, series.is_in_legend)
    for mark in panel.lines:
        column = data.column(mark.label or "—", [mark.at] * len(places))
        tick = _tick(mark.color, 3)
        add(column, {"fill": NOTHING, "border": NOTHING, "y_error_bars": tick}, False)
    if floats:
        chart.combine(_written_above(data, panel, places, names, lang))
        unnamed.append(len(chart.series))
    of_places, of_values = axis(places_axis, is_value=False), axis(values_axis, is_value=True)
    chart.set_x_axis(of_values if is_lying else of_places)
    chart.set_y_axis(of_places if is_lying else of_values)
    return chart, unnamed


def _by_place(places: Sequence[Value], own: Sequence[Any], values: Sequence[Any]) -> list[Any]:
    found = dict(zip(own, values, strict=True)) if values else {}
    return [found.get(place) for place in places]


def _floats(series: Series, low: Any) -> bool:
    """Whether any bar starts elsewhere than at the axis."""
    return any(base not in (None, 0, low) for base in series.base)


def _start(every: Sequence[Series], at: int) -> float | None:
    """The lower end of the bar at a place."""
    for series in every:
        end, base = series.y[at], series.base[at] if series.base else None
        if isinstance(end, float) and isinstance(base, float):
            return min(end, base)
    return None


def _filled(series: Series) -> dict[str, Any]:
    edge = {"border": line(series.edge, 0.75) if series.edge else NOTHING}
    if series.is_hatched:
        hatch = {"pattern": "wide_upward_diagonal", "fg_color": series.color, "bg_color": "#FFFFFF"}
        return edge | {"pattern": hatch}
    return edge | {"fill": {"color": series.color}}


def _tick(color: str, width: float) -> dict[str, Any]:
    """A bar of error without length, of which its cap is seen."""
    look = line(color, width)
    return {"type": "fixed", "value": 0.01, "direction": "both", "end_style": 1, "line": look}


def _written_above(
    data: DataSheet, panel: Panel, places: Sequence[Value], names: Column, lang: Lang
) -> Any:
    """What is written over floating bars, as labels of points at their tops."""
    tops, texts = [], []
    for at in range(len(places)):
        own = [s for s in panel.series if s.y[at] is not None]
        tops.append(max((max(s.y[at], s.base[at]) for s in own), default=None))  # type: ignore[type-var]
        texts.append(next((s.labels[at] for s in own), ""))
    column = data.column(say("data_label_place", lang), tops)
    written = Series("points", "", tuple(places), labels=tuple(texts), label_at="above")
    chart = data.book.add_chart({"type": "line"})
    look = {
        "line": NOTHING,
        "marker": {"type": "none"},
        "data_labels": labels(written, [None] * len(tops)),
    }
    chart.add_series(
        {"name": column.header, "categories": names.cells, "values": column.cells} | look
    )
    return chart

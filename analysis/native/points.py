"""Panels of lines, points and bands as scatter charts: the one kind that takes any places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.charts.drawing import Axis, Line, Panel, Series, Value
from analysis.charts.theme import GREY, INK
from analysis.messages import Lang, say
from analysis.native.look import (
    EDGE,
    NOTHING,
    TEXT,
    axis,
    custom,
    labels,
    line,
    marker,
    names_of_rows,
)
from analysis.native.sheet import Column, DataSheet


@dataclass(frozen=True)
class _Block:
    """Places that several series share, and the column that they stand in."""

    places: tuple[Value | None, ...]
    column: Column


def points_chart(data: DataSheet, panel: Panel, lang: Lang) -> tuple[Any, list[int]]:
    """A scatter chart of `panel`, whose columns `data` gets; and which of
    its series the legend does not name."""
    chart = data.book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    blocks: list[_Block] = []
    unnamed = []
    drawn = [one for series in panel.series for one in _simple(series, lang)]
    by_length = sorted(drawn, key=lambda series: -len(series.x))
    data.rows = len(by_length[0].x)
    placed = {id(series): _place(data, blocks, series, panel.x, lang) for series in by_length}
    for series in drawn:
        if not series.is_in_legend:
            unnamed.append(len(chart.series))
        chart.add_series(_options(data, panel, series, placed[id(series)], lang))
    for shown in panel.lines:
        unnamed.append(len(chart.series))
        chart.add_series(_line(data, panel, shown))
    if names := names_of_rows(panel.y):
        unnamed.append(len(chart.series))
        chart.add_series(_written_names(data, panel, lang))
    chart.set_x_axis(axis(panel.x, is_value=panel.x.kind == "log" or bool(names)))
    chart.set_y_axis(axis(panel.y, is_value=not names, has_names=not names))
    return chart, unnamed


def _simple(series: Series, lang: Lang) -> Iterator[Series]:
    """`series` in lines and points that have no limits but upright ones: a band is its two edges,
    since an area would fall to zero where figures are missing; lying limits are lines with gaps."""
    if series.kind == "band":
        edge = replace(series, kind="line", color=EDGE, width=1.2, low=(), high=(), size=3)
        if _has_islands(series.high):
            edge = replace(edge, symbol="circle")
        yield replace(edge, y=series.high)
        name = say("data_lower", lang, name=series.name)
        yield replace(edge, y=series.low, name=name, is_in_legend=False)
        return
    if series.low and series.limits_along == "x":
        ends = [(low, high, high) for low, high in zip(series.low, series.high, strict=True)]
        yield Series(
            "line",
            say("data_limits", lang, name=series.name).lstrip("：: "),
            x=tuple(x for three in ends for x in three),
            y=tuple(y for here in series.y for y in (here, here, None)),
            color=GREY,
            is_in_legend=False,
        )
        series = replace(series, low=(), high=())
    yield series


def _has_islands(values: Sequence[Value | None]) -> bool:
    """Whether a value stands between two that are missing, so that no line shows it."""
    padded = [None, *values, None]
    return any(
        here is not None and before is None and after is None
        for before, here, after in zip(padded, padded[1:], padded[2:], strict=False)
    )


def _place(data: DataSheet, blocks: list[_Block], series: Series, x: Axis, lang: Lang) -> _Block:
    """The block that the places of `series` are of; a new one where a line would be cut."""
    for block in blocks:
        if series.x == block.places or _is_within(series, block.places):
            return block
    header = x.title or say("data_place", lang)
    block = _Block(series.x, data.column(header, series.x))
    blocks.append(block)
    return block


def _is_within(series: Series, places: Sequence[Value | None]) -> bool:
    if len(set(series.x)) < len(series.x) or len(set(places)) < len(places):
        return False
    if not set(series.x) <= set(places):
        return False
    ats = [places.index(x) for x in series.x]
    return series.kind == "points" or ats == list(range(ats[0], ats[0] + len(ats)))


def _options(
    data: DataSheet, panel: Panel, series: Series, block: _Block, lang: Lang
) -> dict[str, Any]:
    name = series.name or panel.y.title or panel.title or say("data_value", lang)
    spread = _spread(series, block)
    y = data.column(name, spread(series.y))
    texts = tuple(text or "" for text in spread(series.labels)) if series.labels else ()
    found: dict[str, Any] = {
        "name": y.header,
        "categories": block.column.cells,
        "values": y.cells,
        "line": line(series.color, series.width, series.dash) if series.kind == "line" else NOTHING,
        "marker": marker(series),
        "data_labels": labels(replace(series, labels=texts), spread(series.y)),
    }
    if series.low:
        low = data.column(say("data_lower", lang, name=name), spread(series.low))
        high = data.column(say("data_upper", lang, name=name), spread(series.high))
        down = data.difference(say("data_down", lang, name=name), y, low)
        up = data.difference(say("data_up", lang, name=name), high, y)
        found["y_error_bars"] = {
            "type": "custom",
            "direction": "both",
            "minus_values": down.formula,
            "minus_data": list(down.figures),
            "plus_values": up.formula,
            "plus_data": list(up.figures),
            "end_style": 1,
            "line": line(series.color, 1.5),
        }
    return found


def _spread(series: Series, block: _Block) -> Any:
    """Values of `series` laid beside the places of `block`; missing where it has none."""

    def spread(values: Sequence[Any]) -> list[Any]:
        if series.x == block.places:
            return list(values)
        own = dict(zip(series.x, values, strict=True))
        return [own.get(place) for place in block.places]

    return spread


def _line(data: DataSheet, panel: Panel, shown: Line) -> dict[str, Any]:
    """A line across the plot, with its label at the upper or right end."""
    across = panel.y if shown.along == "x" else panel.x
    limits = axis(across, is_value=True)
    ends, here = (limits["min"], limits["max"]), (shown.at, shown.at)
    x, y = (here, ends) if shown.along == "x" else (ends, here)
    header = shown.label or "—"
    places, values = data.column(header, x), data.column(header, y)
    font = {"size": TEXT - 1, "color": shown.color}
    found = {
        "name": values.header,
        "categories": places.cells,
        "values": values.cells,
        "line": line(shown.color, shown.width, shown.dash),
        "marker": {"type": "none"},
    }
    if shown.label:
        own = [{"delete": True}, custom(shown.label, font)]
        found["data_labels"] = {"value": True, "position": "above", "font": font, "custom": own}
    return found


def _written_names(data: DataSheet, panel: Panel, lang: Lang) -> dict[str, Any]:
    """Names of rows left of the plot, as labels of points on its edge."""
    names, left = names_of_rows(panel.y), axis(panel.x, is_value=True)["min"]
    x = data.column(say("data_place", lang), [left] * len(panel.y.ticks))
    y = data.column(say("data_value", lang), [place for place, _ in panel.y.ticks])
    data.column(say("data_name", lang), names)
    font = {"size": TEXT, "color": INK}
    own = [custom(name, font) for name in names]
    return {
        "name": y.header,
        "categories": x.cells,
        "values": y.cells,
        "line": NOTHING,
        "marker": {"type": "none"},
        "data_labels": {"value": True, "position": "left", "font": font, "custom": own},
    }

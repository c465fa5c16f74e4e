"""A drawing as charts of a workbook, one a panel."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from analysis.charts.drawing import Drawing, Panel, Series
from analysis.messages import Lang
from analysis.native.bars import bars_chart
from analysis.native.look import TEXT
from analysis.native.points import points_chart
from analysis.native.room import Room, room_of
from analysis.native.sheet import DataSheet

# LibreOffice draws all charts of a document in this shape where there are more than twenty
_SHAPE = 16 / 9

_NOTHING = Series("points", "", x=(0.0,), y=(None,), is_in_legend=False)  # no chart is without any


def native_charts(
    data: DataSheet,
    drawing: Drawing,
    heads: Sequence[float],
    lang: Lang,
    width: float,
    has_legend: bool,
) -> Iterator[tuple[Any, Room]]:
    """xlsxwriter charts of the panels of `drawing` without a title, their figures in columns of `data`.

    Args:
        heads: room for the title of each panel, in px.
        width: of a panel, in px.
    """
    plot = drawing.height / -(-len(drawing.panels) // drawing.columns)
    pairs = list(zip(drawing.panels, heads, strict=True))
    rooms = [room_of(panel, width, plot, head, has_legend) for panel, head in pairs]
    top, bottom = max(room.top for room in rooms), max(room.bottom for room in rooms)
    if len(pairs) == 1:
        plot = max(plot, width / _SHAPE - top - bottom)
    for panel, room in zip(drawing.panels, rooms, strict=True):
        own = replace(room, plot=plot, top=top, bottom=bottom)
        yield _chart(data, panel, lang, own, has_legend), own


def _chart(data: DataSheet, panel: Panel, lang: Lang, room: Room, has_legend: bool) -> Any:
    if not panel.series:
        panel = replace(panel, series=(_NOTHING,))
    if any(series.kind == "bars" for series in panel.series):
        chart, unnamed = bars_chart(data, panel, lang)
    else:
        chart, unnamed = points_chart(data, panel, lang)
    legend: dict[str, Any] = {"none": True}
    if has_legend and any(series.is_in_legend for series in panel.series):
        legend = {"position": "bottom", "font": {"size": TEXT - 1}, "delete_series": unnamed}
    chart.set_legend(legend)
    chart.set_plotarea({"layout": room.layout})
    chart.set_chartarea({"border": {"none": True}, "fill": {"color": "#FFFFFF"}})
    chart.show_blanks_as("gap")
    chart.set_title({"none": True})
    return chart

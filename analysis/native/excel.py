"""Native charts in a workbook, beside the tables of what they draw."""

from typing import Any

from xlsxwriter.worksheet import Worksheet

from analysis.base.workbook import neutral
from analysis.charts import Chart, drawing_of
from analysis.messages import Lang
from analysis.native.alt_text import alt_text
from analysis.native.chart import native_charts
from analysis.native.sheet import DataSheet
from analysis.native.title import TITLE, head_of, title_of

_WIDTH = 640  # px


def draw_beside(
    chart: Chart, lang: Lang, data: DataSheet, sheet: Worksheet, finding: list[Any]
) -> None:
    """Draw `chart` right of its table on `sheet`; nothing where it is no native chart.

    Args:
        data: the sheet that gets the figures that are drawn.
        finding: the cell of the chart's finding.
    """
    drawing = drawing_of(chart)
    if drawing is None:
        return
    across = _WIDTH / drawing.columns
    titles = [title_of(chart, drawing, panel, across) for panel in drawing.panels]
    heads = [head_of(title, across) for title in titles]
    drawn = native_charts(data, drawing, heads, lang, across, has_legend=True)
    for at, (shown, room) in enumerate(drawn):
        row, column = divmod(at, drawing.columns)
        if titles[at]:
            name = finding if len(titles) == 1 else neutral(titles[at])
            font = {"size": TITLE, "bold": True}
            shown.set_title({"name": name, "name_font": font, "overlay": False})
        shown.set_size({"width": room.width, "height": room.height})
        place: dict[str, Any] = {"x_offset": column * across, "y_offset": row * room.height}
        place["object_position"] = 3  # neither moved nor stretched with its cells
        place["description"] = alt_text(chart, lang, drawing, drawing.panels[at])
        sheet.insert_chart(1, chart.table.width + 1, shown, place)

"""Native charts in a workbook, beside the table that they draw."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from analysis.base.workbook import neutral
from analysis.charts import Chart, drawing_of
from analysis.messages import Lang
from analysis.report.native.alt_text import alt_text
from analysis.report.native.chart import native_charts
from analysis.report.native.sheet import DataSheet
from analysis.report.native.title import TITLE, head_of, title_of

_WIDTH = 640  # px
_COLUMNS = 11  # of the usual width, that so many px cover


def draw_beside(chart: Chart, lang: Lang, book: Workbook, sheet: Worksheet, first: int) -> None:
    """Draw `chart` from column `first` of `sheet` on, under its finding, and right of it the figures
    that it draws; nothing where it is no native chart."""
    drawing = drawing_of(chart)
    if drawing is None:
        return
    bold = book.add_format({"bold": True})
    sheet.write_string(0, first, neutral(chart.finding), bold)
    across = _WIDTH / drawing.columns
    titles = [title_of(chart, drawing, panel, across) for panel in drawing.panels]
    heads = [head_of(title, across) for title in titles]
    data = DataSheet(book, sheet, first + _COLUMNS)
    drawn = native_charts(data, drawing, heads, lang, across, has_legend=True)
    for at, (shown, room) in enumerate(drawn):
        row, column = divmod(at, drawing.columns)
        if titles[at]:
            font = {"size": TITLE, "bold": True}
            name = [sheet.name, 0, first] if len(titles) == 1 else neutral(titles[at])
            shown.set_title({"name": name, "name_font": font, "overlay": False})
        shown.set_size({"width": room.width, "height": room.height})
        place: dict[str, Any] = {"x_offset": column * across, "y_offset": row * room.height}
        place |= {
            "object_position": 3,
            "description": alt_text(chart, lang, drawing, drawing.panels[at]),
        }
        sheet.insert_chart(1, first, shown, place)

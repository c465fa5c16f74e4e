"""What a template sets of a chart."""

from analysis.charts.figure import drawing_of
from analysis.charts.heat_cells import heat_cells
from analysis.charts.theme import Chart
from analysis.charts.vector import vector_of


def shown(chart: Chart, width: float = 156, tall: float = 1) -> dict[str, object] | None:
    """The finding, what stands under it, and the drawing or the cells, to be set `width` mm wide and so much as `tall`
    as on a page of the report; None where nothing is drawn."""
    drawing, cells = drawing_of(chart), heat_cells(chart)
    if not drawing and not cells:
        return None
    drawn = vector_of(drawing, width, tall) if drawing else {"cells": cells}
    return {"finding": chart.finding, "subtitle": chart.subtitle, "foot": chart.foot} | drawn


def draws(chart: Chart) -> bool:
    """Whether any figure of it is drawn or stands in a cell."""
    drawing = drawing_of(chart)
    if drawing is None:
        return heat_cells(chart) is not None
    return any(series.draws for panel in drawing.panels for series in panel.series)

"""What a template sets of a chart."""

from analysis.charts.figure import drawing_of
from analysis.charts.heat_cells import heat_cells
from analysis.charts.theme import Chart
from analysis.charts.vector import vector_of


def shown(chart: Chart) -> dict[str, object] | None:
    """The finding, what stands under it, and the drawing or the cells; None where nothing is drawn."""
    drawing, cells = drawing_of(chart), heat_cells(chart)
    if not drawing and not cells:
        return None
    drawn = vector_of(drawing) if drawing else {"cells": cells}
    return {"finding": chart.finding, "subtitle": chart.subtitle, "foot": chart.foot} | drawn

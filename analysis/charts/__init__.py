"""From frames of the marts to plotly figures, and from figures to pictures."""

from analysis.charts.chart_set import chart_set
from analysis.charts.drawing import Drawing
from analysis.charts.figure import drawing_of
from analysis.charts.fonts import NoFont
from analysis.charts.one import NoSuchChart, chart
from analysis.charts.pictures import pictures
from analysis.charts.sources import sources
from analysis.charts.theme import Chart, Look

__all__ = [
    "Chart",
    "Drawing",
    "Look",
    "NoFont",
    "NoSuchChart",
    "chart",
    "chart_set",
    "drawing_of",
    "pictures",
    "sources",
]

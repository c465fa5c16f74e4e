"""From frames of the marts to plotly figures, and from figures to files."""

from analysis.charts.chart_set import chart_set
from analysis.charts.drawing import Drawing
from analysis.charts.figure import drawing_of
from analysis.charts.one import NoSuchChart, chart
from analysis.charts.pictures import NoBrowser, write_charts
from analysis.charts.sources import sources
from analysis.charts.theme import Chart, Look

__all__ = [
    "Chart",
    "Drawing",
    "Look",
    "NoBrowser",
    "NoSuchChart",
    "chart",
    "chart_set",
    "drawing_of",
    "sources",
    "write_charts",
]

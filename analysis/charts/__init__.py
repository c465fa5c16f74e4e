"""From frames of the marts to plotly figures, and from figures to files."""

from analysis.charts.chart_set import chart_set
from analysis.charts.pictures import NoBrowser, write_charts
from analysis.charts.theme import Chart, Look

__all__ = ["Chart", "Look", "NoBrowser", "chart_set", "write_charts"]

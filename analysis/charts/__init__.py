"""From frames of the marts to plotly figures."""

from analysis.charts.trend import rate_trends

__all__ = ["rate_trends"]

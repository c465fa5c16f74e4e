"""Charts that Word, WPS, Excel and LibreOffice draw themselves, from a data sheet that can be edited."""

from analysis.report.native.alt_text import alt_text
from analysis.report.native.excel import draw_beside
from analysis.report.native.sheet import DataSheet
from analysis.report.native.word import add_native_chart

__all__ = ["DataSheet", "add_native_chart", "alt_text", "draw_beside"]

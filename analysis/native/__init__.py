"""Charts that Word, WPS, Excel and LibreOffice draw themselves, from a data sheet that can be edited."""

from analysis.native.alt_text import alt_text
from analysis.native.excel import draw_beside
from analysis.native.sheet import DataSheet
from analysis.native.word import add_native_chart, stretched

__all__ = ["DataSheet", "add_native_chart", "alt_text", "draw_beside", "stretched"]

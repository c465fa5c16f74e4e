"""A folder of charts for people who put them into reports of their own."""

from analysis.report.gallery.choice import Numbered, UnknownFigure, numbered, showing
from analysis.report.gallery.write import FORMATS, Wanted, write_gallery

__all__ = [
    "FORMATS",
    "Numbered",
    "UnknownFigure",
    "Wanted",
    "numbered",
    "showing",
    "write_gallery",
]

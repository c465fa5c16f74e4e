"""A folder of charts for people who put them into reports of their own."""

from analysis.pages.gallery.choice import Numbered, UnknownFigure, numbered, showing
from analysis.pages.gallery.write import FORMATS, Wanted, write_gallery

__all__ = [
    "FORMATS",
    "Numbered",
    "UnknownFigure",
    "Wanted",
    "numbered",
    "showing",
    "write_gallery",
]

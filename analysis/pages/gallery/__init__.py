"""A folder of charts for people who put them into reports of their own."""

from analysis.pages.gallery.choice import Numbered, UnknownFigure, code_asked, numbered, showing
from analysis.pages.gallery.write import FORMATS, Wanted, write_gallery

__all__ = [
    "FORMATS",
    "Numbered",
    "UnknownFigure",
    "Wanted",
    "code_asked",
    "numbered",
    "showing",
    "write_gallery",
]

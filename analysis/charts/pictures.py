"""Charts as pictures: PNG with its resolution written in, SVG with real text."""

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from analysis.charts.shown import shown
from analysis.charts.svg import letters_of, with_text
from analysis.charts.theme import Chart
from analysis.charts.typesetting import typeset
from analysis.messages import Lang

DPI = 300
WIDTHS = {
    "whole": 156.0,
    "half": 76.0,
}  # mm: the text of a page of GB/T 9704, and two beside each other
Kind = Literal["png", "svg"]
_TEMPLATE = Path(__file__).parent / "templates/pictures.typ"
_AFTER_HEADER = 33  # bytes of a PNG's signature and header
_INCH = 0.0254  # m
_TALL = 1.35  # as on a page of the report


def pictures(
    charts: Sequence[Chart],
    lang: Lang,
    kind: Kind,
    width: float = WIDTHS["whole"],
    is_transparent: bool = False,
) -> list[bytes]:
    """Each chart as a picture of `kind`, to be placed `width` mm wide.

    Raises:
        NoFont: no font with Chinese characters is installed.
        ValueError: a chart draws nothing.
    """
    drawn = [shown(chart, width, _TALL) for chart in charts]
    if not all(drawn):
        raise ValueError(next(c.key for c, d in zip(charts, drawn, strict=True) if not d))
    letters = letters_of(drawn) if kind == "svg" else ""
    data = {
        "charts": drawn,
        "width": width,
        "tall": _TALL,
        "is_transparent": is_transparent,
        "letters": letters,
    }
    if not charts:
        return []
    pages = typeset(_TEMPLATE, data, lang, kind, **({"ppi": DPI} if kind == "png" else {}))
    if kind == "png":
        return [_with_resolution(page) for page in pages]
    return with_text(pages[: len(charts)], pages[len(charts) :], letters)


def _with_resolution(png: bytes) -> bytes:
    """`png` with its pixels a metre, by which a word processor places it (pHYs, ISO/IEC 15948)."""
    metre = round(DPI / _INCH)
    chunk = b"pHYs" + struct.pack(">IIB", metre, metre, 1)
    size, check = struct.pack(">I", len(chunk) - 4), struct.pack(">I", zlib.crc32(chunk))
    return png[:_AFTER_HEADER] + size + chunk + check + png[_AFTER_HEADER:]

"""The cells of a heat table, with the colours that their values have."""

from collections.abc import Sequence
from itertools import pairwise

from analysis.charts.theme import INK, Chart
from analysis.charts.values import plain, values

_WHITE = "#FFFFFF"
_DARK = 0.5  # of white's brightness


def heat_cells(chart: Chart) -> dict[str, object] | None:
    """Names of the columns, what they are, and the rows from above, each with its name; a missing
    value has no colour. None of a chart that is no heat table.
    """
    if [trace.type for trace in chart.figure.data] != ["heatmap"]:
        return None
    (heat,) = chart.figure.data
    shades = [value for row in heat.z for value in values(row) if value is not None]
    low = heat.zmin if heat.zmin is not None else min(shades, default=0)
    high = heat.zmax if heat.zmax is not None else max(shades, default=1)
    rows = []
    for name, row, texts in reversed(list(zip(heat.y, heat.z, heat.text, strict=True))):
        shares = [None if v is None else (v - low) / ((high - low) or 1) for v in values(row)]
        colors = [None if share is None else _shade(heat.colorscale, share) for share in shares]
        own = [
            {"text": plain(text), "color": color, "ink": ink_on(color or _WHITE)}
            for text, color in zip(texts, colors, strict=True)
        ]
        rows.append({"name": plain(name).replace("\n", ""), "cells": own})
    corner = plain(chart.figure.layout.xaxis.title.text)
    return {"columns": [str(x) for x in heat.x], "corner": corner, "rows": rows}


def ink_on(color: str) -> str:
    """What text on `color` is read in."""
    red, green, blue = _channels(color)
    return _WHITE if (0.299 * red + 0.587 * green + 0.114 * blue) / 255 < _DARK else INK


def _shade(scale: Sequence[tuple[float, str]], share: float) -> str:
    """The colour of `scale` at `share`."""
    for (start, color), (end, other) in pairwise(scale):
        if share <= end:
            part = (share - start) / ((end - start) or 1)
            channels = zip(_channels(color), _channels(other), strict=True)
            return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in channels)
    return scale[-1][1]


def _channels(color: str) -> list[int]:
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]

"""A chart as a cell of a notebook shows it."""

import json
from base64 import b64encode

from analysis.charts.fonts import NoFont
from analysis.charts.live import live
from analysis.charts.pictures import pictures
from analysis.charts.theme import WIDTH, Chart

_PLOTLY, _PICTURE = "application/vnd.plotly.v1+json", "image/png"


def mime_bundle(chart: Chart) -> tuple[dict[str, object], dict[str, object]]:
    """The figure, which can be pointed at, as long as the notebook runs; the picture that HTML, PDF and Markdown made of
    it show without plotly or a network; the finding as text; and what is said of each."""
    figure = json.loads(str(live(chart).to_json()))
    shown: dict[str, object] = {_PLOTLY: figure, "text/plain": chart.finding}
    try:
        (png,) = pictures([chart], chart.lang, "png")
    except NoFont:  # it is seen all the same, where the reader has one
        return shown, {}
    as_wide: dict[str, object] = {_PICTURE: {"width": WIDTH}}  # as the figure, whatever its dots
    return shown | {_PICTURE: b64encode(png).decode()}, as_wide

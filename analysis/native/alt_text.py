"""What a chart says to who cannot see it: the finding, what is drawn and over which span."""

from collections.abc import Sequence
from datetime import date

from analysis.charts import Chart, Drawing
from analysis.charts.drawing import Panel, Value
from analysis.messages import Lang, say
from analysis.messages.dates import period_list
from analysis.native.look import one_line


def alt_text(
    chart: Chart, lang: Lang, drawing: Drawing | None = None, panel: Panel | None = None
) -> str:
    """The finding, the caption, what the marks are (limits too), and the range of years or places.

    Args:
        drawing: what is drawn, where it is known.
        panel: the one that is described; all of them else.
    """
    panels = [panel] if panel else list(drawing.panels) if drawing else []
    parts = [chart.finding, chart.caption]
    if drawing and panel and len(drawing.panels) > 1:
        parts.append(one_line(panel.title))
    parts.append(chart.subtitle)
    if span := _span(panels):
        first, last = (period_list([at], lang) if "-" in at else at for at in span)
        parts.append(say("alt_span", lang, first=first, last=last))
    end = say("alt_end", lang)
    return "".join(part.rstrip("。. ") + end for part in parts if part).strip()


def _span(panels: Sequence[Panel]) -> tuple[str, str] | None:
    """The first and the last year or month that has a point, where the panels run over time."""
    found: list[str] = []
    for panel in panels:
        for series in panel.series:
            ends = series.y or series.high
            own = zip(series.x, ends, strict=True)
            found += [told for x, y in own if y is not None and (told := _time(x))]
    return (min(found), max(found)) if found else None


def _time(place: Value | None) -> str:
    if isinstance(place, date):
        return f"{place:%Y-%m}"
    return str(place) if isinstance(place, int) and 1949 <= place <= 2200 else ""

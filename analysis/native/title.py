"""What stands over a chart: the finding, in the chart itself where two lines hold it."""

from analysis.charts import Chart, Drawing
from analysis.charts.drawing import Panel
from analysis.charts.theme import wrapped

TITLE = 10.5  # pt
_LINE = 1.4 * TITLE * 4 / 3  # px
_WIDE = 0.68  # of the chart, after which some programs break a title
_LINES = 2


def title_of(chart: Chart, drawing: Drawing, panel: Panel, width: float) -> str:
    """The title in a panel `width` px wide: its own name, or the finding where it is the only one."""
    if len(drawing.panels) > 1:
        return panel.title.replace("\n", " ")
    return chart.finding if _lines(chart.finding, width) <= _LINES else ""


def head_of(title: str, width: float) -> float:
    """Px that a title takes."""
    return _LINE * _lines(title, width) + 10 if title else 4


def _lines(text: str, width: float) -> int:
    return wrapped(text, _WIDE * width / (TITLE * 4 / 3)).count("<br>") + 1

"""The figures of a chart as a table of the report, where no chart can be drawn."""

import re
from datetime import date

from analysis.charts import Chart
from analysis.messages import Lang, say
from analysis.messages.dates import day_words
from analysis.messages.numbers import scaled, short
from analysis.report.blocks import Table

_ROWS, _LARGE = 30, 1e7
_YEAR = re.compile("(first_|last_)?year(_before)?|first|last")  # columns of years


def chart_table(chart: Chart, lang: Lang) -> Table:
    """The first rows of what `chart` draws, and how many there are."""
    shown, title = chart.table.head(_ROWS), chart.finding
    if chart.table.height > _ROWS:
        title = say("first_rows", lang, title=title, shown=_ROWS, all=chart.table.height)
    header = list(chart.heads.values())
    names = shown.columns
    rows = [
        [_cell(name, value, lang) for name, value in zip(names, row, strict=True)]
        for row in shown.iter_rows()
    ]
    return Table(title, header, rows)


def _cell(name: str, value: object, lang: Lang) -> str:
    if value is None or value == "":
        return "—"
    if _YEAR.fullmatch(name):
        return str(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return scaled(value, "", lang) if abs(value) >= _LARGE else short(value)
    return day_words(value, lang) if isinstance(value, date) else str(value)

"""The annex of a report: the figures behind its charts, as sheets of a workbook."""

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from xlsxwriter import Workbook

from analysis.base.workbook import write_xlsx
from analysis.charts import Chart
from analysis.messages import Lang, say
from analysis.report.native import DataSheet, draw_beside


def write_annex(path: Path, charts: Sequence[Chart], lang: Lang) -> None:
    """Write what stands behind every chart, with the chart beside it: a list of them first, what
    they draw last.

    Raises:
        OSError: the file cannot be written.
    """
    names = [_sheet_name(at, chart) for at, chart in enumerate(charts, start=1)]
    findings = [chart.finding for chart in charts]
    contents = {say("col_sheet", lang): names, say("col_finding", lang): findings}
    first = say("sheet_contents", lang)
    sheets = {first: pl.DataFrame(contents)}
    for name, chart in zip(names, charts, strict=True):
        headers = {column: say(f"col_{column}", lang) for column in chart.table.columns}
        sheets[name] = chart.table.rename(headers)

    def draw(book: Workbook) -> None:
        data = DataSheet(book, book.add_worksheet(say("data_sheet", lang)))
        for row, (name, chart) in enumerate(zip(names, charts, strict=True), start=1):
            draw_beside(chart, lang, data, book.get_worksheet_by_name(name), [first, row, 1])

    write_xlsx(path, sheets, draw)


def _sheet_name(at: int, chart: Chart) -> str:
    """Its number and what it shows, as far as Excel lets a sheet be named."""
    return re.sub(r"[\[\]:*?/\\']", " ", f"{at:02d} {chart.caption}")[:31].rstrip()

"""The annex of a report: the figures behind its charts, as sheets of a workbook."""

from collections.abc import Sequence

import polars as pl

from analysis.charts import Chart
from analysis.messages import Lang, say


def annex(charts: Sequence[Chart], lang: Lang) -> dict[str, pl.DataFrame]:
    """Sheets of the annex: what stands behind every chart, and a list of them first."""
    names = [f"{at:02d} {chart.key}"[:31] for at, chart in enumerate(charts, start=1)]
    findings = [chart.finding for chart in charts]
    contents = {say("col_sheet", lang): names, say("col_finding", lang): findings}
    sheets = {say("sheet_contents", lang): pl.DataFrame(contents)}
    for name, chart in zip(names, charts, strict=True):
        headers = {column: say(f"col_{column}", lang) for column in chart.table.columns}
        sheets[name] = chart.table.rename(headers)
    return sheets

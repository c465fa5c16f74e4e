"""The workbook of a report: the figures behind its charts, then its tables as they are printed."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
from xlsxwriter import Workbook

from analysis.base.workbook import write_xlsx
from analysis.messages import Lang, say
from analysis.native import DataSheet, draw_beside
from analysis.report.blocks import Paragraph, Report, Table
from analysis.report.numbering import numbered


def write_annex(path: Path, reports: Sequence[Report], lang: Lang) -> None:
    """Write what stands behind every chart of the first report, with the chart beside it, and the
    tables of all of them: a list first, which begins with what the report warns of, what the charts draw last.

    Raises:
        OSError: the file cannot be written.
    """
    charts = reports[0].charts
    names = [_sheet_name(f"{at:02d} {chart.caption}") for at, chart in enumerate(charts, start=1)]
    tables = dict(_tables(reports, lang))
    said = [*(chart.finding for chart in charts), *(table.title for table in tables.values())]
    warned = [b.text for b in reports[0].blocks if isinstance(b, Paragraph) and b.kind == "warning"]
    listed = ["—"] * len(warned) + [*names, *tables]
    contents = {say("col_sheet", lang): listed, say("col_finding", lang): [*warned, *said]}
    first = say("sheet_contents", lang)
    sheets = {first: pl.DataFrame(contents)}
    for name, chart in zip(names, charts, strict=True):
        sheets[name] = chart.table.rename(chart.heads)
    for name, table in tables.items():
        sheets[name] = _as_printed(table)

    def draw(book: Workbook) -> None:
        data = DataSheet(book, book.add_worksheet(say("data_sheet", lang)))
        for row, (name, chart) in enumerate(zip(names, charts, strict=True), start=1 + len(warned)):
            draw_beside(chart, lang, data, book.get_worksheet_by_name(name), [first, row, 1])

    write_xlsx(path, sheets, draw, printed=tables)


def _tables(reports: Sequence[Report], lang: Lang) -> Iterator[tuple[str, Table]]:
    """Tables of the reports, by a sheet's name: their number and title."""
    for report in reports:
        tables = [block for block in report.blocks if isinstance(block, Table)]
        for at, table in enumerate(tables, start=1):
            yield _sheet_name(numbered("table", report, lang, at, table.title)), table


def _as_printed(table: Table) -> pl.DataFrame:
    """Cells of text; of headers that stand twice the later ones are numbered."""
    headers: list[str] = []
    for header in table.header:
        again = headers.count(header) or sum(h.startswith(f"{header} (") for h in headers)
        headers.append(f"{header} ({again + 1})" if again else header)
    return pl.DataFrame(list(table.rows), schema=dict.fromkeys(headers, pl.String), orient="row")


def _sheet_name(text: str) -> str:
    """As far as Excel lets a sheet be named."""
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:31].rstrip()

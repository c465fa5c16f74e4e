"""Writing planted hand-ins as files, with what spreadsheets can hide in a cell."""

import csv
import io
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter
import xlwt

from tests.truth.papers import Paper, Sheet


@dataclass(frozen=True)
class Special:
    """A cell that is no plain value: an ``error`` such as #N/A, or a ``formula`` never calculated."""

    kind: str
    value: str


def write_paper(inbox: Path, paper: Paper) -> None:
    """Write one hand-in, with the time that its file claims."""
    folder = inbox / paper.folder
    folder.mkdir(parents=True, exist_ok=True)
    file = f"{paper.name}{paper.extension}"
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + file.encode(paper.name_encoding)))
    path.write_bytes(content_of(paper))
    stamp = paper.at.timestamp()
    os.utime(path, (stamp, stamp))


def content_of(paper: Paper) -> bytes:
    kind = paper.extension if paper.extension in (".csv", ".xls") else ".xlsx"
    data = {".csv": _csv, ".xls": _xls, ".xlsx": _xlsx}[kind](paper)
    return paper.change(data) if paper.change else data


def _csv(paper: Paper) -> bytes:
    text = io.StringIO()
    grid = [[c.value if isinstance(c, Special) else c for c in row] for row in paper.sheet.grid()]
    csv.writer(text, lineterminator="\r\n").writerows(grid)
    return text.getvalue().encode(paper.encoding)


def _xlsx(paper: Paper) -> bytes:
    out = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, {"in_memory": True, **plain}) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        struck = book.add_format({"font_strikeout": True})
        for number, sheet in enumerate(paper.sheets):
            page = book.add_worksheet(sheet.name)
            if sheet.is_hidden and number:
                page.hide()
            grid = sheet.grid()
            width = max(len(row) for row in grid)
            for r, row in enumerate(grid):
                is_struck = r - sheet.first_row in sheet.struck_rows
                for c, cell in enumerate([*row, *[""] * (width - len(row))]):
                    _xlsx_cell(page, r, c, cell, struck if is_struck else None, moment, sheet)
            for r in sheet.hidden_rows:
                page.set_row(sheet.first_row + r, None, None, {"hidden": True})
            for a, b, c, d, text in sheet.merges:
                page.merge_range(sheet.first_row + a, b, sheet.first_row + c, d, text)
    return out.getvalue()


def _xlsx_cell(page, r: int, c: int, cell: object, form, moment, sheet: Sheet) -> None:
    if isinstance(cell, Special) and cell.kind == "error":
        page.write_formula(r, c, "=NA()", form, cell.value)
    elif isinstance(cell, Special):
        page.write_formula(r, c, cell.value, form, "")
    elif isinstance(cell, datetime):
        page.write_datetime(r, c, cell, moment)
    elif isinstance(cell, int | float):
        page.write_number(r, c, cell, form)
    elif cell not in ("", None):
        page.write_string(r, c, str(cell), form)
    elif sheet.is_dense:
        page.write_blank(r, c, None, moment)


def _xls(paper: Paper) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    moment = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM")
    struck = xlwt.easyxf("font: struck_out on")
    for sheet in paper.sheets:
        page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        page.visibility = int(sheet.is_hidden)
        for r, row in enumerate(sheet.grid()):
            is_struck = r - sheet.first_row in sheet.struck_rows
            for c, cell in enumerate(row):
                if isinstance(cell, Special) and cell.kind == "error":
                    page.row(r).set_cell_error(c, 42)  # #N/A
                elif isinstance(cell, Special):
                    page.write(r, c, xlwt.Formula(cell.value[1:]))
                elif isinstance(cell, datetime):
                    page.write(r, c, cell, moment)
                elif cell not in ("", None):
                    page.write(r, c, cell, *([struck] if is_struck else []))
        for r in sheet.hidden_rows:
            page.row(sheet.first_row + r).hidden = True
        for a, b, c, d, text in sheet.merges:
            page.write_merge(sheet.first_row + a, sheet.first_row + c, b, d, text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

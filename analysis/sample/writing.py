"""Writing an invented hand-in as the file that a department would send."""

import csv
import io
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter
import xlwt

from analysis.base.settings import TIME_ZONE
from analysis.sample.clerk import Cell, SampleFile

_INSTRUCTIONS = ["填表说明", "1. 本表由各单位于次月5日前报送。", "2. 死亡人数按规定时限统计。"]


def write_file(inbox: Path, file: SampleFile) -> None:
    """Write one file, stamped with the time at which it was handed in."""
    path = inbox / file.folder / f"{file.name}{file.extension}"
    path.parent.mkdir(parents=True, exist_ok=True)
    {".xlsx": _write_xlsx, ".xls": _write_xls, ".csv": _write_csv}[file.extension](path, file)
    stamp = min(file.at, datetime.now()).replace(tzinfo=TIME_ZONE).timestamp()
    os.utime(path, (stamp, stamp))


def _grid(file: SampleFile) -> Iterator[Sequence[Cell]]:
    yield from ([line] for line in (file.title, *file.above))
    yield from file.header
    yield from file.rows
    yield from ([line] for line in file.below)


def _write_csv(path: Path, file: SampleFile) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(_grid(file))
    path.write_bytes(text.getvalue().encode(file.encoding))


def _write_xlsx(path: Path, file: SampleFile) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_numbers": False})
    book.set_properties({"created": datetime(2020, 1, 1)})  # the same world, the same bytes
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    if file.instructions:
        notes = book.add_worksheet("填表说明")
        for row, line in enumerate(_INSTRUCTIONS):
            notes.write_string(row, 0, line)
    sheet = book.add_worksheet("数据")
    for row, cells in enumerate(_grid(file)):
        for at, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(row, at, cell, moment)
            elif isinstance(cell, str):
                sheet.write_string(row, at, cell) if cell else None
            else:
                sheet.write_number(row, at, float(cell))
    _merge_header(file, lambda a, b, c, d, text: sheet.merge_range(a, b, c, d, text))
    book.close()


def _write_xls(path: Path, file: SampleFile) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1", cell_overwrite_ok=True)
    moment = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM")
    for row, cells in enumerate(_grid(file)):
        for at, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write(row, at, cell, moment)
            elif cell != "":
                sheet.write(row, at, cell)
    _merge_header(file, lambda a, b, c, d, text: sheet.write_merge(a, c, b, d, text))
    book.save(str(path))


def _merge_header(file: SampleFile, merge: Callable[[int, int, int, int, str], object]) -> None:
    """Merge the title over the table, a group over its columns, and single headers downwards."""
    first = 1 + len(file.above)
    width = len(file.header[0])
    merge(0, 0, 0, width - 1, file.title)
    if len(file.header) == 1:
        return
    top = file.header[0]
    for left, right in file.groups:
        merge(first, left, first, right, top[left])
    grouped = {at for left, right in file.groups for at in range(left, right + 1)}
    for at in range(width):
        if at not in grouped:
            merge(first, at, first + 1, at, top[at])

"""Writing an invented hand-in as the file that a department would send."""

import csv
import io
import os
from datetime import datetime
from pathlib import Path

import xlsxwriter
import xlwt

from analysis.base.settings import TIME_ZONE
from analysis.sample.forms import HandIn

_INSTRUCTIONS = ["填表说明", "1. 本表由各单位于次月5日前报送。", "2. 死亡人数按规定时限统计。"]


def write_hand_in(inbox: Path, hand_in: HandIn) -> None:
    """Write one file, stamped with the time at which it was handed in."""
    path = inbox / hand_in.folder / f"{hand_in.name}{hand_in.extension}"
    path.parent.mkdir(parents=True, exist_ok=True)
    {".xlsx": _write_xlsx, ".xls": _write_xls, ".csv": _write_csv}[hand_in.extension](path, hand_in)
    stamp = min(hand_in.at, datetime.now()).replace(tzinfo=TIME_ZONE).timestamp()
    os.utime(path, (stamp, stamp))


def _grid(hand_in: HandIn) -> list[list[object]]:
    above = [[line] for line in hand_in.above]
    return [[hand_in.title], *above, *hand_in.header, *hand_in.rows, *([x] for x in hand_in.below)]


def _write_csv(path: Path, hand_in: HandIn) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(_grid(hand_in))
    path.write_bytes(text.getvalue().encode(hand_in.encoding))


def _write_xlsx(path: Path, hand_in: HandIn) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_numbers": False})
    book.set_properties({"created": datetime(2020, 1, 1)})  # the same world, the same bytes
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    if hand_in.instructions:
        notes = book.add_worksheet("填表说明")
        for row, line in enumerate(_INSTRUCTIONS):
            notes.write_string(row, 0, line)
    sheet = book.add_worksheet("数据")
    for row, cells in enumerate(_grid(hand_in)):
        for at, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(row, at, cell, moment)
            elif isinstance(cell, str):
                sheet.write_string(row, at, cell) if cell else None
            else:
                sheet.write_number(row, at, float(cell))
    _merge_header(hand_in, lambda a, b, c, d, text: sheet.merge_range(a, b, c, d, text))
    book.close()


def _write_xls(path: Path, hand_in: HandIn) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1", cell_overwrite_ok=True)
    moment = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM")
    for row, cells in enumerate(_grid(hand_in)):
        for at, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write(row, at, cell, moment)
            elif cell != "":
                sheet.write(row, at, cell)
    _merge_header(hand_in, lambda a, b, c, d, text: sheet.write_merge(a, c, b, d, text))
    book.save(str(path))


def _merge_header(hand_in: HandIn, merge) -> None:
    """Merge the title over the table, a group over its columns, and single headers downwards."""
    first = 1 + len(hand_in.above)
    width = len(hand_in.header[0])
    merge(0, 0, 0, width - 1, hand_in.title)
    if len(hand_in.header) == 1:
        return
    top = hand_in.header[0]
    for left, right in hand_in.groups:
        merge(first, left, first, right, top[left])
    grouped = {at for left, right in hand_in.groups for at in range(left, right + 1)}
    for at in range(width):
        if at not in grouped:
            merge(first, at, first + 1, at, top[at])

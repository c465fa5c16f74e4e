"""Writing small hand-ins for one quirk or one fault at a time."""

import csv
import io
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

PRODUCTION_HEADER = [
    "序号", "事故编号", "发生时间", "所属苏木镇（街道）", "事故单位", "行业领域", "事故类型",
    "事故等级", "死亡", "重伤", "轻伤", "直接经济损失（万元）", "是否纳入统计", "联系人", "联系电话",
    "备注",
]  # fmt: skip
ROAD_HEADER = [
    "事故编号", "事故发生时间", "所属辖区", "事故形态", "死亡人数（7日内）", "受伤人数",
    "直接财产损失（元）", "是否生产经营性道路运输", "当事人姓名", "身份证号", "号牌号码",
]  # fmt: skip
FIRE_HEADER = [
    "火灾编号", "起火时间", "起火地点", "起火场所", "起火原因", "死亡人数", "受伤人数", "直接财产损失（元）",
]  # fmt: skip


def production_row(number: object = "SC1", **changes: object) -> list[object]:
    row = {
        "序号": 1,
        "事故编号": number,
        "发生时间": "2024-03-05 14:20",
        "所属苏木镇（街道）": "树林召镇",
        "事故单位": "某公司",
        "行业领域": "煤矿",
        "事故类型": "触电",
        "事故等级": "一般",
        "死亡": 1,
        "重伤": 0,
        "轻伤": 2,
        "直接经济损失（万元）": 12.5,
        "是否纳入统计": "是",
        "联系人": "王小明",
        "联系电话": "13912345678",
        "备注": "",
    }
    return list((row | changes).values())


def production_file(
    path: Path, rows: Sequence[Sequence[object]], total: Sequence[object] | None = None
) -> Path:
    grid = [["达拉特旗生产安全事故台账"], ["单位：人、万元"], PRODUCTION_HEADER, *rows]
    return xlsx(path, {"台账": [*grid, *([total] if total else [])]})


def production_total(deaths: object, serious: object, minor: object, loss: object) -> list[object]:
    return ["合计", *[""] * 7, deaths, serious, minor, loss]


def xlsx(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for name, grid in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(grid):
            for at, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    sheet.write_datetime(row, at, cell, moment)
                elif cell != "":
                    sheet.write(row, at, cell)
    book.close()
    return handed_in(path, 60)


def csv_file(path: Path, grid: Sequence[Sequence[object]], encoding: str = "utf-8-sig") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    csv.writer(text).writerows(grid)
    path.write_bytes(text.getvalue().encode(encoding))
    return handed_in(path, 60)


def handed_in(path: Path, seconds_ago: float) -> Path:
    """Stamp a file as handed in some time ago."""
    stamp = datetime.now().timestamp() - seconds_ago
    os.utime(path, (stamp, stamp))
    return path

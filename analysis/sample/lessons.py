"""What goes wrong with hand-ins, one of each, for a newcomer to see: held, refused, with rows set
aside, unrecognised. What is missing shows by itself."""

import re
from collections import Counter
from datetime import datetime
from pathlib import Path

from analysis.base.places import own, own_id
from analysis.forms.place_names import whole_and_parts
from analysis.sample.clerk import MARK, Cell, SampleFile, months_over, received
from analysis.sample.forms import ROAD_HEADER
from analysis.sample.writing import write_file


def write_lessons(inbox: Path, last_year: int) -> int:
    """Write them beside a sample of the own region that ends with `last_year`: into the month after it where that is
    over, so that the sample's own figures stay as they are.

    Returns:
        The number of files written.
    """
    after = last_year + 1
    files = [_in_another_unit(last_year)]
    if months_over(after):
        files.append(_with_bad_rows(after))
    for file in files:
        write_file(inbox, file)
    (inbox / "会议通知.docx").write_text("不是报表", encoding="utf-8")
    fires = sorted((inbox / "消防救援大队").glob("*.xls"))[-1]
    broken = fires.with_name(f"{fires.stem}（更正）{fires.suffix}")
    broken.write_bytes(fires.read_bytes()[:2000])
    return len(files) + 2


def _in_another_unit(year: int) -> SampleFile:
    """A correction of the vehicles in 万辆 under a heading that says 辆."""
    over = months_over(year)
    return SampleFile(
        folder="交管大队",
        name=f"机动车保有量_{year}年{MARK}（更正）",
        extension=".xlsx",
        at=received(year, over, 20),
        title=f"{year}年{own().name_zh}机动车保有量{MARK}",
        header=[["月份", "汽车", "摩托车", "挂车", "其他机动车", "合计"]],
        above=[f"填报单位：{own().kind_zh}交管大队", "单位：辆"],
        rows=[[f"{month}月", 11.2, 2.3, 0.7, 0.2, 14.4] for month in range(1, over + 1)],
    )


def _with_bad_rows(year: int) -> SampleFile:
    """A list with a word for a number, a date of another month, an unknown place and a void row."""
    header = ROAD_HEADER.split(" ")
    towns, code = whole_and_parts(own_id())[1], own_id()
    usual: list[Cell] = [towns[-1], "追尾碰撞", 0, 1, 1200, "否", "示例", "", ""]

    def row(number: str, day: str, **changes: str) -> list[Cell]:
        cells = dict(zip(header[2:], usual, strict=True)) | changes
        return [number, day, *cells.values()]

    return SampleFile(
        folder="交管大队",
        name=f"道路交通事故明细_{year}01{MARK}",
        extension=".csv",
        at=datetime(year, 2, 3, 9),
        title=f"{year}年1月道路交通事故明细表{MARK}",
        header=[header],
        rows=[
            row(f"{code}{year}010000001", f"{year}-01-03 08:00"),
            row(f"{code}{year}010000002", f"{year}-01-05 09:30", **{"死亡人数（7日内）": "两人"}),
            row(f"{code}{year}010000003", f"{year}-02-01 10:00"),
            row(f"{code}{year}010000004", f"{year}-01-09 下午3点", 所属辖区=_bare(towns)),
        ],
        encoding="gb18030",
    )


def _bare(towns: list[str]) -> str:
    """A township's name without what it is; one that two of them bear, where there is one."""
    names = Counter(re.sub("(?:街道|苏木|镇|乡)$", "", town) for town in towns)
    return names.most_common(1)[0][0]

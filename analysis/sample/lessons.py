"""What goes wrong with hand-ins, one of each, for a newcomer to see: held, refused, with rows set
aside, unrecognised. What is missing shows by itself."""

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from analysis.base.places import own, own_id
from analysis.forms.place_names import whole_and_parts
from analysis.sample.forms import MARK, HandIn, months_over, received
from analysis.sample.writing import write_hand_in

_ROAD = [
    "事故编号", "事故发生时间", "所属辖区", "事故形态", "死亡人数（7日内）", "受伤人数",
    "直接财产损失（元）", "是否生产经营性道路运输", "当事人姓名", "身份证号", "号牌号码",
]  # fmt: skip


def write_lessons(inbox: Path, last_year: int) -> int:
    """Write them beside a sample of the own region that ends with `last_year`: into the month after it where that is
    over, so that the sample's own figures stay as they are.

    Returns:
        The number of files written.
    """
    after = last_year + 1
    hand_ins = [_in_another_unit(last_year)]
    if months_over(after):
        hand_ins.append(_with_bad_rows(after))
    for hand_in in hand_ins:
        write_hand_in(inbox, hand_in)
    (inbox / "会议通知.docx").write_text("不是报表", encoding="utf-8")
    fires = sorted((inbox / "消防救援大队").glob("*.xls"))[-1]
    broken = fires.with_name(f"{fires.stem}（更正）{fires.suffix}")
    broken.write_bytes(fires.read_bytes()[:2000])
    return len(hand_ins) + 2


def _in_another_unit(year: int) -> HandIn:
    """A correction of the vehicles in 万辆 under a heading that says 辆."""
    over = months_over(year)
    rows: list[list[object]] = [[f"{m}月", 11.2, 2.3, 0.7, 0.2, 14.4] for m in range(1, over + 1)]
    header = ["月份", "汽车", "摩托车", "挂车", "其他机动车", "合计"]
    return HandIn(
        "交管大队", f"机动车保有量_{year}年{MARK}（更正）", ".xlsx", received(year, over, 20),
        f"{year}年{own().name_zh}机动车保有量{MARK}", [f"填报单位：{own().kind_zh}交管大队", "单位：辆"], [header], [],
        rows, [],
    )  # fmt: skip


def _with_bad_rows(year: int) -> HandIn:
    """A list with a word for a number, a date of another month, an unknown place and a void row."""
    towns, code = whole_and_parts(own_id())[1], own_id()
    plain: list[object] = ["", "", towns[-1], "追尾碰撞", 0, 1, 1200, "否", "示例", "", ""]

    def row(number: str, day: str, **changes: object) -> list[object]:
        cells = dict(zip(_ROAD, plain, strict=True)) | {"事故编号": number, "事故发生时间": day}
        return list((cells | changes).values())

    rows = [
        row(f"{code}{year}010000001", f"{year}-01-03 08:00"),
        row(f"{code}{year}010000002", f"{year}-01-05 09:30", **{"死亡人数（7日内）": "两人"}),
        row(f"{code}{year}010000003", f"{year}-02-01 10:00"),
        row(f"{code}{year}010000004", f"{year}-01-09 下午3点", 所属辖区=_bare(towns)),
    ]
    at = datetime(year, 2, 3, 9)
    sheet = HandIn(
        "交管大队", f"道路交通事故明细_{year}01{MARK}", ".csv", at,
        f"{year}年1月道路交通事故明细表{MARK}", [], [_ROAD], [], rows, [],
    )  # fmt: skip
    return replace(sheet, encoding="gb18030")


def _bare(towns: list[str]) -> str:
    """A township's name without what it is; one that two of them bear, where there is one."""
    names = Counter(re.sub("(?:街道|苏木|镇|乡)$", "", town) for town in towns)
    return names.most_common(1)[0][0]

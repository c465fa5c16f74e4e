"""What a file says against itself is held, set aside or in doubt; never taken in silence."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from analysis.base.settings import layouts_folder
from analysis.forms.layout import load_layouts
from analysis.forms.periods import find_period
from analysis.reading.reading import Reading
from analysis.reading.whole_file import read_file
from tests.files import (
    PRODUCTION_HEADER,
    ROAD_HEADER,
    csv_file,
    production_file,
    production_row,
    xlsx,
)

LAYOUT = load_layouts(layouts_folder())
ROAD = ["A1", "2024-03-05 14:20", "树林召镇", "翻车", 1, 0, 1200, "是", "", "", ""]


def read(path: Path, form: str, received_on: date = date.max) -> Reading:
    layout = LAYOUT[form]
    return read_file(
        path, path.name, layout, layout.period.settle(find_period(path.stem)), received_on
    )


def codes(reading: Reading) -> set[str]:
    doubts = {message.code for message in reading.doubts}
    return doubts | {bad.reason.code for bad in reading.bad_cells}


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("准格尔旗2024年末常住人口", "title_elsewhere"),
        ("达拉特旗2024年末户籍人口", "other_figure"),
        ("达拉特旗2024年年平均常住人口", "other_figure"),
        ("达拉特旗2024年末常住人口（征求意见稿）", "other_figure"),
        ("达拉特旗2024年6月末常住人口", "title_period"),
        ("达拉特旗2023年末常住人口", "title_period"),
        ("鄂尔多斯市达拉特旗2024年末常住人口", None),
        ("鄂尔多斯市2024年末常住人口", "title_elsewhere"),
        ("内蒙古自治区鄂尔多斯市统计局制 2024年末常住人口", None),
        ("鄂尔多斯市昭君镇等2024年末常住人口", None),
    ],
)
def test_a_title_of_another_place_period_or_figure_holds_the_file(
    tmp_path: Path, title: str, code: str | None
) -> None:
    grid = [[title], ["单位：人"], ["地区", "常住人口"], ["达拉特旗", 320_000]]
    found = codes(read(xlsx(tmp_path / "常住人口_2024年.xlsx", {"a": grid}), "population"))
    assert found == ({code} if code else set())


def test_parts_that_do_not_sum_to_the_whole_hold_the_file(tmp_path: Path) -> None:
    grid = [
        ["单位：亿元"],
        ["指标", "本期累计"],
        ["地区生产总值", 105],
        ["第一产业", 10],
        ["第二产业", 50],
        ["第三产业", 40],
    ]
    path = xlsx(tmp_path / "地区生产总值_2024年1季度.xlsx", {"a": grid})
    assert codes(read(path, "gdp")) == {"total_differs"}
    grid[2][1] = 100
    assert codes(read(xlsx(path, {"a": grid}), "gdp")) == set()
    people = [["单位：人"], ["地区", "常住人口"], ["达拉特旗", 320_000], ["树林召镇", 330_000]]
    path = xlsx(tmp_path / "常住人口_2024年.xlsx", {"a": people})
    assert codes(read(path, "population")) == {"total_differs"}


@pytest.mark.parametrize(
    ("changes", "code", "is_aside"),
    [
        ({"备注": "该起已作废"}, "row_is_void", True),
        ({"备注": "（示例）"}, "row_is_sample", True),
        ({"备注": "重复上报"}, "row_is_void", True),
        ({"备注": "其中死亡3人"}, "remark_of_deaths", False),
        ({"事故等级": "重大"}, "grade_contradicts", False),
        ({"所属苏木镇（街道）": "准格尔旗薛家湾镇"}, "place_elsewhere", False),
        ({"事故编号": ""}, "blank_key", False),
        ({"事故编号": 2.02403e17}, "digits_lost", False),
        ({"事故类型": "某种没有的类型"}, "unknown_word", False),
        ({"发生时间": "2024-03-05 下午3点"}, "time_of_day", False),
        ({"发生时间": "2024-04-05"}, "outside_period", True),
        ({"死亡": "2①"}, "number", True),
        ({"死亡": 10**20}, "too_many_digits", True),
        ({"是否纳入统计": "待定"}, "yes_no", True),
    ],
)
def test_a_row_counts_or_is_set_aside_and_is_always_told(
    tmp_path: Path, changes: dict[str, object], code: str, is_aside: bool
) -> None:
    path = tmp_path / "生产安全事故台账_2024年03月.xlsx"
    reading = read(production_file(path, [production_row(**changes)]), "production_accidents")
    assert code in codes(reading)
    assert reading.counts["quarantined"] == int(is_aside)
    assert reading.counts["accepted"] == int(not is_aside)
    booked = {booking.fate for booking in reading.bookings}
    assert ("set_aside" in booked) == is_aside


def test_a_note_beside_data_is_no_note(tmp_path: Path) -> None:
    row = production_row(备注="注：1人送医后死亡", 死亡=1)
    path = production_file(tmp_path / "生产安全事故台账_2024年03月.xlsx", [row])
    assert read(path, "production_accidents").counts["accepted"] == 1


def _marked(path: Path, struck: bool, hidden: bool, sheet_hidden: bool = False) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("台账")
    line = book.add_format({"font_strikeout": True})
    rows = [production_row("SC1"), production_row("SC2", 轻伤=1)]
    for at, cells in enumerate([["单位：人、万元"], PRODUCTION_HEADER, *rows]):
        sheet.write_row(at, 0, cells, line if struck and at == 3 else None)
    if hidden:
        sheet.set_row(3, options={"hidden": True})
    if sheet_hidden:
        other = book.add_worksheet("旧")
        for at, cells in enumerate([["单位：人、万元"], PRODUCTION_HEADER, production_row("SC3")]):
            other.write_row(at, 0, cells)
        other.hide()
    book.close()
    return path


def test_struck_and_hidden_rows_and_hidden_sheets_are_told(tmp_path: Path) -> None:
    path = tmp_path / "生产安全事故台账_2024年03月.xlsx"
    assert codes(read(_marked(path, True, False), "production_accidents")) == {"row_is_struck"}
    assert codes(read(_marked(path, False, True), "production_accidents")) == {"row_is_hidden"}
    reading = read(_marked(path, False, False, True), "production_accidents")
    assert [(b.fate, b.first) for b in reading.bookings] == [("doubted", date(2024, 3, 1))]


def test_an_error_is_seen_where_a_sheet_leaves_out_addresses(tmp_path: Path) -> None:
    path = tmp_path / "生产安全事故台账_2024年03月.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("台账")
    row = production_row("SC1", 备注="x")
    for at, cells in enumerate([["单位：人、万元"], PRODUCTION_HEADER, row]):
        sheet.write_row(at, 0, cells)
    sheet.write_formula(2, 8, "=1/0", None, "#DIV/0!")
    book.close()
    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = re.sub(rb'<c r="[A-Z]+3"', b"<c", data)
            new.writestr(name, data)
    bare.replace(path)
    assert read(path, "production_accidents").counts["quarantined"] == 1


@pytest.mark.parametrize(
    ("tail", "code"),
    [
        ("A2,2024-03-06 10:00,树林召镇,翻车,1,0\r\n", "row_length"),
        ("A2,2024-03-06 10:00,树林召镇,翻车,1,0,79,011,是,a,b,c\r\n", "row_length"),
        ("A2,2024-03-06 10:00,树林召镇,翻车,1,0,79011,是,a,b,蒙K9", "cut_off"),
    ],
)
def test_a_text_file_that_is_cut_off_or_shifted_is_rejected(
    tmp_path: Path, tail: str, code: str
) -> None:
    path = csv_file(tmp_path / "道路交通事故明细_202403.csv", [ROAD_HEADER, ROAD])
    path.write_bytes(path.read_bytes() + tail.encode())
    assert read(path, "road_accidents").rejected.code == code


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ([], {"doubted"}),
        ([["合计", "", "", "", 0, 0, 0, "", "", "", ""]], set()),
        ([["本月无事故"]], set()),
    ],
)
def test_an_empty_list_counts_as_nothing_and_a_blank_form_is_in_doubt(
    tmp_path: Path, below: list[list[object]], found: set[str]
) -> None:
    path = csv_file(tmp_path / "道路交通事故明细_202403.csv", [ROAD_HEADER, *below])
    reading = read(path, "road_accidents")
    assert {booking.fate for booking in reading.bookings} == found
    path = csv_file(path, [ROAD_HEADER, ["详见附件"]])
    assert codes(read(path, "road_accidents")) == {"sentence_for_list"}


def test_two_sheets_of_one_period_are_refused_and_one_of_another_is_set_apart(
    tmp_path: Path,
) -> None:
    path = tmp_path / "生产安全事故台账_2024年03月.xlsx"
    grid = [["单位：人、万元"], PRODUCTION_HEADER, production_row("SC1")]
    other = [["单位：人、万元"], PRODUCTION_HEADER, production_row("SC2", 发生时间="2024-02-05")]
    reading = read(xlsx(path, {"3月": grid, "3月 (2)": grid}), "production_accidents")
    assert reading.rejected.code == "several_sheets"
    reading = read(xlsx(path, {"2月": other, "3月": grid}), "production_accidents")
    assert reading.counts["accepted"] == 1
    assert [warning.code for warning in reading.warnings] == ["sheet_apart"]


HAZARDS = [
    *["隐患编号", "行业领域", "所属苏木镇（街道）", "隐患等级"],
    *["排查日期", "整改期限", "整改完成日期", "责任单位"],
]


def hazard(number: str, found: str, due: str, closed: str) -> list[str]:
    return [number, "煤矿", "昭君镇", "重大", found, due, closed, "旗应急管理局"]


def test_a_day_to_come_or_before_what_it_follows_is_refused_alone(tmp_path: Path) -> None:
    rows = [
        hazard("Y1", "2025-06-01", "2099-06-20", "2025-07-03"),  # a deadline may lie ahead
        hazard("Y2", "2025-07-09", "2025-08-01", ""),
        hazard("Y3", "2025-06-01", "2025-08-01", "2026-06-03"),
        hazard("Y4", "2025-06-05", "2025-06-01", "2025-06-04"),
        hazard("Y5", "2025-06-05", "2025-06-05", "2025-06-05 08:00"),
    ]
    path = xlsx(tmp_path / "隐患排查治理台账_2025年06月.xlsx", {"a": [HAZARDS, *rows]})
    reading = read(path, "hazards", date(2025, 7, 8))
    told = [(bad.cell, bad.reason.code, bad.fate) for bad in reading.bad_cells]
    assert told == [
        ("E3", "in_future", "refused"),
        ("G4", "in_future", "refused"),
        ("F5", "before_other", "refused"),
        ("G5", "before_other", "refused"),
    ]
    assert "早于本行的“排查日期”（2025-06-05）" in reading.bad_cells[-1].reason.text("zh")
    closed = [row.values.get("closed_on") is not None for _, row in reading.rows]
    assert closed == [True, False, False, False, True]


PROGRESS = ["指标名称", "完成数", "应完成数", "完成率"]


def test_a_row_set_aside_says_what_it_is_of_where_that_can_be_read(tmp_path: Path) -> None:
    rows = [
        ["中小学安全教育覆盖率", "五十所左右", 60, 83],
        ["老旧房屋安全鉴定率", 50, 60, 12],
        ["消火栓完好率", 50, 100, 50],
        ["本局工作完成率", 5, 5, 100],
    ]
    path = xlsx(tmp_path / "目标进度_2025年06月.xlsx", {"a": [PROGRESS, *rows]})
    reading = read(path, "target_progress")
    aside = [b for b in reading.bookings if b.fate == "set_aside"]
    keys = [b.key for b in aside]
    assert keys == ["中小学安全教育覆盖率", "老旧房屋安全鉴定率", "市政消火栓完好率", None]
    assert "“市政消火栓完好率”" in reading.bad_cells[2].reason.text("zh")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["中小学安全教育覆盖率", "", "", 0.955], "share_unclear"),
        (["中小学安全教育覆盖率", 50, "", 1], "share_unclear"),
        (["中小学安全教育覆盖率", "", "", "0.955%"], None),
        (["中小学安全教育覆盖率", 955, 1000, 0.955], None),
        (["中小学安全教育覆盖率", "", "", 105], "share_over_whole"),
        (["市政消火栓完好率", 105, 100, 105], "ratio_contradicts"),
        (["市政消火栓完好率", "", "", 0], None),
        (["城市消防救援力量与城市人口万人配比率", "", "", 0.9], None),
        (["城市消防救援力量与城市人口万人配比率", 150, 300000, 5], None),
        (["城市消防救援力量与城市人口万人配比率", 150, 30, 5], None),
        (["城市消防救援力量与城市人口万人配比率", 150, 30, 9], "ratio_contradicts"),
        (["城市消防救援力量与城市人口万人配比率", 150, 30, ""], "value_of_halves_unclear"),
        (["城市安全风险综合监测预警平台", "", "", "是"], None),
        (["城市安全风险综合监测预警平台", "", "", 80], "milestone_unclear"),
        (["城市安全风险综合监测预警平台", "", "", "5"], "milestone_unclear"),
        (["城市安全风险综合监测预警平台", "", "", 100], "milestone_unclear"),
        (["城市安全风险综合监测预警平台", "", "", "-5%"], "milestone_unclear"),
        (["城市安全风险综合监测预警平台", "", "", "120%"], "milestone_unclear"),
    ],
)
def test_a_share_without_its_halves_says_its_scale(
    row: list[object], code: str | None, tmp_path: Path
) -> None:
    path = xlsx(tmp_path / "目标进度_2025年06月.xlsx", {"a": [PROGRESS, row]})
    found = read(path, "target_progress")
    assert [(b.reason.code, b.fate) for b in found.bad_cells] == (
        [(code, "set_aside")] if code else []
    )


@pytest.mark.parametrize(
    ("figures", "built"),
    [
        (["", "", "是"], 1),
        (["", "", 1], 1),
        (["", "", "100%"], 1),
        ([2, 2, "100%"], 1),
        (["", "", "未建成"], 0),
        (["", "", "在建"], 0),
        (["", "", "30%"], 0),
        (["", "", "1%"], 0),
        (["", "", 0.8], 0),
        ([80, 100, 80], 0),
        ([99, 100, 1], 0),
    ],
)
def test_what_is_built_in_part_is_not_built(
    figures: list[object], built: int, tmp_path: Path
) -> None:
    row = ["城市安全风险综合监测预警平台", *figures]
    path = xlsx(tmp_path / "目标进度_2025年06月.xlsx", {"a": [PROGRESS, row]})
    found = read(path, "target_progress")
    assert not found.bad_cells
    assert [one.values["value"] for _, one in found.rows] == [built]


def test_a_part_is_no_more_than_its_whole(tmp_path: Path) -> None:
    header = ["执法部门", "检查次数", "信息化检查次数", "处罚次数", "罚款金额（元）"]
    rows = [["旗公安局", 9, 9, 0, 0], ["旗应急管理局", 9, 35, 0, 0], ["旗司法局", 2, 1, 3, 0]]
    path = xlsx(tmp_path / "执法检查月报_2025年06月.xlsx", {"a": [header, *rows]})
    found = read(path, "enforcement")
    assert [(b.row, b.reason.code) for b in found.bad_cells] == [
        (3, "above_whole"),
        (4, "above_whole"),
    ]
    assert "“信息化检查次数”大于“检查次数”" in found.bad_cells[0].reason.text("zh")


INSPECTED = ["执法部门", "检查次数", "信息化检查次数", "处罚次数", "罚款金额（元）"]


@pytest.mark.parametrize(
    ("form", "stem", "header", "names", "figures"),
    [
        (
            "target_progress",
            "目标进度",
            PROGRESS,
            ["市政消火栓完好率", "市政消火栓（消防水鹤）完好率"],
            lambda n: [n, 100, n],
        ),
        (
            "enforcement",
            "执法检查月报",
            INSPECTED,
            ["公安局", "达拉特旗公安局"],
            lambda n: [100, n, 0, 0],
        ),
    ],
)
@pytest.mark.parametrize(("second", "is_doubted"), [(50, False), (60, True)])
def test_one_thing_under_two_names_counts_once(
    form: str,
    stem: str,
    header: list[str],
    names: list[str],
    figures: Callable[[int], list[int]],
    second: int,
    is_doubted: bool,
    tmp_path: Path,
) -> None:
    grid = [header, *([name, *figures(n)] for name, n in zip(names, (50, second), strict=True))]
    found = read(xlsx(tmp_path / f"{stem}_2025年06月.xlsx", {"a": grid}), form)
    assert [(b.row, b.reason.code) for b in found.bad_cells] == [(3, "repeated_key")]
    assert [d.code for d in found.doubts] == ["contradicting_rows"] * is_doubted
    assert len(found.rows) == 1

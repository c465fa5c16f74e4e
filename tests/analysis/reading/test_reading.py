"""Quirks that every form can have, one small file each."""

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

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
    production_total,
    xlsx,
)

LAYOUT = load_layouts(layouts_folder())


def read(path: Path, form: str) -> Reading:
    layout = LAYOUT[form]
    return read_file(path, path.name, layout, layout.period.settle(find_period(path.stem)))


def only_row(reading: Reading) -> dict[str, object]:
    assert reading.rejected is None, reading.rejected
    ((_, row),) = reading.rows
    return row.values


def gdp(path: Path, unit_row: str, header: str, value: object) -> Reading:
    grid = [
        ["2024年一季度"],
        ["", "", unit_row],
        ["指标", header, "同比增长（%）"],
        ["地区生产总值", value, 5],
    ]
    return read(xlsx(path / "地区生产总值_2024年1季度.xlsx", {"GDP": grid}), "gdp")


@pytest.mark.parametrize(
    ("unit_row", "header", "value"),
    [
        ("单位：亿元", "本期累计", 98.31),
        ("单位：万元", "累计", 983100),
        ("（单位：万元）", "累计", "983,100"),
        ("", "本期累计（亿元）", "９８．３１"),
        ("单位：万元", "本期累计（亿元）", 98.31),
    ],
)
def test_the_unit_is_read_from_the_header_or_the_unit_row(
    tmp_path: Path, unit_row: str, header: str, value: object
) -> None:
    row = only_row(gdp(tmp_path, unit_row, header, value))
    assert row["cumulative_yuan"] == Decimal(9_831_000_000)


def test_a_unit_is_never_assumed(tmp_path: Path) -> None:
    reading = gdp(tmp_path, "", "本期累计", 98.31)
    assert "计量单位不明" in reading.rejected.text()
    reading = gdp(tmp_path, "单位：亿元、万元", "本期累计", 98.31)
    assert "亿元、万元" in reading.rejected.text()


def test_a_header_in_two_rows_under_titles_on_the_second_sheet(tmp_path: Path) -> None:
    top = [*PRODUCTION_HEADER[:8], "伤亡情况（人）", "", "", *PRODUCTION_HEADER[11:]]
    bottom = [*[""] * 8, "死亡", "重伤", "轻伤"]
    grid = [["台账"], [], ["填报单位（盖章）：旗应急管理局"], ["单位：人、万元"], [], top, bottom]
    grid += [production_row(), production_total(1, 0, 2, 12.5), ["单位负责人：    填表人："]]
    path = tmp_path / "生产安全事故台账_2024年03月.xlsx"
    reading = read(
        xlsx(path, {"填表说明": [["填表说明"], ["1. 按月报送"]], "3月": grid}),
        "production_accidents",
    )
    row = only_row(reading)
    assert (row["deaths"], row["minor_injuries"], row["direct_loss_yuan"]) == (1, 2, 125_000)
    assert reading.control_total_ok is True
    assert dict(reading.counts) == {
        "header": 2,
        "note": 6,
        "blank": 2,
        "accepted": 1,
        "quarantined": 0,
        "total": 1,
    }


def test_totals_subtotals_notes_and_continued_tables_are_not_data(tmp_path: Path) -> None:
    rows = [
        production_total(2, 0, 4, 25),
        production_row("SC1"),
        ["小计", *[""] * 7, 1, 0, 2, 12.5],
        ["续表"],
        PRODUCTION_HEADER,
        production_row("SC2"),
        [3],
        ["注：本表为快报数"],
    ]
    reading = read(
        production_file(tmp_path / "生产安全事故台账_2024年03月.xlsx", rows), "production_accidents"
    )
    assert [row.values["accident_no"] for _, row in reading.rows] == ["SC1", "SC2"]
    assert reading.control_total_ok is True
    assert reading.counts["total"] == 2
    assert reading.counts["header"] == 2
    assert reading.counts["note"] == 4
    assert reading.counts["blank"] == 1
    assert sum(reading.counts.values()) == 11


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-8"])
def test_csv_with_tabs_quotes_commas_and_long_numbers(tmp_path: Path, encoding: str) -> None:
    number = "1506212024030100012"
    grid = [
        ["2024年3月明细"],
        ROAD_HEADER,
        [
            "\t" + number,
            "2024年3月5日14时20分",
            "达拉特旗昭君镇",
            "翻车",
            "—",
            "1",
            "79,011",
            "是",
            "王小明",
            "150621196601123082",
            "蒙K94655",
        ],
        ["合计", "", "", "", 0, 1, 79011],
    ]
    reading = read(
        csv_file(tmp_path / "道路交通事故明细_202403.csv", grid, encoding), "road_accidents"
    )
    row = only_row(reading)
    assert row["accident_no"] == number
    assert row["occurred_at"] == datetime(2024, 3, 5, 14, 20)
    assert (row["deaths"], row["injuries"], row["direct_loss_yuan"]) == (0, 1, 79_011)
    assert row["kind"] == "翻车"
    assert row["is_commercial"] is True
    assert reading.control_total_ok is True


def test_personal_columns_are_not_kept_and_no_text_passes_that_is_not_known(tmp_path: Path) -> None:
    remark = "已联系王小明13912345678，身份证150621196601123082，车牌蒙K94655，填表人：赵六"
    rows = [production_row(事故单位=remark, 事故类型=remark, **{"所属苏木镇（街道）": remark})]
    reading = read(
        production_file(tmp_path / "生产安全事故台账_2024年03月.xlsx", rows), "production_accidents"
    )
    row = only_row(reading)
    assert not {"contact_name", "contact_phone", "company"} & set(row)
    for secret in ("王小明", "13912345678", "150621196601123082", "蒙K94655", "赵六"):
        assert secret not in str(reading)
    assert [bad.fate for bad in reading.bad_cells] == ["refused", "refused"]
    assert row["deaths"] == 1  # what only describes an accident costs no death


def test_a_month_not_yet_filled_in_is_unknown_not_zero(tmp_path: Path) -> None:
    header = ["月份", "汽车", "摩托车", "挂车", "其他机动车", "合计"]
    grid = [
        ["单位：万辆"],
        header,
        ["1月", 9.8, 2.1, 0.6, 0.2, 12.7],
        ["2月"],
        ["三月", "", "", "", "", ""],
    ]
    reading = read(xlsx(tmp_path / "机动车保有量_2024年.xlsx", {"a": grid}), "motor_vehicles")
    assert only_row(reading)["motor_vehicles"] == 127_000


def test_a_hidden_sheet_is_not_read_but_spoken_of(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "生产安全事故台账_2024年03月.xlsx"
    book = xlsxwriter.Workbook(path)
    for name in ("A1", "A2"):
        sheet = book.add_worksheet(name)
        for at, cells in enumerate([["单位：人、万元"], PRODUCTION_HEADER, production_row(name)]):
            sheet.write_row(at, 0, cells)
    book.get_worksheet_by_name("A2").activate()
    book.get_worksheet_by_name("A1").hide()
    book.close()
    reading = read(path, "production_accidents")
    assert only_row(reading)["accident_no"] == "A2"
    assert "隐藏的工作表" in reading.warnings[0].text()


def test_percent_signs_and_words_that_stand_for_a_number(tmp_path: Path) -> None:
    header = ["指标名称", "单位", "完成数", "应完成数", "数值", "填报单位", "备注"]
    grid = [
        header,
        ["中小学安全教育覆盖率", "%", "", "", "95.5％"],
        ["城市安全风险综合监测预警平台", "", "", "", "是"],
        ["市政消火栓完好率", "", 7, 8, 87.5],
    ]
    reading = read(xlsx(tmp_path / "目标进度_2025年06月.xlsx", {"a": grid}), "target_progress")
    values = [row.values["value"] for _, row in reading.rows]
    assert values == [Decimal("95.5"), Decimal(1), Decimal("87.5")]


def _broken_workbook(path: Path) -> Path:
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["单位：人、万元"])
    sheet.write_row(1, 0, PRODUCTION_HEADER)
    for at, number in ((2, "SC1"), (3, "SC2"), (4, "SC3")):
        sheet.write_row(at, 0, production_row(number))
    sheet.write_formula(2, 8, "=1/0", None, "#DIV/0!")
    sheet.write_formula(3, 8, "=1+1", None, "")
    sheet.write_formula(4, 8, "=1+1", None, 2)
    book.close()
    return path


def test_an_error_or_a_formula_without_its_result_is_no_zero(tmp_path: Path) -> None:
    path = _broken_workbook(tmp_path / "生产安全事故台账_2024年03月.xlsx")
    reading = read(path, "production_accidents")
    assert only_row(reading)["deaths"] == 2
    cells = [(bad.cell, bad.value, bad.reason.text()) for bad in reading.bad_cells]
    assert cells == [("I3", "#DIV/0!", "应为数字"), ("I4", "(公式没有结果)", "应为数字")]


def test_an_error_in_an_old_workbook_is_no_zero(tmp_path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    rows = [["单位：人、万元"], PRODUCTION_HEADER, *map(production_row, ("SC1", "SC2", "SC3"))]
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if column != 8 or at < 2:
                sheet.write(at, column, cell)
    sheet.row(2).set_cell_error(8, "#DIV/0!")
    sheet.write(3, 8, xlwt.Formula("1/0"))
    sheet.write(4, 8, 2)
    path = tmp_path / "生产安全事故台账_2024年03月.xls"
    book.save(path)
    # xlwt leaves a formula's result empty, as 3; Excel writes an error as 2 and its code
    empty = re.compile(rb"(\x06\x00.\x00\x03\x00\x08\x00..)\x03\x00{5}\xff\xff", re.DOTALL)
    data, found = empty.subn(b"\\1\x02\x00\x07\x00\x00\x00\xff\xff", path.read_bytes())
    assert found == 1
    path.write_bytes(data)
    reading = read(path, "production_accidents")
    assert only_row(reading)["deaths"] == 2
    cells = [(bad.cell, bad.value) for bad in reading.bad_cells]
    assert cells == [("I3", "#DIV/0!"), ("I4", "#DIV/0!")]


def test_a_word_merged_over_rows_holds_for_each_and_a_figure_only_once(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "生产安全事故台账_2024年03月.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["单位：人、万元"])
    sheet.write_row(1, 0, PRODUCTION_HEADER)
    for at, number in ((2, "SC1"), (3, "SC2")):
        sheet.write_row(at, 0, production_row(number, 死亡="", **{"所属苏木镇（街道）": ""}))
    sheet.merge_range(2, 3, 3, 3, "昭君镇")
    sheet.merge_range(2, 8, 3, 8, 1)
    book.close()
    rows = [row.values for _, row in read(path, "production_accidents").rows]
    assert [row["place"] for row in rows] == ["昭君镇", "昭君镇"]
    assert [row["deaths"] for row in rows] == [1, 0]


def test_a_workbook_of_the_1904_calendar_keeps_its_dates(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "生产安全事故台账_2024年03月.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["单位：人、万元"])
    sheet.write_row(1, 0, PRODUCTION_HEADER)
    sheet.write_row(2, 0, production_row())
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_datetime(2, 2, datetime(2024, 3, 5, 14, 20), moment)
    book.close()
    assert only_row(read(path, "production_accidents"))["occurred_at"] == datetime(
        2024, 3, 5, 14, 20
    )

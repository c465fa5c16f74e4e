"""Data that a reader would overlook: empty formulas, rows above the header, an accident twice."""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlrd
import xlsxwriter
import xlwt

from analysis.base.settings import layouts_folder
from analysis.forms.layout import load_layouts
from analysis.forms.periods import find_period
from analysis.reading.reading import Reading
from analysis.reading.whole_file import read_file
from analysis.sheets.unseen import Unseen, unseen
from tests.files import (
    FIRE_HEADER,
    PRODUCTION_HEADER,
    ROAD_HEADER,
    csv_file,
    production_file,
    production_row,
    xlsx,
)

LAYOUT = load_layouts(layouts_folder())
FIRE = ["H1", "2024-03-05 14:20", "树林召镇", "", "", 1, 0, 1200]
ROAD = ["A1", "2024-03-05 14:20", "树林召镇", "翻车", 1, 0, 1200, "是", "", "", ""]


def read(path: Path, form: str) -> Reading:
    layout = LAYOUT[form]
    return read_file(path, path.name, layout, layout.period.settle(find_period(path.stem)))


def fates(reading: Reading) -> list[tuple[int, str, str]]:
    assert reading.rejected is None, reading.rejected.text()
    return [(bad.row, bad.reason.code, bad.fate) for bad in reading.bad_cells]


def _with_formula(path: Path, formula: str, result: object) -> Path:
    """One fire whose injuries a formula gives, by the writer of `path`'s format."""
    grid = [FIRE_HEADER, FIRE]
    if path.suffix == ".xls":
        old = xlwt.Workbook()
        page = old.add_sheet("a")
        for row, cells in enumerate(grid):
            for at, cell in enumerate(cells):
                if (row, at) != (1, 6):
                    page.write(row, at, cell)
        page.write(1, 6, xlwt.Formula(formula[1:]))  # its result is left empty
        old.save(str(path))
        return path
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("a")
        for row, cells in enumerate(grid):
            sheet.write_row(row, 0, cells)
        sheet.write_formula(1, 6, formula, None, result)
    return _as_empty_texts(path)


def _as_empty_texts(path: Path) -> Path:
    """The workbook with its empty results marked as texts, as Excel and WPS write them."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(
                name, re.sub(rb"><f>([^<]+)</f><v></v>", rb' t="str"><f>\1</f><v></v>', data)
            )
    return path


@pytest.mark.parametrize(
    ("name", "formula", "result", "code"),
    [
        ("火灾统计_2024年1季度.xls", "=SUM(F2,1)", None, "formula_is_empty"),
        ("火灾统计_2024年1季度.xlsx", '=IF(F2>5,1,"")', "", "formula_is_empty"),
        ("火灾统计_2024年1季度.xlsx", "=F2+1", 0, "number"),  # as writers do that cannot calculate
        ("火灾统计_2024年1季度.xlsx", "=F2+1", 2, None),
    ],
)
def test_a_formula_without_a_number_is_no_zero(
    tmp_path: Path, name: str, formula: str, result: object, code: str | None
) -> None:
    reading = read(_with_formula(tmp_path / name, formula, result), "fires")
    assert [code for _, code, _ in fates(reading)] == ([code] if code else [])
    assert all(fate == "refused" or fate == "set_aside" for _, _, fate in fates(reading))


def _with_sheet(path: Path, old: bytes, new: bytes) -> Path:
    """The workbook of one fire more, with `old` in its sheet written as `new`."""
    xlsx(path, {"a": [FIRE_HEADER, FIRE, ["H2", *FIRE[1:]]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            found = re.sub(old, new, data) if name.endswith("sheet1.xml") else data
            assert name != "xl/worksheets/sheet1.xml" or found != data
            archive.writestr(name, found)
    return path


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        (rb'<c r="G2"><v>0</v>', rb'<c r="G2" t="e"><v>#N/A</v>', [2]),
        (rb'<c r="G2"><v>0</v>', rb"<c r='G2' t='e'><v>#N/A</v>", [2]),
        (rb'<c r="G3"><v>0</v>', rb'<c r="G3"><f>1/0</f><v></v>', [3]),
        # where rows have no numbers of their own they are counted
        (
            rb'(?s)<row r="2"(.*)<row r="3"(.*)<c r="G3"><v>0</v>',
            rb'<row\1<row\2<c r="G3" t="e"><v>#N/A</v>',
            [3],
        ),
        (rb"(?s)</sheetData>.*", rb"", None),
    ],
)
def test_errors_are_seen_however_a_sheet_is_written(
    tmp_path: Path, old: bytes, new: bytes, rows: list[int] | None
) -> None:
    path = _with_sheet(tmp_path / "火灾统计_2024年1季度.xlsx", old, new)
    reading = read(path, "fires")
    if rows is None:
        assert reading.rejected is not None
        assert reading.rejected.code == "damaged"
    else:
        assert [row for row, _, _ in fates(reading)] == rows


@pytest.mark.parametrize("is_struck", [True, False])
def test_an_old_workbook_is_looked_through_only_for_what_is_struck(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_struck: bool
) -> None:
    path, old = tmp_path / "火灾统计_2024年1季度.xls", xlwt.Workbook()
    page, style = old.add_sheet("a"), xlwt.XFStyle()
    style.font.struck_out = is_struck
    page.write(0, 0, "1A\u6811\u0a08")  # in the table of texts these bytes look like such a font
    for row, cells in enumerate([FIRE_HEADER, FIRE], start=1):
        for at, cell in enumerate(cells):
            page.write(row, at, cell, style)
    old.save(str(path))
    opened = []
    whole = xlrd.open_workbook
    monkeypatch.setattr(xlrd, "open_workbook", lambda **how: opened.append(1) or whole(**how))
    found = unseen(path.read_bytes())
    assert bool(opened) == is_struck
    assert found == ({"a": Unseen(struck={1, 2})} if is_struck else {})


def test_rows_of_a_template_whose_formulas_show_nothing_are_blank(tmp_path: Path) -> None:
    path = tmp_path / "火灾统计_2024年1季度.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("a")
        sheet.write_row(0, 0, ["序号", *FIRE_HEADER])
        for row in range(1, 5):
            sheet.write_formula(row, 0, f'=IF(B{row + 1}="","",ROW()-1)', None, "")
            sheet.write_formula(row, 6, f'=IF(B{row + 1}="","",1)', None, "")
        sheet.write_row(1, 1, FIRE)
        sheet.write_formula(1, 0, "=ROW()-1", None, 1)
    reading = read(_as_empty_texts(path), "fires")
    assert fates(reading) == []
    assert (reading.counts["accepted"], reading.counts["blank"]) == (1, 3)


def test_a_row_above_the_header_is_set_aside_for_its_month(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "道路交通事故明细_202403.csv",
        [
            ["道路交通事故明细", *[""] * 10],
            ROAD,
            ROAD_HEADER,
            ["A2", *ROAD[1:5], 1, 90, "否", "", "", ""],
        ],
    )
    reading = read(path, "road_accidents")
    assert fates(reading) == [(2, "row_above_header", "set_aside")]
    (booking,) = reading.bookings
    assert (booking.fate, booking.first) == ("set_aside", date(2024, 3, 5))
    assert reading.counts["accepted"] == 1


@pytest.mark.parametrize(
    "above",
    [
        ["填报单位：旗应急管理局", "2024-03-31", "", "", "单位：人、万元"],
        ["甲", "乙", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
        ["2024年3月", "", "", "", "", "", "", "本月", 2, 0, 4],
    ],
)
def test_titles_units_and_numbers_of_columns_are_no_row(tmp_path: Path, above: list) -> None:
    grid = [["生产安全事故台账"], above, PRODUCTION_HEADER, production_row()]
    reading = read(
        xlsx(tmp_path / "生产安全事故台账_2024年03月.xlsx", {"a": grid}), "production_accidents"
    )
    assert fates(reading) == []


@pytest.mark.parametrize("others", [0, 300])
def test_one_accident_under_two_numbers_counts_twice_and_is_told(
    tmp_path: Path, others: int
) -> None:
    more = [
        [
            f"B{n}",
            f"2024-03-{n % 28 + 1:02} {n // 60:02}:{n % 60:02}",
            *ROAD[2:5],
            0,
            n,
            "是",
            "",
            "",
            "",
        ]
        for n in range(others)
    ]
    twin = ["X77", ROAD[1], "达拉特旗树林召镇", *ROAD[3:]]
    near = ["A3", ROAD[1], *ROAD[2:6], 1201, *ROAD[7:]]
    grid = [ROAD_HEADER, ROAD, *more, near, twin]
    reading = read(csv_file(tmp_path / "道路交通事故明细_202403.csv", grid), "road_accidents")
    assert fates(reading) == [(others + 4, "alike_but_number", "doubted")]
    assert [b.first for b in reading.bookings] == [date(2024, 3, 5)]
    assert reading.counts["accepted"] == others + 3


def test_the_same_number_of_alike_rows_is_set_aside_as_before(tmp_path: Path) -> None:
    rows = [production_row("SC1"), production_row("SC1"), production_row("SC2", 死亡=0)]
    path = production_file(tmp_path / "生产安全事故台账_2024年03月.xlsx", rows)
    assert [code for _, code, _ in fates(read(path, "production_accidents"))] == ["repeated_key"]

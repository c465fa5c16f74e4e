"""Rows typed by column are the rows that would be typed one by one."""

from datetime import date, datetime
from pathlib import Path

import pytest

from analysis.base.settings import layouts_folder
from analysis.forms.layout import Layout, form_of, load_layouts
from analysis.forms.periods import find_period
from analysis.ingest.archive import Received
from analysis.ingest.hand_in import identify
from analysis.ingest.store import raw_rows
from analysis.reading import bulk, tables
from analysis.reading.reading import Reading
from analysis.reading.whole_file import read_file
from analysis.sample import write_sample
from analysis.sheets import grid
from tests.files import ROAD_HEADER, csv_file, xlsx

LAYOUTS = load_layouts(layouts_folder())
LAYOUT = LAYOUTS["road_accidents"]


def both_ways(
    path: Path,
    patch: pytest.MonkeyPatch,
    layout: Layout = LAYOUT,
    received_on: date = date(2026, 1, 1),
) -> tuple[Reading, int]:
    """Read by column and one by one, and compare; gives the reading and its rows in bulk."""
    period = layout.period.settle(find_period(path.stem))
    received = Received(path.name, 1, 0.0, "s", 1, "2026-01-01T00:00:00")
    hand_in = identify([received], {layout.form: layout})
    patch.setattr(bulk, "LEAST_LINES", 1)
    patch.setattr(grid, "_LARGE", 0)
    fast = read_file(path, path.name, layout, period, received_on)
    with pytest.MonkeyPatch.context() as slow_patch:
        slow_patch.setattr(tables, "read_bulk", lambda *_: None)
        slow = read_file(path, path.name, layout, period, received_on)
    assert not slow.bulk
    assert raw_rows(fast, hand_in).equals(raw_rows(slow, hand_in))
    assert fast.counts == slow.counts
    assert fast.bad_cells == slow.bad_cells
    assert [m.text() for m in fast.doubts] == [m.text() for m in slow.doubts]
    assert fast.control_total_ok == slow.control_total_ok
    return fast, sum(rows.height for _, rows in fast.bulk)


@pytest.mark.slow
def test_the_sample_reads_the_same_both_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for messy in (True, False):
        write_sample(tmp_path / str(messy), range(2022, 2024), seed=5, messy=messy)
    in_bulk = 0
    for path in sorted(tmp_path.rglob("*.*")):
        if form_of(path.stem, {"road_accidents": LAYOUT}):
            in_bulk += both_ways(path, monkeypatch)[1]
    assert in_bulk > 100


def row(number: object, **changes: object) -> list[object]:
    cells = {
        "事故编号": number,
        "事故发生时间": "2024-03-05 14:20",
        "所属辖区": "树林召镇",
        "事故形态": "翻车",
        "死亡人数（7日内）": 1,
        "受伤人数": 0,
        "直接财产损失（元）": 1200.5,
        "是否生产经营性道路运输": "是",
        "当事人姓名": "王小明",
        "身份证号": "150621196601123082",
        "号牌号码": "蒙K94655",
    }
    return list((cells | changes).values())


ODD = [
    row("A2", **{"死亡人数（7日内）": "２"}),  # full width
    row("A3", **{"死亡人数（7日内）": -1}),
    row("A4", **{"直接财产损失（元）": "1，200.5"}),
    row("A5", **{"直接财产损失（元）": "1e3"}),
    row("A6", 事故发生时间="2024年3月6日"),
    row("A7", 事故发生时间="2024-04-01 00:00"),
    row("A8", 事故发生时间="24-03-05 14:20"),
    row("A9", 所属辖区=""),
    row("A10", 事故形态="联系人：王小明"),
    row("A11", 事故形态="与王小明相撞"),
    row("A12", **{"是否生产经营性道路运输": "Y"}),
    row("A13", **{"死亡人数（7日内）": 5000}),
    row("合计", **{"死亡人数（7日内）": 20, "事故发生时间": ""}),
    row("甲14"),
    row(" A15 ", 事故形态=" 翻车 "),
    row("A16", **{"直接财产损失（元）": ""}),
    row("A18 ", 事故发生时间=" 2024-03-05 14:20 ", 当事人姓名=" 王小明", 受伤人数=" 1"),
    row("A17", **{"直接财产损失（元）": "0.00001"}),
    ["备注：本表由交管大队填报", *[""] * 10],
    [""] * 11,
]


@pytest.mark.parametrize("odd", ODD, ids=lambda cells: str(cells[0]))
def test_an_odd_row_reads_the_same_both_ways(
    odd: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row(f"B{n}") for n in range(5)]
    path = csv_file(tmp_path / "道路交通事故明细_202403.csv", [ROAD_HEADER, *rows, odd], "gb18030")
    path.write_bytes(path.read_bytes().replace(b'"', b""))
    fast, in_bulk = both_ways(path, monkeypatch)
    assert in_bulk >= 5
    assert "王小明" not in str([r.values for _, r in fast.rows]) + str(
        [f.rows() for _, f in fast.bulk]
    )


@pytest.mark.parametrize(
    "odd",
    [
        row(202403000000000001.0),
        row(20240301.0),
        row("C3", 事故发生时间=datetime(2024, 3, 5, 14, 20)),
        row("C4", 事故发生时间=45356.5),
        row("C5", **{"直接财产损失（元）": 1200.123456789}),
        row("C6", **{"死亡人数（7日内）": 1.5}),
        row("C9", **{"直接财产损失（元）": 0.1 + 0.2}),
        row("C10", **{"直接财产损失（元）": 1e-05}),
        row("C11", 受伤人数=1e16),  # more than a cell keeps is no zero
        row("C7", **{"是否生产经营性道路运输": True}),
        row("C8", 所属辖区="树林召 镇", 事故形态="翻\n车"),
    ],
    ids=lambda cells: str(cells[0]),
)
def test_an_odd_row_of_a_workbook_reads_the_same_both_ways(
    odd: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row(f"B{n}") for n in range(5)]
    path = xlsx(tmp_path / "道路交通事故明细_202403.xlsx", {"数据": [ROAD_HEADER, *rows, odd]})
    assert both_ways(path, monkeypatch)[1] >= 5


def test_columns_of_moments_read_the_same_both_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row(f"B{n}", 事故发生时间=datetime(2024, 3, n, 14, 20, n)) for n in range(1, 31)]
    path = xlsx(tmp_path / "道路交通事故明细_202403.xlsx", {"数据": [ROAD_HEADER, *rows]})
    fast, in_bulk = both_ways(path, monkeypatch)
    assert in_bulk == 30
    assert fast.bulk[0][1]["occurred_at"][29] == datetime(2024, 3, 30, 14, 20, 30)


def test_a_repeated_number_is_refused_in_the_order_of_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row("B1"), row("B2", 事故发生时间="2024年3月6日"), row("B2"), row("B1")]
    path = csv_file(tmp_path / "道路交通事故明细_202403.csv", [ROAD_HEADER, *rows])
    fast, in_bulk = both_ways(path, monkeypatch)
    assert in_bulk == 0
    assert [bad.row for bad in fast.bad_cells] == [4, 5]


@pytest.mark.parametrize("quoted", ["王小明", '"王小明"'])
def test_a_row_cut_short_is_never_easy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quoted: str
) -> None:
    path = csv_file(
        tmp_path / "道路交通事故明细_202403.csv", [ROAD_HEADER, *map(row, ["B1", "B2"])]
    )
    path.write_text(path.read_text("utf-8-sig").replace("王小明", quoted), "utf-8")
    path.write_text(path.read_text("utf-8").replace(",蒙K94655", "", 1), "utf-8")
    reading, _ = both_ways(path, monkeypatch)
    assert reading.rejected is not None
    assert reading.rejected.code == "row_length"


@pytest.mark.parametrize(
    ("warned", "closed", "in_bulk"),
    [
        ("2025-06-01 10:00", "2025-06-01 00:00", 6),
        ("2025-06-02 10:00", "2025-06-01 09:00", 5),
        ("2025-07-01 10:00", "2025-07-02 10:00", 5),
        ("2025-06-01 10:00", "2025-07-09 00:00", 5),
        ("2025-06-08 10:00", "2025-07-08 23:00", 6),
    ],
)
def test_days_to_come_or_in_disorder_read_the_same_both_ways(
    warned: str, closed: str, in_bulk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = LAYOUTS["warnings"]
    kept = {name: c for name, c in form.columns.items() if c.type != "organisation"}  # never easy
    header = ["预警编号", "板块", "预警级别", "预警时间", "处置完成时间", "所属苏木镇"]
    fine = [
        [f"W{n}", "公共安全", "红", "2025-06-01 10:00", "2025-06-02 11:00", "昭君镇"]
        for n in range(5)
    ]
    odd = ["W9", "公共安全", "红", warned, closed, "昭君镇"]
    path = csv_file(tmp_path / "监测预警处置台账_202506.csv", [header, *fine, odd], "gb18030")
    path.write_bytes(path.read_bytes().replace(b'"', b""))
    layout = Layout.model_validate(form.model_dump() | {"columns": kept})
    assert both_ways(path, monkeypatch, layout, date(2025, 7, 8))[1] == in_bulk

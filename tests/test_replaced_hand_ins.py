"""Rows and hand-ins that replace, repeat or void others move the months that they are of, and no other."""

import os
from pathlib import Path

from typer.testing import CliRunner

from analysis.base.settings import DataDir
from analysis.cli import app
from analysis.marts import connect
from analysis.pipeline import build
from tests.files import (
    production_file,
    production_row,
)


def _production_months(data: DataDir) -> list[tuple[object, ...]]:
    with connect(data) as warehouse:
        return warehouse.execute(
            "select month(period_end), value, is_complete, rows_set_aside, rows_doubted, files_waiting "
            "from intermediate.int_series_by_period where series = 'production_reported_deaths' "
            "and region_id = '150621' "
            "and period_kind = 'month' and period_end < '2024-04-01' order by 1"
        ).fetchall()


def _month(data: DataDir, month: int, *rows: list[object], mark: str = "") -> Path:
    name = f"生产安全事故台账_2024年{month:02d}月{mark}.xlsx"
    return production_file(data.inbox / name, rows)


def test_numbers_may_begin_again_with_each_month_and_a_long_one_twice_is_in_doubt(
    data: DataDir,
) -> None:
    for month in (1, 2):
        at = f"2024-{month:02d}-03 08:00"
        twice = production_row("SC20240001", 发生时间=at, 死亡=2)
        _month(data, month, production_row("1", 发生时间=at), twice)
    assert build(data).is_published
    found = _production_months(data)
    # March was due long ago
    assert found == [(1, 3, True, 0, 1, 0), (2, 3, True, 0, 1, 0), (3, 0, False, 0, 0, 0)]


def test_a_row_set_aside_leaves_its_own_month_and_that_of_its_date_incomplete(
    data: DataDir,
) -> None:
    late = production_row("SC2", 发生时间="2024-01-30 08:00")
    remark = production_row("SC3", 发生时间="2024-02-05 08:00", 备注="已作废，重复上报")
    _month(data, 1, production_row("SC1", 发生时间="2024-01-03 08:00"))
    _month(data, 2, late)
    _month(data, 3, production_row("SC4", 发生时间="2024-03-03 08:00", 备注="注：1人送医后死亡"))
    assert build(data).is_published
    assert _production_months(data) == [
        (1, 1, False, 1, 0, 0),
        (2, 0, False, 1, 0, 0),
        (3, 1, True, 0, 0, 0),
    ]
    _month(data, 2, remark, mark="（更正）")
    assert build(data).is_published
    assert _production_months(data)[1] == (2, 0, False, 1, 0, 0)


def test_a_replacement_that_lacks_accidents_waits_and_the_figure_says_so(data: DataDir) -> None:
    rows = [production_row(f"SC{n}", 发生时间=f"2024-01-03 08:0{n}") for n in range(3)]
    _month(data, 1, *rows)
    assert build(data).is_published
    for fewer, mark in ((rows[:1], "（更正）"), ([], "（更正2）")):
        _month(data, 1, *fewer, mark=mark)
        assert build(data).is_published
    assert _production_months(data)[0] == (1, 3, True, 0, 0, 2)
    corrected = [*rows[:2], production_row("SC2", 发生时间="2024-01-03 08:02", 死亡=0)]
    _month(data, 1, *corrected, mark="（更正3）")
    assert build(data).is_published
    assert _production_months(data)[0] == (1, 2, True, 0, 0, 0)


def test_the_order_is_that_of_arrival_whatever_the_files_times_say(data: DataDir) -> None:
    """v1, v2, v1 ends with v1."""
    for number, deaths in enumerate((1, 2, 1)):
        row = production_row("SC1", 发生时间="2024-01-03 08:00", 死亡=deaths)
        path = _month(data, 1, row)
        os.utime(path, (1_000_000_000 - number * 86_400,) * 2)
        assert build(data).is_published
        if deaths == 1 and number == 2:  # fewer deaths than v2, and not called a correction
            assert _production_months(data)[0] == (1, 2, True, 0, 0, 1)
            name = "生产安全事故台账_2024年01月.xlsx"
            done = CliRunner().invoke(
                app, ["accept", name, "--reason", "已核实", "--data", str(data.root)]
            )
            assert done.exit_code == 0, done.output
            assert build(data).is_published
    assert _production_months(data)[0] == (1, 1, True, 0, 0, 0)

"""Rows that two hand-ins in force both hold."""

import os
from datetime import datetime

import pytest

from analysis.base.settings import DataDir, layouts_folder
from analysis.ingest.run import When, ingest
from tests.files import xlsx

_CHECKS = ["执法部门", "检查次数", "信息化检查次数", "处罚次数", "罚款金额（万元）"]


@pytest.mark.parametrize("written", ["市场监督管理局", "达拉特旗市场监督管理局", "旗市场监管局"])
def test_a_department_is_counted_once_whatever_it_is_called(data: DataDir, written: str) -> None:
    name = "执法检查月报_2026年01月.xlsx"
    summary = [["应急管理局", 10, 9, 1, 0], ["市场监督管理局", 200, 198, 1, 1]]
    xlsx(data.inbox / "应急管理局" / name, {"a": [_CHECKS, *summary]})
    xlsx(data.inbox / "市场监督管理局" / name, {"a": [_CHECKS, [written, 200, 198, 1, 1.5]]})
    tables = ingest(data, layouts_folder()).tables
    left_out = tables["rows_left_out"].join(tables["hand_ins"], on="hand_in_id")
    assert left_out.select("path", "row").rows() == [(f"应急管理局/{name}", 3)]


@pytest.mark.parametrize(
    ("day", "counts", "left_out", "is_booked"),
    [
        (10, 40, "市场监督管理局", False),  # the month was not over
        (35, 40, "应急管理局", True),  # two sums of one month
        (35, 200, "应急管理局", False),
    ],
)
def test_a_part_of_a_month_is_not_the_month_and_two_sums_of_it_leave_it_open(
    data: DataDir, day: int, counts: int, left_out: str, is_booked: bool
) -> None:
    name = "执法检查月报_2026年01月.xlsx"
    own = xlsx(
        data.inbox / "市场监督管理局" / name,
        {"a": [_CHECKS, ["市场监督管理局", counts, counts, 1, 1]]},
    )
    summary = xlsx(
        data.inbox / "应急管理局" / name,
        {"a": [_CHECKS, ["市场监督管理局", 200, 200, 1, 1.5], ["应急管理局", 10, 9, 1, 0]]},
    )
    for path, age in ((own, day), (summary, 36)):
        moment = datetime(2026, 1, 1).timestamp() + age * 86400
        os.utime(path, (moment, moment))
    tables = ingest(data, layouts_folder(), when=When(dated_by_files=True)).tables
    hand_ins = tables["hand_ins"]
    out = tables["rows_left_out"].join(hand_ins, on="hand_in_id")
    assert out.select("path", "row").rows() == [(f"{left_out}/{name}", 2)]
    booked = tables["bookings"].select("fate", "key").rows()
    assert booked == ([("set_aside", "市场监督管理局")] if is_booked else [])

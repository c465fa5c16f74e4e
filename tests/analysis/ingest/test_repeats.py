"""Rows that two hand-ins in force both hold."""

import pytest

from analysis.base.settings import DataDir, layouts_folder
from analysis.ingest.run import ingest
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

"""Targets, tasks and the calendar, as a supervisor asks for them."""

import os
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from analysis.base.settings import TIME_ZONE, DataDir
from analysis.cli import app
from analysis.marts import mart
from analysis.marts.supervision import targets
from analysis.pipeline import build
from tests.conftest import Published
from tests.files import csv_file, xlsx

pytestmark = pytest.mark.slow

AS_OF = date(2025, 7, 31)


# long: the rows of five forms, written out
@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """Hand-ins of the plan's forms worked out by hand."""
    data = DataDir(tmp_path_factory.mktemp("plan"))
    progress = ["指标名称", "单位", "完成数", "应完成数", "完成率（%）", "填报单位", "备注"]
    rows = [
        ["供水、供热和燃气老旧管网占比", "%", 8, 100, 8, "旗住房和城乡建设局", "=1+1"],
        ["老旧房屋安全鉴定率", "%", 30, 30, 100, "旗住房和城乡建设局", ""],
        ["城市安全风险综合监测预警平台", "", "", "", "是", "旗应急管理局", ""],
        ["城市消防救援力量与城市人口万人配比率", "", "", "", 3.1, "旗消防救援大队", ""],
        ["中小学安全教育覆盖率", "%", 99, 100, 99, "旗应急管理局", ""],
        ["市政管网管线智能化监测管理率", "%", 8, 100, 8, "旗住房和城乡建设局", ""],
    ]
    xlsx(data.inbox / "住房和城乡建设局/目标进度_2025年06月.xlsx", {"a": [progress, *rows]})
    before = ["市政管网管线智能化监测管理率", "%", 5, 100, 5, "旗住房和城乡建设局", ""]
    xlsx(data.inbox / "住房和城乡建设局/目标进度_2025年05月.xlsx", {"a": [progress, before]})
    checks = ["执法部门", "检查次数", "信息化检查次数", "处罚次数", "罚款金额（万元）"]
    for month, row in (("05", ["旗公安局", 40, 36, 2, 1.5]), ("06", ["旗公安局", 60, 54, 3, 2])):
        xlsx(data.inbox / f"公安局/执法检查月报_2025年{month}月.xlsx", {"a": [checks, row]})
    hazards = [
        "隐患编号",
        "行业领域",
        "所属苏木镇（街道）",
        "隐患等级",
        "排查日期",
        "整改期限",
        "整改完成日期",
        "责任单位",
    ]
    xlsx(
        data.inbox / "应急管理局/隐患排查治理台账_2025年06月.xlsx",
        {
            "a": [
                hazards,
                ["Y1", "煤矿", "昭君镇", "重大", "2025-06-01", "2025-06-20", "2025-06-11", "甲"],
                ["Y2", "煤矿", "昭君镇", "重大隐患", "2025-06-02", "2025-06-20", "", "甲"],
                ["Y3", "煤矿", "昭君镇", "重大", "2025-06-03", "2099-06-20", "", "甲"],
            ]
        },
    )
    points = [
        "风险点编号",
        "风险点名称",
        "风险等级",
        "隐患类别",
        "所属网格",
        "监管责任层级",
        "行业主管部门",
        "监管责任部门",
        "信息共享路径",
    ]
    full = ["甲", "重大", "火灾", "树林召镇第3网格", "旗级", "乙", "丙", "丁"]
    xlsx(
        data.inbox / "应急管理局/风险点台账_2025年.xlsx",
        {"a": [points, ["F1", *full], ["F2", *full[:-1], ""]]},
    )
    warnings = [
        "预警编号",
        "板块",
        "预警级别",
        "预警时间",
        "处置完成时间",
        "处置单位",
        "所属苏木镇（街道）",
    ]
    csv_file(
        data.inbox / "应急管理局/监测预警处置台账_2025年06月.csv",
        [
            warnings,
            ["J1", "城市生命线", "红", "2025-06-01 10:00", "2025-06-01 10:30", "甲", "昭君镇"],
            ["J2", "城市生命线", "红色", "2025-06-02 10:00", "2025-06-02 11:30", "甲", "昭君镇"],
            ["J3", "城市生命线", "红", "2025-06-03 10:00", "", "甲", "昭君镇"],
        ],
    )
    stamp = datetime(2025, 7, 5, tzinfo=TIME_ZONE).timestamp()
    for path in data.inbox.rglob("*.*"):
        os.utime(path, (stamp, stamp))
    result = build(data, as_of=AS_OF, dated_by_files=True)
    assert result.is_published, result.failures
    assert build(data).is_published
    return data


def test_targets_in_all_five_statuses(plan: DataDir) -> None:
    latest = mart("fct_target_progress", plan, AS_OF).filter("is_latest")
    status = dict(latest.select("target_id", "status").iter_rows())
    assert status["school_safety_education"] == "overdue"
    assert status["old_pipes"] == "behind"  # just at the bound of < 8
    assert status["smart_pipes"] == "on_track"
    assert status["old_houses"] == status["platform"] == "met"
    assert status["fire_force_ratio"] == status["rescue_coverage"] == "no_data"
    reasons = dict(latest.select("target_id", "reason").iter_rows())
    assert reasons["fire_force_ratio"] == "threshold_missing"
    assert reasons["rescue_coverage"] == "not_handed_in"
    assert reasons["fire_rate"] == "no_years"
    zh, en = (targets(plan, lang) for lang in ("zh", "en"))
    assert {"目标值未给定", "无部门填报", "尚无年度数据"} <= set(zh["说明"])
    assert {"no target value is given", "no department has handed in"} <= set(en["note"])


def test_enforcement_targets_add_up_the_year_to_date(plan: DataDir) -> None:
    progress = (
        mart("fct_target_progress", plan, AS_OF).filter(target_id="penalty_rate").sort("period_end")
    )
    assert progress["value"].to_list() == [5.0, 5.0]  # 5 of 100: just at the bound of > 5
    assert progress["status"].to_list()[-1] != "met"
    (digital,) = mart("fct_target_progress", plan, AS_OF).filter(
        pl.col("target_id") == "digital_enforcement", pl.col("is_latest")
    )["value"]
    assert digital == 90.0


def test_hazards_risk_points_and_warnings(plan: DataDir) -> None:
    hazards = mart("fct_hazards", plan, AS_OF).row(0, named=True)
    counted = [
        (hazards[f"hazards_{name}_least"], hazards[f"hazards_{name}_most"])
        for name in ("found", "closed", "overdue")
    ]
    assert counted == [(3, 3), (1, 1), (1, 1)]
    assert (hazards["grade"], hazards["median_days_to_close"]) == ("major", 10)
    points = mart("fct_risk_points", plan, AS_OF).row(0, named=True)
    assert (points["region_id"], points["risk_points_with_all_eight"]) == ("150621100", 1)
    warnings = mart("fct_warnings", plan, AS_OF).row(0, named=True)
    assert (warnings["board"], warnings["level"], warnings["warnings"]) == ("lifeline", "red", 3)
    assert (warnings["warnings_closed"], warnings["median_minutes_to_close"]) == (2, 60)


def test_the_calendar_says_what_is_missing_since_when(published: Published) -> None:
    calendar = mart("fct_hand_in_calendar", published.data).filter(form="road_accidents")
    assert calendar.filter(period="2023-12")["status"].to_list() == ["on_time"]
    missing = calendar.filter(period="2024-03").row(0, named=True)
    assert (missing["status"], missing["due_date"]) == ("missing", date(2024, 4, 5))
    assert missing["days_late"] > 0


def test_every_target_has_someone_who_answers(published: Published) -> None:
    progress = mart("fct_target_progress", published.data)
    assert set(progress["target_id"]) == set(mart("dim_target", published.data)["target_id"])
    assert progress["departments_zh"].null_count() == 0


def test_status_shows_the_most_urgent_first_and_exports_what_can_be_mailed(
    plan: DataDir, tmp_path: Path
) -> None:
    run = ["status", "--data", str(plan.root)]
    answer = CliRunner().invoke(app, [*run, "--targets", "--calendar"])
    assert answer.exit_code == 0
    assert 0 < answer.output.index("逾期未达到") < answer.output.index("已达到")
    assert "缺报" in answer.output
    path = tmp_path / "status.xlsx"
    assert CliRunner().invoke(app, [*run, "--export", str(path)]).exit_code == 0
    assert CalamineWorkbook.from_path(str(path)).sheet_names == [
        "目标进度",
        "缺报和迟报",
        "未采用的文件和单元格",
    ]

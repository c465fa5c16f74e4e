"""What was not taken, from the first build to the clerk's and the office's answers, by processes."""

import os
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from analysis.base.settings import DataDir
from analysis.marts.open import connect
from analysis.pipeline import build
from tests.files import FIRE_HEADER, production_file, production_row, production_total, xlsx
from tests.processes import SAFETY, run

TOTAL_WRONG, REJECTED, FIRES = (
    "生产安全事故台账_2024年03月.xlsx",
    "生产安全事故台账_2024年04月.xlsx",
    "火灾统计_2024年1季度.xlsx",
)


def safety(data: DataDir, *words: str) -> tuple[int, str]:
    return run([*SAFETY, *words], data.root)


def squeezed(said: str) -> str:
    """Without the frames and line breaks of a table."""
    return "".join(word for word in said.replace("│", " ").split())


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[DataDir, str]:
    """A folder after its first build, with what the build said."""
    data = DataDir(tmp_path_factory.mktemp("waiting"))
    production_file(data.inbox / TOTAL_WRONG, [production_row()], production_total(2, 0, 2, 12.5))
    april = production_row("SC2", 发生时间="2024-04-05 14:20", 死亡="两人")
    good = production_row("SC3", 发生时间="2024-04-06 14:20")
    production_file(data.inbox / REJECTED, [april, good])
    fires = [
        [f"H{n}", f"2024-02-0{n} 08:00", "树林召镇", "", "", 501 + n, 0, 0] for n in range(1, 8)
    ]
    xlsx(data.inbox / FIRES, {"a": [FIRE_HEADER, *fires]})
    xlsx(data.inbox / "通讯录.xlsx", {"a": [["x"]]})
    code, said = safety(data, "build")
    assert code == 0, said
    return data, said


def test_figures_out_of_bounds_are_told_once_with_their_number(first: tuple[DataDir, str]) -> None:
    assert first[1].count("超出合理范围") == 1
    with connect(first[0]) as warehouse:
        query = "select reason from marts.fct_hand_ins where path = ?"
        ((reason,),) = warehouse.execute(query, [FIRES]).fetchall()
    assert squeezed(reason).startswith(
        "“死亡”列有7个数值超出合理范围0至500人（工作表第1张第2、3、4、5、6行，如502人）"
    )


def test_the_export_lists_what_was_not_taken_and_what_to_do(
    first: tuple[DataDir, str], tmp_path: Path
) -> None:
    path = tmp_path / "status.xlsx"
    code, said = safety(first[0], "status", "--export", str(path))
    assert code == 0, said
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names[-1] == "未采用的文件和单元格"
    head, *rows = book.get_sheet_by_name("未采用的文件和单元格").to_python()
    found = [dict(zip(head, row, strict=True)) for row in rows]
    held = next(row for row in found if row["文件"] == TOTAL_WRONG)
    assert (held["状态"], held["工作表"], held["行"]) == ("暂存待核", "", "")
    assert "合计与明细不符" in held["原因"]
    assert "safety accept" in held["怎么办"]
    cell = next(row for row in found if row["文件"] == REJECTED)
    assert (cell["工作表"], cell["行"], cell["列"], cell["原因"]) == ("台账", 4, "死亡", "应为数字")
    assert "重报整份文件" in cell["怎么办"]
    assert found[-1]["状态"] == "未识别"
    assert all(row["怎么办"] for row in found)


def test_a_release_is_on_record_and_a_rejected_file_handed_in_again_is_told(
    first: tuple[DataDir, str],
) -> None:
    data, _ = first
    assert safety(data, "accept", TOTAL_WRONG, "--reason", "合计栏笔误，明细无误")[0] == 0
    assert safety(data, "reject", REJECTED, "--reason", "误报")[0] == 0
    stamp = (data.inbox / REJECTED).stat().st_mtime + 7200
    os.utime(data.inbox / REJECTED, (stamp, stamp))
    code, said = safety(data, "build")
    assert code == 0, said
    with connect(data) as warehouse:
        table = warehouse.execute("select * from staging.stg_hand_ins").pl()
    released = table.filter("released")
    assert released.select("path", "status").rows() == [(TOTAL_WRONG, "accepted")]
    code_of = table.filter(pl.col("path") == REJECTED)["sha256"][0][:8]
    way = f"safetyaccept{code_of}--reason"
    assert way in squeezed(said)
    exit_code, said = safety(data, "check", str(data.inbox / REJECTED))
    assert exit_code == 1
    assert way in squeezed(said)
    assert safety(data, "accept", code_of, "--reason", "已核实")[0] == 0
    exit_code, said = safety(data, "check", str(data.inbox / REJECTED))
    assert (exit_code, "原样再报" in said) == (0, False), said


def test_check_speaks_chinese(first: tuple[DataDir, str]) -> None:
    data, _ = first
    exit_code, said = safety(data, "check", str(data.inbox / FIRES))
    assert exit_code == 1
    assert "（火灾统计，消防救援大队，2024年第一季度；" in said


MISPLACED = "供电公司/目标进度_2024年04月.xlsx"


def test_a_refused_file_is_waited_for_unless_its_department_owes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = DataDir(tmp_path)
    header = ["指标名称", "完成数", "应完成数", "完成率"]
    for month, count in ((4, 6), (5, 7)):
        path = data.inbox / "消防救援大队" / f"目标进度_2024年{month}月.xlsx"
        xlsx(path, {"a": [header, ["市政消火栓完好率", count, count, 100]]})
    xlsx(data.inbox / MISPLACED, {"a": [header, ["市政消火栓完好率", 8, 8, 100]]})

    def hydrants() -> tuple[str, str | None, float | None]:
        with connect(data) as warehouse:
            query = """select status, reason, numerator from marts.fct_target_progress
                where is_latest and target_id = 'fire_hydrants'"""
            (found,) = warehouse.execute(query).fetchall()
            return found

    def waiting() -> list[tuple[str]]:
        with connect(data) as warehouse:
            query = "select target_name from staging.stg_target_progress_waiting"
            return warehouse.execute(query).fetchall()

    assert safety(data, "build")[0] == 0
    assert safety(data, "reject", MISPLACED, "--reason", "放错文件夹")[0] == 0
    # a file that is read anew is still known to be of what it is of
    monkeypatch.setattr("analysis.forms.layout.READER_VERSION", -1)
    assert build(data).is_published
    monkeypatch.undo()
    assert waiting() == [("市政消火栓完好率",)]
    assert hydrants() == ("undecided", "some_lack", None)
    code, said = safety(data, "reject", MISPLACED, "--not-owed", "--reason", "放错文件夹")
    assert code == 0, said
    assert safety(data, "build")[0] == 0
    assert hydrants() == ("undecided", "none_since_due", 7)

"""What must happen to a bad hand-in: every fault in one pack, and the rest of it still right."""

import os
import shutil
import zipfile
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import Result
from typer.testing import CliRunner

from analysis.base.settings import DataDir
from analysis.cli import app
from analysis.marts import connect
from analysis.pipeline import build
from analysis.sample import invent, write_sample
from tests.expected import yearly_rates
from tests.files import (
    PRODUCTION_HEADER,
    ROAD_HEADER,
    csv_file,
    handed_in,
    production_file,
    production_row,
    production_total,
    xlsx,
)

YEARS = range(2022, 2024)


def _later(name: str) -> str:
    return f"应急管理局/生产安全事故台账_{name}（更正）.xlsx"


def _bad_rows(inbox: Path) -> None:
    """A later hand-in for a month of its own, so that the sample's other months stand."""
    good = production_row("SC202401001", 发生时间="2024-01-03 08:00")
    bad = [
        production_row("SC202401002", 发生时间="2024-01-03 08:00", 死亡=-1),
        production_row("SC202401003", 发生时间="2024-01-03 08:00", 死亡=1.5),
        production_row("SC202401004", 发生时间="2024-01-03 08:00", 死亡="两人"),
        production_row("SC202401005", 发生时间="元月三日"),
        production_row("SC202401006", 发生时间="2024-02-01 08:00"),
        production_row("", 发生时间="2024-01-03 09:00"),
        production_row("SC202401001", 发生时间="2024-01-04 08:00"),
    ]
    elsewhere = production_row(
        "SC202401009", 发生时间="2024-01-05 08:00", **{"所属苏木镇（街道）": "昭君"}
    )
    production_file(inbox / "应急管理局/生产安全事故台账_2024年01月.xlsx", [good, *bad, elsewhere])


def _bad_files(inbox: Path) -> None:
    real = next((inbox / "应急管理局").glob("生产安全事故台账_2022年02月*.xlsx"))
    damaged = inbox / _later("2022年02月")
    damaged.write_bytes(real.read_bytes()[:3000])
    disguised = csv_file(inbox / _later("2022年03月"), [["不是", "工作簿"]])
    disguised.rename(inbox / _later("2022年03月"))
    with zipfile.ZipFile(inbox / _later("2022年04月"), "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 2**20)
        bomb.filelist[0].file_size = 2**31  # as a whole bomb would say of itself
    (inbox / _later("2022年05月")).symlink_to(real)
    header = ["死者人数" if name == "死亡" else name for name in PRODUCTION_HEADER]
    xlsx(inbox / _later("2022年06月"), {"a": [["单位：人、万元"], header, production_row()]})
    row = production_row("SC9", 发生时间="2022-07-03 08:00")
    production_file(inbox / _later("2022年07月"), [row], production_total(2, 0, 2, 12.5))
    xlsx(
        inbox / "统计局/常住人口_2023年（更正）.xlsx",
        {"a": [["单位：万人"], ["地区", "常住人口"], ["达拉特旗", 320_700]]},
    )
    vehicles = [
        ["月份", "汽车", "摩托车", "挂车", "其他机动车", "合计"],
        *([f"{month}月", 40000, 0, 0, 0, 40000] for month in range(1, 13)),
    ]
    xlsx(inbox / "交管大队/机动车保有量_2023年（更正）.xlsx", {"a": [["单位：辆"], *vehicles]})
    (inbox / "会议通知.docx").write_text("x", encoding="utf-8")
    (inbox / "生产安全事故台账_2019年01月.xlsx").mkdir()  # a folder named like a file
    os.mkfifo(inbox / "生产安全事故台账_2019年02月.xlsx")
    odd = ["a b", "o'brien; drop table x", '引号"', "点..点", "\u202e倒写", "长" * 60]
    for month, name in enumerate(odd, start=3):
        file = (
            inbox
            / name.replace("..", "点..点")
            / f"{name} 生产安全事故台账_2024年{month:02d}月.xlsx"
        )
        row = production_row(f"ODD{month}", 发生时间=f"2024-{month:02d}-03 08:00", 死亡=0)
        production_file(file, [row])
    for path in inbox.rglob("*（更正）*"):
        if not path.is_symlink():
            handed_in(path, 60)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    data = DataDir(tmp_path_factory.mktemp("bad"))
    write_sample(data.inbox, YEARS, seed=3)
    _bad_rows(data.inbox)
    _bad_files(data.inbox)
    result = build(data)
    assert result.is_published, result.failures
    return data


@pytest.fixture(scope="module")
def hand_ins(pack: DataDir) -> pl.DataFrame:
    with connect(pack) as warehouse:
        return warehouse.table("marts.fct_hand_ins").pl()


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("2022年02月", "rejected", "损坏"),
        ("2022年03月", "rejected", "与扩展名 .xlsx 不符"),
        ("2022年04月", "rejected", "过大"),
        ("2022年05月", "rejected", "符号链接"),
        ("2022年06月", "rejected", "死亡|死亡人数；表中现有列"),
        ("2022年07月", "held", "合计 2，明细相加 1"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(
    hand_ins: pl.DataFrame, name: str, status: str, said: str
) -> None:
    (row,) = hand_ins.filter(pl.col("path") == _later(name)).iter_rows(named=True)
    assert row["status"] == status
    assert said in row["reason"]
    before = hand_ins.filter(
        pl.col("path") == f"应急管理局/生产安全事故台账_{name}（示例数据）.xlsx"
    )
    assert before["status"].to_list() == ["accepted"]


def test_odd_names_are_names_and_what_is_no_file_is_said_to_be_none(
    hand_ins: pl.DataFrame,
) -> None:
    odd = hand_ins.filter(pl.col("path").str.contains("_2024年0[3-8]月.xlsx$"))
    assert odd["status"].to_list() == ["accepted"] * 6
    (pipe,) = hand_ins.filter(pl.col("path").str.contains("2019年02月")).iter_rows(named=True)
    assert (pipe["status"], pipe["reason"]) == ("rejected", "不是普通文件")
    assert not hand_ins["path"].str.contains("2019年01月").any()


@pytest.mark.parametrize(
    ("stem", "figures"),
    [("统计局/常住人口_2023年", "3,207,000,000人"), ("交管大队/机动车保有量_2023年", "40,000辆")],
)
def test_an_implausible_stock_is_held_with_both_figures(
    hand_ins: pl.DataFrame, stem: str, figures: str
) -> None:
    (row,) = hand_ins.filter(pl.col("path") == f"{stem}（更正）.xlsx").iter_rows(named=True)
    assert row["status"] == "held"
    assert figures in row["reason"]
    kept = hand_ins.filter(pl.col("path") == f"{stem}（示例数据）.xlsx")
    assert kept["status"].to_list() == ["accepted"]


def test_a_file_of_no_known_form_is_listed_and_left_alone(
    pack: DataDir, hand_ins: pl.DataFrame
) -> None:
    row = hand_ins.filter(pl.col("path") == "会议通知.docx")
    assert row["status"].to_list() == ["unrecognised"]
    assert (pack.inbox / "会议通知.docx").read_text(encoding="utf-8") == "x"


def test_bad_rows_are_quarantined_with_cell_value_and_reason_and_the_others_load(
    pack: DataDir,
) -> None:
    with connect(pack) as warehouse:
        cells = warehouse.execute(
            'select "row", "column", value, reason from marts.fct_quarantined_cells order by 1, 2'
        ).fetchall()
        numbers = warehouse.execute(
            "select accident_no, region_id, township_known, is_place_unlisted "
            "from marts.fct_accidents where hand_in_id like '%2024-01%' order by 1 nulls last"
        ).fetchall()
    assert cells == [
        (5, "死亡", "-1", "不应为负数"),
        (6, "死亡", "1.5", "应为整数"),
        (7, "死亡", "汉字2个", "应为数字"),
        (8, "发生时间", "汉字4个", "应为日期时间"),
        (9, "发生时间", "2024-02-01 08:00", "日期在 2024-02，不在报表期 2024年1月 内"),
        (10, "事故编号", "空白", "缺少编号或名称"),
        (
            11,
            "事故编号",
            "SC202401001",
            "与工作表 台账 第 4 行重复（编号或所指事项与月份相同，或各栏全同）",
        ),
        (
            12,
            "所属苏木镇(街道)",
            "汉字2个",
            "不在区划名单中；只计入全旗，请写苏木镇（街道）全称",
        ),
    ]
    assert numbers == [
        ("SC202401001", "150621100", True, False),
        ("SC202401009", "150621", False, True),
        (None, "150621100", True, False),  # a number that is missing costs no accident
    ]


def test_the_rest_of_the_pack_is_still_right(pack: DataDir) -> None:
    expected = yearly_rates(invent(YEARS, seed=3))
    with connect(pack) as warehouse:
        for (indicator, year), (numerator, denominator) in expected.items():
            found = _rate(warehouse, indicator, year)
            assert found[:2] == (numerator, pytest.approx(denominator, rel=1e-12)), (
                indicator,
                year,
            )


def _rate(warehouse: duckdb.DuckDBPyConnection, indicator: str, year: int) -> tuple[float, ...]:
    return warehouse.execute(
        "select numerator, denominator, rate from marts.fct_indicator_rates "
        "where indicator_id = ? and region_id = '150621' and period_kind = 'year' "
        "and period_end = ?",
        [indicator, f"{year}-12-31"],
    ).fetchone()


def test_a_held_file_is_released_by_the_office_and_can_be_refused_again(
    pack: DataDir, tmp_path: Path
) -> None:
    copy = DataDir(tmp_path / "copy")
    shutil.copytree(
        pack.root, copy.root, symlinks=True, ignore=shutil.ignore_patterns("*2019年02月*")
    )

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--data", str(copy.root)])

    held = "机动车保有量_2023年（更正）.xlsx"
    assert run("accept", held, "--reason", "已核实").exit_code == 0
    assert run("build").exit_code == 0
    with connect(copy) as warehouse:
        status, reason = warehouse.execute(
            "select status, reason from marts.fct_hand_ins where path like ?", [f"%{held}"]
        ).fetchone()
        assert status == "accepted"
        assert "已核实" in reason
        assert _rate(warehouse, "road_deaths_per_10k_vehicles", 2023)[1] == 40_000
    assert run("accept", held).exit_code == 2  # a release has a reason
    assert (
        run("accept", "生产安全事故台账_2022年02月（更正）.xlsx", "--reason", "已核实").exit_code
        == 2
    )
    assert run("reject", held).exit_code == 0
    assert run("accept", "没有这个文件.xlsx").exit_code == 2


def test_months_in_which_nothing_happened_are_zero_not_unknown(data: DataDir) -> None:
    """Two empty months of one form are the same bytes, and still two hand-ins."""
    for month in ("01", "02"):
        csv_file(data.inbox / f"道路交通事故明细_2024{month}.csv", [ROAD_HEADER])
    production_file(
        data.inbox / "生产安全事故台账_2024年01月.xlsx", [], production_total(0, 0, 0, 0)
    )
    assert build(data).is_published
    with connect(data) as warehouse:
        assert warehouse.execute(
            "select count(*) from marts.fct_hand_ins where status = 'accepted'"
        ).fetchone() == (3,)
        found = warehouse.execute(
            "select numerator, is_complete from marts.fct_indicator_rates where period_kind = 'month' "
            "and indicator_id = 'road_deaths_per_10k_vehicles' and region_id = '150621' "
            "and period_end <= '2024-02-29' order by period_end"
        ).fetchall()
    assert found == [(0, True), (0, True)]

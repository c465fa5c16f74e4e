"""What changes a published figure is named: a correction, a hand-in; and what nobody did stops."""

import json
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import Result
from typer.testing import CliRunner

from analysis.base.settings import DataDir, local_now
from analysis.cli import app
from analysis.marts import connect, mart
from analysis.marts.caveats import caveat_words
from analysis.pipeline import build
from analysis.warehouse.notify import new_red_signals
from analysis.warehouse.publish import current_build
from tests.conftest import Published
from tests.files import csv_file, production_file, production_row
from tests.moved import move_figures

HEADER = "form,period,key,column,expected,corrected,reason,who,date\n"
RATE = "production_deaths_per_100m_gdp"


def pack(data: DataDir, deaths: int = 1) -> None:
    for month in (1, 2, 3):
        rows = [
            production_row(f"SC{month}", 发生时间=f"2024-0{month}-05 08:00", 死亡=deaths),
            production_row(f"SX{month}", 发生时间=f"2024-0{month}-06 08:00", 死亡=0),
        ]
        production_file(data.inbox / f"生产安全事故台账_2024年0{month}月.xlsx", rows)
    gdp = [["指标", "本期累计（亿元）"], ["地区生产总值", 100]]
    csv_file(data.inbox / "地区生产总值_2024年一季度.csv", gdp)


def corrected(folder: Path, monkeypatch: pytest.MonkeyPatch, *rows: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "corrections.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    monkeypatch.setattr("analysis.ingest.run.seeds_folder", lambda: folder)


def quarter(data: DataDir) -> dict[str, object]:
    rates = mart("fct_indicator_rates", data)
    return rates.filter(
        pl.col("indicator_id") == RATE,
        pl.col("region_id") == "150621",
        pl.col("period_kind") == "quarter",
    ).row(0, named=True)


def test_a_correction_counts_is_listed_and_expires_when_the_file_is_mended(
    data: DataDir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack(data)
    assert build(data).is_published
    corrected(
        tmp_path / "seeds",
        monkeypatch,
        "production_accidents,,SC1,deaths,1,3,医院来函,安委办,2024-05-01",
        "production_accidents,2024-02,SX2,deaths,0,drop,不属生产安全事故,安委办,2024-05-01",
        "gdp,,gdp,cumulative_yuan,10000000000,12500000000,统计局电话更正,安委办,2024-05-01",
    )
    result = build(data)
    assert result.is_published, result.failures
    row = quarter(data)
    assert (row["numerator"], row["denominator"], row["rate"]) == (5, 1.25e10, 0.04)
    assert "含本级更正2处；分母含本级更正" in caveat_words(row, "zh")
    assert row["caveats"][-2:] == ["corrected", "denominator_corrected"]
    assert mart("fct_accidents", data).height == 5
    listed = mart("fct_corrections", data).sort("correction")
    assert listed["status"].to_list() == ["applied"] * 3
    assert listed["found"].to_list() == ["1", "0", "10000000000"]
    (restated,) = (
        mart("fct_restatements", data)
        .filter(pl.col("indicator_id") == RATE, pl.col("period_kind") == "quarter")
        .filter(pl.col("region_id") == "150621")
        .iter_rows(named=True)
    )
    assert (restated["rate_before"], restated["rate"]) == (0.03, 0.04)
    assert (
        restated["correction_keys"] == "gdp gdp、production_accidents SC1、production_accidents SX2"
    )
    pack(data, deaths=3)  # the department mends its file
    answer = CliRunner().invoke(app, ["build", "--data", str(data.root)])
    assert answer.exit_code == 1
    assert "assert_corrections_still_stand" in answer.output
    said = " ".join(answer.output.split())
    assert "更正以为报的是 1，现在报的是 3，要改成 3" in said
    assert quarter(data)["numerator"] == 5  # what was published stays


def test_a_figure_that_moves_by_itself_stops_the_build_and_tells_who_asked_to_be_told(
    data: DataDir, tmp_path: Path
) -> None:
    pack(data)
    assert build(data).is_published
    move_figures(data)

    told = tmp_path / "told.txt"
    script = tmp_path / "tell.py"
    script.write_text(
        f"import sys, pathlib\npathlib.Path({str(told)!r}).write_text(sys.stdin.read())\n",
        encoding="utf-8",
    )

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--data", str(data.root)])

    answer = run("build", "--write-log", "--notify", f"{sys.executable} {script}")
    assert answer.exit_code == 1
    assert "assert_nothing_moved_without_a_cause" in answer.output
    assert "assert_nothing_moved_without_a_cause" in told.read_text(encoding="utf-8")
    log = (data.warehouse / "logs" / "safety.log").read_text(encoding="utf-8")
    assert "assert_nothing_moved_without_a_cause" in log
    state = json.loads(run("status", "--json").output)
    assert (state["is_published"], state["last_build_status"]) == (True, "failed")
    answer = run("build", "--accept-drift", "新版程序")
    assert answer.exit_code == 0, answer.output
    drift = mart("fct_drift", data)
    assert set(drift["drift_accepted_because"]) == {"新版程序"}
    assert drift.filter(what="rate")["moved_pct"].to_list() == pytest.approx([50] * drift.height)
    assert json.loads(run("status", "--json").output)["drift"] == drift.height


def test_a_row_that_another_months_file_repeats_is_a_cause_not_a_drift(data: DataDir) -> None:
    rows = [production_row(f"SC{n}", 发生时间="2024-03-05 08:00", 死亡=n) for n in (1, 2)]
    production_file(data.inbox / "生产安全事故台账_2024年03月.xlsx", rows)
    gdp = [["指标", "本期累计（亿元）"], ["地区生产总值", 100]]
    csv_file(data.inbox / "地区生产总值_2024年一季度.csv", gdp)
    for month in (1, 2):
        path = data.inbox / f"生产安全事故台账_2024年0{month}月.xlsx"
        production_file(
            path, [production_row(f"SX{month}", 发生时间=f"2024-0{month}-06 08:00", 死亡=0)]
        )
    assert build(data).is_published
    again = production_row("SC2", 发生时间="2024-02-06 08:00", 死亡=2)
    production_file(data.inbox / "生产安全事故台账_2024年02月（更正）.xlsx", [again])
    result = build(data)
    assert result.is_published, result.failures
    assert mart("fct_drift", data).is_empty()
    assert quarter(data)["numerator"] == 3


def test_a_clock_set_back_loses_nothing(data: DataDir, monkeypatch: pytest.MonkeyPatch) -> None:
    pack(data)
    first = build(data).build.build_id
    past = local_now().replace(year=2023)
    monkeypatch.setattr("analysis.pipeline.local_now", lambda: past)
    assert build(data).is_published
    assert current_build(data) != first
    assert mart("fct_accidents", data).height == 6
    assert CliRunner().invoke(app, ["rollback", "--data", str(data.root)]).exit_code == 0
    assert current_build(data) == first


def test_red_signals_that_were_not_there_before_are_told(published: Published) -> None:
    """Two red ones, one of them known before."""
    data = published.data
    build_id = current_build(data)
    folder = data.builds / build_id
    copy = data.root / "copy"
    (copy / "warehouse/builds" / build_id / "register/before").mkdir(parents=True)
    target = DataDir(copy).builds / build_id
    (target / "city_safety.duckdb").write_bytes((folder / "city_safety.duckdb").read_bytes())
    with duckdb.connect(target / "city_safety.duckdb") as warehouse:
        keys = "series, region_id, rule, start_period_end, end_period_end, level"
        warehouse.execute(
            "insert into marts.fct_signal_episodes (indicator_id, region_id, series, rule, "
            "start_period_end, end_period_end, peak_period_end, peak_first_day, peak_last_day, "
            "value, expected, upper, level, known_to, state) "
            "select indicator_id, '150621', numerator_series, 'monthly_count', date '2023-11-30', "
            "date '2023-12-31', date '2023-12-31', date '2023-12-01', date '2023-12-31', "
            "31, 12.34, 20, 'red', date '2023-12-31', 'open' from marts.dim_indicator order by 1 limit 2"
        )
        red = warehouse.execute(
            f"select {keys} from marts.fct_signal_episodes where level = 'red'"  # noqa: S608
        ).pl()
        rates = warehouse.table("marts.fct_indicator_rates").pl()
    before = target / "register/before"
    rates.head(1).write_parquet(before / "rates.parquet")
    grown = pl.col("end_period_end").dt.offset_by("-1mo")  # an episode that goes on is not new
    red.head(1).with_columns(grown).write_parquet(before / "signals.parquet")
    found = new_red_signals(DataDir(copy), build_id)
    assert len(found) == red.height - 1
    assert found[0].startswith("达拉特旗")
    assert "2023年12月计入此项的事故31起，按以往同期约12.3起" in "".join(found)


def test_decisions_are_kept_with_who_when_and_why(data: DataDir) -> None:
    rows = [production_row("SC1", 死亡=1)]
    total = ["合计", *[""] * 7, 5, 0, 2, 12.5]
    production_file(data.inbox / "生产安全事故台账_2024年03月.xlsx", rows, total)
    build(data)
    words = ["accept", "生产安全事故台账_2024年03月.xlsx", "--reason", "合计笔误"]
    assert CliRunner().invoke(app, [*words, "--data", str(data.root)]).exit_code == 0
    assert build(data).is_published
    (decision,) = mart("fct_decisions", data).iter_rows(named=True)
    assert (decision["verdict"], decision["reason"]) == ("accept", "合计笔误")
    assert decision["who"]
    with connect(data) as warehouse:
        assert warehouse.execute("select sum(deaths) from marts.fct_accidents").fetchone() == (1,)


def test_units_for_systemd_and_cron_are_printed_whole(data: DataDir) -> None:
    words = ["schedule", "--print", "--at", "03:15", "--notify", "mail -s '失败 100%' a@b"]
    answer = CliRunner().invoke(app, [*words, "--data", str(data.root)])
    assert answer.exit_code == 0
    assert "OnCalendar=*-*-* 03:15:00 Asia/Shanghai" in answer.output
    assert "\"mail -s '失败 100%%' a@b\"" in answer.output
    assert "\n15 3 * * * cd " in answer.output
    assert "100\\%" in answer.output
    assert CliRunner().invoke(app, ["schedule"]).exit_code == 2
    assert CliRunner().invoke(app, ["schedule", "--print", "--at", "25:00"]).exit_code == 2

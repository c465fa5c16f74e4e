"""Going back: to an earlier build, and to what was known on an earlier day."""

import os
import shutil
from datetime import date, datetime
from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

from analysis.base.settings import TIME_ZONE, DataDir
from analysis.cli import app
from analysis.marts import connect, mart
from analysis.pipeline import build
from analysis.sample import write_sample
from analysis.warehouse.publish import clean_up, current_build
from tests.files import handed_in, production_file, production_row, production_total

KEYS = ["indicator_id", "target_id", "region_id", "year", "period_kind", "period_end"]
CUT = date(2023, 6, 30)


def run(data: DataDir, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--data", str(data.root)])


def test_what_was_known_in_june_comes_out_the_same_in_december(tmp_path: Path) -> None:
    whole, june = DataDir(tmp_path / "whole"), DataDir(tmp_path / "june")
    write_sample(whole.inbox, range(2022, 2024), seed=11, messy=True)
    last = datetime(2023, 6, 30, 23, 59, tzinfo=TIME_ZONE).timestamp()
    for path in whole.inbox.rglob("*.*"):
        if path.is_file() and path.stat().st_mtime <= last:
            target = june.inbox / path.relative_to(whole.inbox)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    assert build(
        june, as_of=CUT, dated_by_files=True
    ).is_published  # the report as it was made in June
    assert build(
        whole, dated_by_files=True
    ).is_published  # December: everything has come in, and some was corrected
    current = current_build(whole)
    answer = run(whole, "build", "--as-of", CUT.isoformat())
    assert answer.exit_code == 0, answer.output
    assert current_build(whole) == current
    for name in ("fct_indicator_rates", "fct_indicator_trends", "fct_target_progress"):
        then, again = mart(name, june, CUT), mart(name, whole, CUT)
        keys = [key for key in KEYS if key in then.columns]
        assert then.sort(keys).equals(again.sort(keys)), name
    assert len(mart("fct_indicator_rates", whole)) > len(mart("fct_indicator_rates", whole, CUT))
    clean_up(whole, [])
    assert mart("fct_builds", whole, CUT)["as_of"][-1] == CUT


def test_rollback_goes_to_the_build_before_and_forward_again(data: DataDir) -> None:
    path = data.inbox / "生产安全事故台账_2024年03月.xlsx"
    ids = []
    for deaths in (1, 2):
        production_file(path, [production_row(死亡=deaths)])
        ids.append(build(data).build.build_id)
    assert run(data, "rollback").exit_code == 0
    with connect(data) as warehouse:
        assert warehouse.execute("select sum(deaths) from marts.fct_accidents").fetchone() == (1,)
    assert run(data, "rollback").exit_code == 2  # nothing before the first
    assert run(data, "rollback", ids[1]).exit_code == 0
    assert current_build(data) == ids[1]
    assert run(data, "rollback", "no-such-build").exit_code == 2
    assert ids[0] in run(data, "builds").output.replace("\n", "")


def test_a_clerk_is_told_what_would_happen_and_nothing_changes(
    data: DataDir, tmp_path: Path
) -> None:
    production_file(data.inbox / "生产安全事故台账_2024年03月.xlsx", [production_row()])
    build(data)
    before = _state(data)
    good = production_file(
        tmp_path / "生产安全事故台账_2024年04月.xlsx",
        [production_row("SC2", 发生时间="2024-04-01")],
    )
    total = production_total(9, 0, 2, 12.5)
    bad = production_file(
        tmp_path / "生产安全事故台账_2024年05月.xlsx",
        [production_row("SC3", 发生时间="2024-05-01")],
        total,
    )
    other = handed_in(shutil.copy(good, tmp_path / "通知.xlsx"), 60)
    assert "采用" in (answer := run(data, "check", str(good))).output
    assert answer.exit_code == 0
    assert "合计 9，明细相加 1" in (answer := run(data, "check", str(bad))).output
    assert answer.exit_code == 1
    assert "不是已知报表" in run(data, "check", str(other)).output
    assert _state(data) == before


def _state(data: DataDir) -> dict[str, int]:
    found = {}
    for root, _, names in os.walk(data.root):
        for name in names:
            path = Path(root) / name
            found[str(path)] = path.stat().st_mtime_ns
    return found

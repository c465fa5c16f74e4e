"""What is published is proved to be what a build would make; whatever of it is new or in doubt is built."""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest
from typer.testing import CliRunner

from analysis.base.settings import PROJECT, DataDir, local_now
from analysis.cli import app
from analysis.ingest.archive import Archive, Received
from analysis.ingest.decisions import Decision, Decisions
from analysis.marts import Snapshot
from analysis.marts.open import FILE_NAME
from analysis.messages import Message
from analysis.pipeline import build
from analysis.warehouse import unchanged
from analysis.warehouse.build_log import BuildLog
from analysis.warehouse.publish import build_before, current_build
from analysis.warehouse.unchanged import Proof, changed, inputs, last_check
from tests.conftest import Published
from tests.files import production_file, production_row
from tests.processes import SAFETY, run

LATER = "生产安全事故台账_2024年03月.xlsx"
RECORD = "inputs.json"
HEAVY = ("dbt", "duckdb", "numpy", "polars", "pyarrow", "scipy")


@pytest.fixture
def copy(published: Published, tmp_path: Path) -> DataDir:
    """A folder of the shared build, to be changed."""
    shutil.copytree(published.data.root, tmp_path / "copy", symlinks=True)
    return DataDir(tmp_path / "copy")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project in a folder of its own, to be changed; the question is asked of it."""
    for part in (*unchanged._CODE, *unchanged._ROWS):
        place = tmp_path / "project" / part
        place.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (PROJECT / part).is_dir() else shutil.copy)(PROJECT / part, place)
    monkeypatch.setattr(unchanged, "PROJECT", tmp_path / "project")
    return tmp_path / "project"


def written_over(path: Path) -> None:
    """Another byte at its end, with size and time as they were."""
    before = path.stat()
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"~")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def first(folder: Path, pattern: str) -> Path:
    return next(path for path in sorted(folder.rglob(pattern)) if path.is_file())


OF_PROJECT = {
    "analysis": "analysis/statistics/limits.py",
    "dbt_project.yml": "dbt_project.yml",
    "layouts": "layouts/fires.yml",
    "macros": "macros/rate.sql",
    "models": "models/intermediate/rates/int_rates.sql",
    "profiles.yml": "profiles.yml",
    "seeds": "seeds/corrections.csv",
    "tests/data": "tests/data/generic/is_key.sql",
}


@pytest.mark.parametrize("kind", OF_PROJECT)
def test_a_change_of_code_or_rows_is_seen_and_a_touched_file_is_none(
    copy: DataDir, project: Path, kind: str
) -> None:
    path = project / OF_PROJECT[kind]
    path.touch()
    assert changed(copy, inputs(copy)) == []
    written_over(path)
    assert changed(copy, inputs(copy)) == [kind]


def a_new_file(data: DataDir) -> None:
    production_file(data.inbox / LATER, [production_row()])


def the_same_name_at_another_time(data: DataDir) -> None:
    os.utime(first(data.inbox, "*.xlsx"), (1, 1))


def a_link_to_a_folder(data: DataDir) -> None:
    (data.inbox / "链接").symlink_to(data.root)


def a_decision(data: DataDir) -> None:
    received = Archive(data.archive).all_received()[0]
    about = (received.sha256, received.path, "reject", "x", local_now(), "误报")
    Decisions(data.archive).add(Decision(*about))


def rows_read(data: DataDir) -> None:
    written_over(first(data.raw / "fires", "*.parquet"))


def the_register(data: DataDir) -> None:
    written_over(data.raw / "register" / "hand_ins.parquet")


def the_published_file(data: DataDir) -> None:
    written_over(data.current / FILE_NAME)


def a_page(data: DataDir) -> None:
    data.current.resolve().chmod(0o755)
    (data.current / "situation.html").unlink()


def what_is_current(data: DataDir) -> None:
    shutil.copytree(data.current.resolve(), data.builds / "earlier")
    data.current.unlink()
    data.current.symlink_to("builds/earlier")


def a_failed_build(data: DataDir) -> None:
    log = BuildLog(data.warehouse)
    log.put(replace(log.builds[-1], build_id="later", status="failed"))


OF_DATA: dict[Callable[[DataDir], None], str] = {
    a_new_file: "inbox",
    the_same_name_at_another_time: "inbox",
    a_link_to_a_folder: "inbox",
    a_decision: "archive",
    rows_read: "raw",
    the_register: "register",
    the_published_file: "published",
    a_page: "published",
    what_is_current: "published",
    a_failed_build: "log",
}


@pytest.mark.parametrize("change", OF_DATA, ids=lambda change: change.__name__)
def test_a_change_of_the_data_folder_is_seen(
    copy: DataDir, change: Callable[[DataDir], None]
) -> None:
    assert changed(copy, inputs(copy)) == []
    change(copy)
    assert changed(copy, inputs(copy)) == [OF_DATA[change]]


def test_another_machine_day_or_home_is_seen(
    copy: DataDir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def now() -> list[str]:
        return changed(copy, inputs(copy))

    with monkeypatch.context() as patch:
        (tmp_path / "polars-0.1.dist-info").mkdir()
        patch.syspath_prepend(tmp_path)
        assert now() == ["versions"]
    with monkeypatch.context() as patch:
        patch.setenv("DBT_THREADS", "1")
        assert now() == ["environment"]
        patch.setenv("DBT_THREADS", "\udcff")  # bytes that are no text
        assert now() == ["environment"]
    with monkeypatch.context() as patch:
        patch.setattr(unchanged, "local_now", lambda: local_now() + timedelta(days=1))
        assert now() == ["day"]
    with monkeypatch.context() as patch:
        patch.setenv("SAFETY_HOME", str(tmp_path / "home"))
        assert now() == ["home"]
        there = inputs(copy)["home"]
        (tmp_path / "home" / "seeds").mkdir(parents=True)
        (tmp_path / "home" / "seeds" / "regions.csv").touch()
        assert inputs(copy)["home"] != there
    assert now() == []


@pytest.mark.parametrize("content", [None, "", "[]", '{"inputs": []}', "{}", "[" * 10**5])
def test_without_a_whole_record_all_is_in_doubt(copy: DataDir, content: str | None) -> None:
    record = copy.warehouse / RECORD
    record.unlink() if content is None else record.write_text(content)
    assert changed(copy, inputs(copy)) == list(inputs(copy))
    assert last_check(copy) is None


def test_what_cannot_be_read_is_like_nothing_else(copy: DataDir) -> None:
    path = first(copy.raw / "fires", "*.parquet")
    path.unlink()
    path.symlink_to(path)
    assert inputs(copy)["raw"] != inputs(copy)["raw"]


def drifted(data: DataDir) -> None:
    (data.current / FILE_NAME).chmod(0o644)
    with duckdb.connect(data.current.resolve() / FILE_NAME) as warehouse:
        warehouse.execute("insert into marts.fct_drift (what) values ('rate')")


@pytest.mark.parametrize("doubt", ["none", "code", "raw", "waits", "drift"])
def test_what_is_in_doubt_while_a_build_runs_is_not_kept(
    copy: DataDir, project: Path, doubt: str
) -> None:
    (copy.warehouse / RECORD).unlink()
    (project / "models" / "new.sql").touch()  # before the build begins
    time.sleep(2 * unchanged._CLOCK_TICK)
    proof = Proof(copy)
    proof.note_read(is_settled=doubt != "waits", archives={})
    if doubt == "code":  # and as it was again
        path = project / OF_PROJECT["models"]
        text = path.read_bytes()
        path.write_bytes(b"")
        path.write_bytes(text)
    elif doubt == "raw":
        rows_read(copy)
    elif doubt == "drift":
        drifted(copy)
    proof.keep(copy.current.resolve().name, local_now().date())
    assert (copy.warehouse / RECORD).exists() == (doubt == "none")
    assert (changed(copy, inputs(copy)) == []) == (doubt == "none")


@pytest.mark.parametrize(
    ("code", "waits"),
    [(None, False), ("too_large", False), ("being_written", True), ("unreadable_by_system", True)],
)
def test_a_file_that_may_be_taken_later_as_it_is_waits(code: str | None, waits: bool) -> None:
    problem = Message(code) if code else None
    assert Received("x", 1, 1.0, problem=problem).is_tried_again == waits


def test_builds_of_equal_inputs_have_equal_marts_row_by_row(copy: DataDir) -> None:
    known, before = inputs(copy), Snapshot(copy)
    assert build(copy).is_published
    now, after = inputs(copy), Snapshot(copy)
    assert before.path != after.path
    made = {"register", "published", "log"}
    assert {kind for kind in now if now[kind] != known[kind]} == made
    assert changed(copy, now) == []
    with after.connect() as warehouse:
        query = "select table_name from duckdb_tables() where schema_name = 'marts'"
        names = {name for (name,) in warehouse.execute(query).fetchall()} - {"fct_builds"}
    assert len(names) > 30
    for name in names:
        old, new = before[name], after[name]
        assert old.sort(pl.all()).equals(new.sort(pl.all())), name


def test_nothing_new_is_said_recorded_and_costs_no_build(copy: DataDir) -> None:
    log, current = (copy.warehouse / "builds.json").read_bytes(), current_build(copy)
    words = [sys.executable, "-X", "importtime", *SAFETY[1:], "build", "--write-log"]
    code, said = run(words, copy.root)
    assert code == 0, said
    assert f"没有新内容：{current}" in said
    loaded = {line.rsplit("|", 1)[-1].strip() for line in said.splitlines() if "|" in line}
    assert "analysis.warehouse.unchanged" in loaded
    assert not [name for name in loaded if name.split(".")[0] in HEAVY]
    assert current_build(copy) == current
    assert (copy.warehouse / "builds.json").read_bytes() == log
    assert "没有新内容" in (copy.warehouse / "logs" / "safety.log").read_text(encoding="utf-8")
    checked_at = last_check(copy)
    assert checked_at
    code, said = run([*SAFETY, "status"], copy.root)
    assert (code, f"最近一次核对：{checked_at}" in said) == (0, True), said
    code, said = run([*SAFETY, "status", "--json"], copy.root)
    assert json.loads(said)["checked_at"] == checked_at


def test_something_new_is_built_and_then_nothing_is_new(copy: DataDir) -> None:
    before = current_build(copy)
    a_new_file(copy)
    code, said = run([*SAFETY, "build"], copy.root)
    assert (code, "已发布" in said) == (0, True), said
    published = current_build(copy)
    assert published != before
    assert "没有新内容" in run([*SAFETY, "build"], copy.root)[1]
    assert build_before(copy, BuildLog(copy.warehouse).builds) == before
    assert run([*SAFETY, "rollback"], copy.root)[0] == 0
    assert "published" in changed(copy, inputs(copy))


def test_a_build_that_ends_before_it_is_recorded_is_made_again_and_one_that_is_asked_for_is_made(
    copy: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    before = current_build(copy)
    with monkeypatch.context() as patch:
        patch.setattr("analysis.pipeline.Proof.keep", ended)
        words = ["build", "--anyway", "--data", str(copy.root)]
        assert CliRunner().invoke(app, words).exit_code == 130
    assert current_build(copy) != before
    assert "published" in changed(copy, inputs(copy))
    assert last_check(copy) is None

"""Every ending of a build that is not a publication reaches console, log, exit code and notify; and
what is published stays what it was, or is told."""

import json
import shlex
import shutil
import signal
import stat
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest
from typer.testing import CliRunner

from analysis.base.files import sha256_of
from analysis.base.settings import DataDir, local_now
from analysis.base.stopped import Stopped
from analysis.cli import app
from analysis.cli.ending import told
from analysis.cli.plain_console import PlainConsole
from analysis.ingest.run import Ingested
from analysis.marts import mart
from analysis.marts.open import FILE_NAME
from analysis.pipeline import BuildResult, build
from analysis.warehouse.build_log import Build, BuildLog
from analysis.warehouse.publish import clean_up, current_build, publish, seal
from tests.conftest import Published
from tests.files import production_file, production_row
from tests.processes import SAFETY, run, start

pytestmark = pytest.mark.slow


def _raise(error: BaseException) -> Callable[..., None]:
    def work(*_: object, **__: object) -> None:
        raise error

    return work


def _wrapped(error: BaseException) -> BaseException:
    """As it comes out of the making of a class, see `stop_behind`."""
    other = RuntimeError("Error calling __set_name__")
    other.__cause__ = error
    return other


@pytest.mark.parametrize(
    ("error", "exit_code", "status"),
    [
        (SystemExit(0), 1, "failed"),
        (SystemExit(2), 1, "failed"),
        (ValueError("坏\x1b[2J值\nforged"), 1, "failed"),
        (MemoryError(), 1, "failed"),
        (OSError(28, "No space left on device"), 1, "failed"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (Stopped(signal.SIGHUP), 129, "interrupted"),
        (_wrapped(Stopped(signal.SIGTERM)), 143, "interrupted"),
        (_wrapped(ValueError("坏值")), 1, "failed"),
    ],
)
@pytest.mark.parametrize("at", ["ingest_with_counties", "run_build"])
def test_whatever_ends_a_build_is_told(
    data: DataDir,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    exit_code: int,
    status: str,
    at: str,
) -> None:
    told_file = data.root / "told.txt"
    monkeypatch.setattr(f"analysis.pipeline.{at}", _raise(error))
    words = ["build", "--write-log", "--notify", shlex.join(["tee", str(told_file)])]
    answer = CliRunner().invoke(app, [*words, "--data", str(data.root)])
    assert answer.exit_code == exit_code
    log = (data.warehouse / "logs" / "safety.log").read_text(encoding="utf-8")
    message = told_file.read_text(encoding="utf-8")
    name = signal.Signals(exit_code - 128).name if exit_code > 128 else type(error).__name__
    for text in (answer.output, log, message):
        assert "没有发布" in text or "无法读写" in text
        assert name in text or "磁盘已满。请腾出空间" in text
        assert "\x1b" not in text
    assert f"退出码 {exit_code}" in message
    assert "Traceback" not in answer.output + message
    assert ("Traceback" in log) == (exit_code == 1)
    assert not any(line.startswith("forged") for line in log.splitlines())
    last = json.loads((data.warehouse / "builds.json").read_text(encoding="utf-8"))[-1]
    assert last["status"] == status
    assert last["detail"].startswith(type(error).__name__)


def test_an_ending_before_the_work_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = tmp_path / "told.txt"
    words = ["build", "--write-log", "--notify", shlex.join(["tee", str(told)])]
    answer = CliRunner().invoke(app, [*words, "--data", str(tmp_path / "file" / "data")])
    assert answer.exit_code == 1
    for said in (answer.output, told.read_text(encoding="utf-8")):
        assert f"无法读写 {tmp_path / 'file'}" in said
        assert "不是目录" in said


@pytest.mark.parametrize("command", ["false", "/no/such/command", "'", "sleep 60"])
def test_a_notice_that_cannot_be_given_changes_nothing(
    data: DataDir, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr("analysis.warehouse.notify.TIMEOUT_SECONDS", 0.2)
    monkeypatch.setattr("analysis.pipeline.ingest_with_counties", _raise(ValueError("x")))
    words = ["build", "--notify", command, "--data", str(data.root)]
    assert CliRunner().invoke(app, words).exit_code == 1


def _whole(data: DataDir, build_id: str) -> Build:
    """A build that passed, sealed, with the intent to publish it in the log."""
    folder = data.builds / build_id
    (folder / "register").mkdir(parents=True)
    (folder / "register" / "run.parquet").write_bytes(b"x")
    (folder / FILE_NAME).write_bytes(build_id.encode())
    now = local_now()
    entry = Build(build_id, now, now.date(), "v", "publishing", sha256=seal(data, build_id))
    BuildLog(data.warehouse).put(entry)
    return entry


def test_a_kill_between_the_rename_and_the_log_leaves_everything_right(data: DataDir) -> None:
    first = _whole(data, "b1")
    publish(data, "b1")
    BuildLog(data.warehouse).put(replace(first, status="published"))
    _whole(data, "b2")
    publish(data, "b2")  # and killed
    _whole(data, "b3")  # killed before the rename
    statuses = {b.build_id: b.status for b in BuildLog(data.warehouse).builds}
    assert statuses == {"b1": "published", "b2": "published", "b3": "interrupted"}

    answer = CliRunner().invoke(app, ["builds", "--data", str(data.root)])
    assert answer.output.count("published") == 2
    assert CliRunner().invoke(app, ["rollback", "--data", str(data.root)]).exit_code == 0
    assert current_build(data) == "b1"
    assert CliRunner().invoke(app, ["rollback", "b2", "--data", str(data.root)]).exit_code == 0
    log = BuildLog(data.warehouse)
    clean_up(data, [b.build_id for b in log.builds if b.status == "published"])
    assert {path.name for path in data.builds.iterdir()} == {"b1", "b2"}


def test_what_is_published_is_read_only_with_its_hash_beside_it(data: DataDir) -> None:
    entry = _whole(data, "b1")
    folder = data.builds / "b1"
    for path in (folder, *folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o555 if path.is_dir() else 0o444), path
    assert (folder / f"{FILE_NAME}.sha256").read_text() == f"{entry.sha256}  {FILE_NAME}\n"
    clean_up(data, [])
    assert not folder.exists()


def test_a_file_that_was_changed_after_publication_is_told_and_never_trusted(
    data: DataDir,
) -> None:
    def run(*words: str) -> tuple[int, str]:
        answer = CliRunner().invoke(app, [*words, "--data", str(data.root)])
        return answer.exit_code, answer.output

    path = data.inbox / "生产安全事故台账_2024年03月.xlsx"
    for deaths in (1, 2):
        production_file(path, [production_row(死亡=deaths)])
        assert build(data).is_published
    changed = current_build(data)
    assert json.loads(run("status", "--json")[1])["is_changed_after_publication"] is False
    file = data.builds / changed / FILE_NAME
    file.chmod(0o644)
    with duckdb.connect(file) as warehouse:
        warehouse.execute("update marts.fct_indicator_rates set numerator = 77 where numerator > 0")
    assert "改动" in run("status")[1]
    assert json.loads(run("status", "--json")[1])["is_changed_after_publication"] is True
    code, said = run("build")  # no drift to accept
    assert code == 0, said
    assert 77 not in mart("fct_restatements", data)["numerator_before"].to_list()
    assert current_build(data) != changed
    code, said = run("rollback", changed)
    assert code == 2
    assert "改动" in said
    published = BuildLog(data.warehouse).builds[-1]
    assert published.sha256 == sha256_of(data.current.resolve() / FILE_NAME)


def test_a_build_of_another_version_is_told_with_what_to_do(
    published: Published, tmp_path: Path
) -> None:
    data = DataDir(tmp_path / "data")
    shutil.copytree(published.data.warehouse, data.warehouse, symlinks=True)
    folder = data.current.resolve()
    assert folder.is_relative_to(tmp_path)
    for path in (folder, folder / FILE_NAME, folder / f"{FILE_NAME}.sha256"):
        path.chmod(0o755)
    with duckdb.connect(folder / FILE_NAME) as warehouse:
        warehouse.execute("alter table marts.fct_signal_episodes drop column known_to")
    seal(data, folder.name)
    code, said = run([*SAFETY, "report", "--year", "2023"], data.root)
    assert code == 1
    assert "known_to" in said
    assert "请先运行 safety build" in said
    assert "Traceback" not in said


def test_news_say_how_much_waits(data: DataDir, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_ins = [("a", "accepted", False), ("b", "held", True), ("c", "superseded", False)]
    cells = [("a", "s", 1, "set_aside"), ("a", "s", 1, "set_aside"), ("c", "s", 2, "set_aside")]
    names = {"hand_ins": ("status", "waits"), "quarantined_cells": ("sheet", "row", "fate")}
    tables = {
        name: pl.DataFrame(rows, schema=["hand_in_id", *names[name]], orient="row")
        for name, rows in (("hand_ins", hand_ins), ("quarantined_cells", cells))
    }
    now = local_now()
    ingested = Ingested([], [], 0, tables, {})
    result = BuildResult(Build("b1", now, now.date(), "v", "published"), ingested, [])
    monkeypatch.setattr("analysis.cli.ending.new_red_signals", lambda *_: ["红色"])
    told_path = data.root / "told.txt"
    command = shlex.join(["tee", str(told_path)])
    with told(data, None, command, "zh", PlainConsole()) as after:
        after(result)
    assert told_path.read_text(encoding="utf-8").splitlines()[1:] == [
        "红色",
        "另有 1 份文件、1 行数据待核，0 行存疑",
    ]


def _catches(pid: int, number: signal.Signals) -> bool:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    caught = next(line.split()[1] for line in lines if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (number - 1) & 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("seconds", [0, 0.3])
def test_a_signal_while_the_program_starts_reaches_log_and_notice(
    tmp_path: Path, number: signal.Signals, seconds: float
) -> None:
    told_file = tmp_path / "told.txt"
    words = ["build", "--write-log", "--notify", shlex.join(["tee", str(told_file)])]
    process = start([*SAFETY, *words], tmp_path / "data")
    while not _catches(process.pid, signal.SIGTERM):
        time.sleep(0.005)
    time.sleep(seconds)
    process.send_signal(number)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + number, said
    log = (tmp_path / "data" / "warehouse" / "logs" / "safety.log").read_text(encoding="utf-8")
    for text in (said, log, told_file.read_text(encoding="utf-8")):
        assert number.name in text
        assert "Traceback" not in text

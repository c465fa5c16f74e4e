"""Publishing: whole or not at all, one at a time, and never in a reader's way."""

import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from analysis.base.settings import PROJECT, DataDir
from analysis.cli import app
from analysis.ingest.remembered import read_about, sealed
from analysis.marts import connect, mart
from analysis.marts.open import NotPublished
from analysis.pipeline import build
from analysis.warehouse.lock import Locked, build_lock
from analysis.warehouse.publish import NotWhole, clean_up, publish
from tests.conftest import Published
from tests.files import production_file, production_row
from tests.processes import by_hand

pytestmark = pytest.mark.slow


def small_pack(data: DataDir, deaths: int = 1) -> None:
    row = production_row(死亡=deaths)
    production_file(data.inbox / "生产安全事故台账_2024年03月.xlsx", [row])


def deaths(data: DataDir) -> int:
    with connect(data) as warehouse:
        return warehouse.execute("select sum(deaths) from marts.fct_accidents").fetchone()[0]


def test_a_failed_test_is_named_with_its_rows_and_leaves_what_was_published(
    data: DataDir, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    small_pack(data)
    assert build(data).is_published
    before = data.current.readlink()
    # a register that says one row too many makes a data test fail
    about = next((data.raw / "production_accidents").glob("*.json"))
    stored = read_about(about)
    stored["counts"]["accepted"] += 1
    about.write_text(sealed(stored), encoding="utf-8")
    answer = CliRunner().invoke(app, ["build", "--data", str(data.root)])
    assert answer.exit_code == 1
    assert "assert_accepted_rows_are_all_accidents" in answer.output
    assert "rows_accepted=2" in answer.output
    assert data.current.readlink() == before
    assert deaths(data) == 1
    about.unlink()
    assert build(data).is_published
    statuses = [row["status"] for row in mart("fct_builds", data).sort("started_at").to_dicts()]
    assert statuses == ["published", "failed", "published"]


def test_the_second_build_is_told_who_holds_the_warehouse(data: DataDir) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with build_lock(data.warehouse):
            held.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    try:
        with pytest.raises(Locked) as error:
            build(data)
        assert error.value.holder["pid"]
        answer = CliRunner().invoke(app, ["build", "--data", str(data.root)])
        assert answer.exit_code == 1
        assert error.value.holder["pid"] in answer.output
    finally:
        done.set()
        holder.join()


def test_a_reader_keeps_its_build_and_the_next_one_sees_the_new(data: DataDir) -> None:
    small_pack(data, deaths=1)
    build(data)
    reader = connect(data)
    small_pack(data, deaths=4)
    assert build(data).is_published
    assert reader.execute("select sum(deaths) from marts.fct_accidents").fetchone() == (1,)
    assert deaths(data) == 4
    with pytest.raises(duckdb.Error):
        reader.execute("create table marts.x (a int)")
    reader.close()


def test_an_overwritten_file_stays_on_record_as_superseded(data: DataDir) -> None:
    small_pack(data, deaths=1)
    build(data)
    small_pack(data, deaths=2)
    build(data)
    assert sorted(mart("fct_hand_ins", data)["status"]) == ["accepted", "superseded"]
    assert deaths(data) == 2


def test_a_build_that_is_not_whole_is_not_published(data: DataDir) -> None:
    (data.builds / "b1").mkdir(parents=True)
    with pytest.raises(NotWhole):
        publish(data, "b1")
    (data.builds / "b1/city_safety.duckdb").write_bytes(b"x")
    (data.builds / "b1/city_safety.duckdb.wal").write_bytes(b"x")
    with pytest.raises(NotWhole):
        publish(data, "b1")
    assert not data.current.exists()


def test_left_overs_are_removed_but_never_the_current_build(data: DataDir) -> None:
    for name in ("a", "b", "c"):
        (data.builds / name).mkdir(parents=True)
        (data.builds / name / "city_safety.duckdb").write_bytes(b"x")
    publish(data, "a")
    # a machine that stopped in the middle of moving the link
    (data.warehouse / ".current.1.link").symlink_to("builds/c")
    clean_up(data, published=["b"])
    assert not (data.warehouse / ".current.1.link").is_symlink()
    assert sorted(path.name for path in data.builds.iterdir()) == ["a", "b"]


def test_nothing_published_yet_is_said_so(data: DataDir) -> None:
    with pytest.raises(NotPublished):
        connect(data)
    answer = CliRunner().invoke(app, ["status", "--data", str(data.root)])
    assert answer.exit_code == 1
    assert "尚无已发布的数据" in answer.output


def test_strict_stops_at_a_refused_file(data: DataDir) -> None:
    small_pack(data)
    (data.inbox / "生产安全事故台账_2024年04月.xlsx").write_bytes(b"nothing")
    answer = CliRunner().invoke(app, ["build", "--strict", "--data", str(data.root)])
    assert answer.exit_code == 3
    assert not data.current.exists()
    answer = CliRunner().invoke(app, ["build", "--lang", "en", "--data", str(data.root)])
    assert answer.exit_code == 0
    assert "its content is not what the extension .xlsx says" in " ".join(answer.output.split())


def test_figures_are_published_even_where_the_page_about_them_cannot_be_drawn(
    data: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> str:
        raise ValueError("no such colour")

    monkeypatch.setattr("analysis.pages.situation.situation_page", broken)
    small_pack(data)
    answer = CliRunner().invoke(app, ["build", "--data", str(data.root)])
    assert answer.exit_code == 0, answer.output
    assert "situation.html: ValueError: no such colour" in answer.output
    assert deaths(data) == 1
    assert not (data.warehouse / "inputs.json").exists()  # the next build tries the page again


def test_an_empty_inbox_builds_and_says_so(data: DataDir) -> None:
    assert build(data).is_published
    assert mart("fct_accidents", data).height == 0


def test_units_of_the_models(published: Published) -> None:
    """dbt's unit tests, against the relations of a built warehouse."""
    database = published.data.root / "unit.duckdb"
    source = published.data.current.resolve() / "city_safety.duckdb"
    database.write_bytes(source.read_bytes())
    folders = [
        "--target-path",
        str(published.data.root / "u"),
        "--log-path",
        str(published.data.root / "ul"),
    ]
    command = "from dbt.cli.main import cli; cli()"
    done = subprocess.run(
        [sys.executable, "-c", command, "test", "--select", "test_type:unit", *folders],
        cwd=PROJECT,
        env=by_hand(published.data.root, database),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
    assert "ERROR=0" in done.stdout
    assert "PASS=0" not in done.stdout

"""What a lake must not publish, and what whoever builds in it is told."""

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

import analysis.warehouse.dbt as dbt
from analysis import pipeline
from analysis.base.engine import EngineUnusable
from analysis.base.settings import DataDir
from analysis.cli import app
from analysis.marts import connect
from analysis.marts.lake import attach_postgres, published_as
from analysis.warehouse.home import use
from analysis.warehouse.lake import LockLost, NotOurs, OtherSnapshot, lake_held, name_published
from analysis.warehouse.lock import Locked
from analysis.warehouse.publish import current_build
from tests.engines.lakes import EXTENSIONS, SERVER, served_lake
from tests.engines.short_builds import in_part, write_home
from tests.files import production_file, production_row

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SERVER and all(find_spec(f"duckdb_extension_{name}") for name in EXTENSIONS)),
        reason="make test-engines installs the extensions; PostgreSQL is Debian's",
    ),
]
FILE = "city_safety.duckdb"


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with served_lake(tmp_path_factory.mktemp("lake")) as said:
        yield said


@pytest.fixture
def enter(
    lake: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], DataDir]:
    """A data folder with something to build, in a schema of the lake."""
    write_home(tmp_path / "home")
    for name, value in (lake | {"SAFETY_TRAP": "0", "SAFETY_HOME": str(tmp_path / "home")}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(dbt, "call_dbt", in_part(dbt.call_dbt))
    monkeypatch.setattr(pipeline, "_page_makers", dict)
    monkeypatch.setattr(pipeline, "_write_pages", lambda _: ["no page"])

    def entered(schema: str) -> DataDir:
        monkeypatch.setenv("SAFETY_LAKE_SCHEMA", schema)
        data = DataDir(tmp_path / (schema or "none"))
        production_file(data.inbox / "应急管理局/生产安全事故台账_202403.xlsx", [production_row()])
        use(data)
        return data

    return entered


def end_holders() -> None:
    """As a restart of PostgreSQL, or its limit for idle transactions, ends whoever holds a schema."""
    with duckdb.connect() as other:
        attach_postgres(other)
        query = "select pg_terminate_backend(pid) from pg_locks where locktype = ''advisory''"
        other.execute(f"from postgres_query('catalogue', '{query}')")


def test_a_schema_without_a_name_is_the_one_that_is_locked(
    enter: Callable[[str], DataDir], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = enter("")
    first = pipeline.build(data).build.build_id
    with connect(data) as warehouse:
        assert warehouse.execute("select build_id from staging.stg_run").fetchall() == [(first,)]
    # a data folder less: the same schema, whose rows are the other's
    monkeypatch.setenv("SAFETY_LAKE_SCHEMA", "safety")
    with pytest.raises(NotOurs), lake_held(DataDir(data.root / "other")):
        pass
    # as if dbt had built elsewhere
    stale = data.builds / "20990101-000000-0000"
    stale.mkdir()
    (stale / FILE).write_bytes((data.builds / first / FILE).read_bytes())
    with pytest.raises(OtherSnapshot):
        name_published("current", stale / FILE)
    assert published_as("current") == first


def test_a_lost_lock_ends_a_build_unpublished(
    enter: Callable[[str], DataDir], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = enter("lost")
    first = pipeline.build(data).build.build_id
    with lake_held(data) as check_held:
        check_held()
        with pytest.raises(Locked) as refused, lake_held(data):
            pass
        assert refused.value.holder["pid"] == str(os.getpid())
        assert "?" not in refused.value.holder.values()
    record = pipeline._record

    def recorded(*given: object) -> None:
        record(*given)
        end_holders()

    monkeypatch.setattr(pipeline, "_record", recorded)
    with pytest.raises(LockLost):
        pipeline.build(data)
    assert (published_as("current"), current_build(data)) == (first, first)


def test_a_build_of_a_file_stays_where_the_next_of_the_lake_fails(
    enter: Callable[[str], DataDir], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = enter("both")
    first = pipeline.build(data).build.build_id
    lake = os.environ["SAFETY_LAKE"]
    monkeypatch.setenv("SAFETY_TARGET", "")
    monkeypatch.delenv("SAFETY_LAKE")
    with pytest.raises(EngineUnusable, match="SAFETY_LAKE"):
        connect(data)
    with pytest.raises(EngineUnusable, match="SAFETY_LAKE"):
        pipeline.build(data)
    monkeypatch.setenv("SAFETY_LAKE", lake)
    own = pipeline.build(data).build.build_id
    monkeypatch.setenv("SAFETY_TARGET", "lake")
    monkeypatch.setenv("SAFETY_TRAP", "1")
    assert not pipeline.build(data).is_published
    assert (current_build(data), published_as("current")) == (own, first)
    # the row, not the link, says what there is to go back from; nor is a file's build a lake's
    ended = CliRunner().invoke(app, ["rollback", "--data", str(data.root)])
    assert (ended.exit_code, current_build(data)) == (2, own)
    ended = CliRunner().invoke(app, ["rollback", own, "--data", str(data.root)])
    assert (ended.exit_code, published_as("current")) == (2, first)


def test_rollback_waits_for_nobody(enter: Callable[[str], DataDir]) -> None:
    data = enter("back")
    pipeline.build(data)
    last = pipeline.build(data).build.build_id
    words = ["rollback", "--data", str(data.root)]
    with lake_held(data):
        ended = CliRunner().invoke(app, words)
    assert (ended.exit_code, published_as("current")) == (1, last)
    assert f"进程 {os.getpid()}" in ended.output.replace("\n", "")
    assert CliRunner().invoke(app, words).exit_code == 0
    assert current_build(data) == published_as("current") < last


def test_a_catalogue_that_is_not_there_is_a_sentence(
    enter: Callable[[str], DataDir], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = enter("not_yet")
    ended = CliRunner().invoke(app, ["status", "--data", str(data.root)])
    assert isinstance(ended.exception, SystemExit | None), ended.output
    with pytest.raises(EngineUnusable, match="not_yet"):
        connect(data)
    monkeypatch.setenv("SAFETY_LAKE", "ducklake:postgres:host=/nowhere password=secret")
    for words in (["status"], ["build"]):
        ended = CliRunner().invoke(app, [*words, "--data", str(data.root)])
        assert ended.exit_code == 1
        assert "PostgreSQL" in ended.output
        assert "secret" not in ended.output

"""The same hand-ins built in a DuckLake whose catalogue is PostgreSQL: every mart is equal, and readers see
what was tested."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from importlib.util import find_spec

import duckdb
import polars as pl
import pytest

from analysis.base.settings import PROJECT, DataDir
from analysis.marts import connect
from analysis.marts.lake import attach, rows_table
from analysis.marts.open import FILE_NAME
from analysis.warehouse.build_log import BuildLog
from analysis.warehouse.lake import lake_held, name_published
from analysis.warehouse.lock import Locked
from analysis.warehouse.publish import build_before, current_build, keep_as_of, publish
from tests.engines.lakes import EXTENSIONS, SERVER, served_lake
from tests.engines.packs import assert_same_marts, built
from tests.engines.short_builds import write_home
from tests.files import production_file, production_row

READERS_EACH = 13
# the builds of each county, a 1 for one whose test fails
TRAPS = {"dalate": "010", "junggar": "01", "ejin_horo": "01", "hanggin": "01"}
DAY = date(2024, 5, 1)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SERVER and all(find_spec(f"duckdb_extension_{name}") for name in EXTENSIONS)),
        reason="make test-engines installs the extensions; PostgreSQL is Debian's",
    ),
]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What the environment says of a lake."""
    with served_lake(tmp_path_factory.mktemp("lake")) as said:
        yield said


def enter(monkeypatch: pytest.MonkeyPatch, lake: dict[str, str], county: str) -> None:
    for name, value in (lake | {"SAFETY_LAKE_SCHEMA": county}).items():
        monkeypatch.setenv(name, value)


def test_every_mart_of_a_lake_is_that_of_duckdb(
    pack: DataDir,
    here: dict[str, pl.DataFrame],
    lake: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = built(pack, "lake", **lake)
    enter(monkeypatch, lake, "safety")
    assert_same_marts(here, data)


@pytest.fixture(scope="module")
def seen(
    lake: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[DataDir, list[list[object]]]]:
    """Counties that built at the same time, the second time with a test that failed; and what each
    of the 52 readers saw meanwhile."""
    root = tmp_path_factory.mktemp("counties")
    write_home(root / "home")
    end, builders, readers = root / "end", {}, {}

    def start(module: str, county: str, *words: str) -> subprocess.Popen[str]:
        env = os.environ | lake
        env |= {"SAFETY_LAKE_SCHEMA": county, "SAFETY_HOME": str(root / "home")}
        command = [sys.executable, "-m", f"tests.engines.{module}", str(root / county), *words]
        return subprocess.Popen(command, cwd=PROJECT, env=env, text=True, stdout=subprocess.PIPE)

    for county in TRAPS:
        inbox = DataDir(root / county).inbox
        production_file(inbox / "应急管理局/生产安全事故台账_202403.xlsx", [production_row()])
        builders[county] = start("short_builds", county, *TRAPS[county])
        readers[county] = start("readers", county, str(READERS_EACH), str(end))
    said = [process.communicate()[0] for process in builders.values()]
    end.touch()
    saw = {name: process.communicate()[0].splitlines() for name, process in readers.items()}
    assert not any(one.returncode for one in (*builders.values(), *readers.values())), said
    return {name: (DataDir(root / name), [*map(json.loads, saw[name])]) for name in TRAPS}


@pytest.fixture
def county(
    seen: dict[str, tuple[DataDir, list[list[object]]]],
    lake: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> DataDir:
    """One of them, as its readers have it."""
    enter(monkeypatch, lake, "dalate")
    return seen["dalate"][0]


def test_nobody_saw_what_was_not_tested(
    seen: dict[str, tuple[DataDir, list[list[object]]]],
) -> None:
    for name, (data, readers) in seen.items():
        builds = BuildLog(data.warehouse).builds
        status = ["failed" if trap == "1" else "published" for trap in TRAPS[name]]
        assert [one.status for one in builds] == status
        assert len(readers) == READERS_EACH
        assert all(readers)
        found = {tuple(one) for reader in readers for one in reader}
        assert found <= {(one.build_id, 0) for one in builds if one.status == "published"}


def test_who_keeps_to_no_snapshot_sees_what_was_not_tested(county: DataDir) -> None:
    with duckdb.connect() as reader:
        attach(reader, "read_only")
        ((last,),) = reader.execute("from ducklake_current_snapshot('lake')").fetchall()
        rows = reader.execute(f"select snapshot_id from {rows_table()}").fetchall()  # noqa: S608
        sprung = set()
        for at in range(last + 1):
            with suppress(duckdb.Error):  # from before the table was
                query = f"select sprung from lake.main.trap at (version => {at})"  # noqa: S608
                sprung |= {*reader.execute(query).fetchall()}
    assert rows and max(rows) <= (last,)
    assert sprung == {(0,), (1,)}


def test_an_earlier_build_and_one_of_a_day_are_other_numbers(county: DataDir) -> None:
    def read(as_of: date | None = None) -> tuple[str, ...]:
        with connect(county, as_of) as warehouse:
            query = "select build_id, id from staging.stg_run, main.lake_snapshot"
            return tuple(warehouse.execute(query).fetchall()[0])

    (last, number) = read()
    first = build_before(county, BuildLog(county.warehouse).builds)
    publish(county, first)
    assert read()[0] == first
    assert read()[1] < number
    keep_as_of(county, last, DAY)
    assert read(DAY) == (last, number)
    assert read()[0] == first
    publish(county, last)
    assert read() == (last, number)


def test_a_schema_has_one_builder_and_links_follow_its_rows(county: DataDir) -> None:
    last = current_build(county)
    first = build_before(county, BuildLog(county.warehouse).builds)
    with lake_held(county):
        with pytest.raises(Locked), lake_held(county):
            pass
        # as if killed before the link was turned
        name_published(county.current.name, county.builds / first / FILE_NAME)
        assert current_build(county) == last
    with lake_held(county):
        assert current_build(county) == first

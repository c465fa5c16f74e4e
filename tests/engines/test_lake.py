"""The same hand-ins built in a DuckLake whose catalogue is PostgreSQL: every mart is equal."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest

from analysis.base.settings import DataDir
from analysis.warehouse.dbt import call_dbt, environment
from tests.engines.packs import assert_same_marts

EXTENSIONS = ("ducklake", "postgres_scanner")
SERVER = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SERVER and all(find_spec(f"duckdb_extension_{name}") for name in EXTENSIONS)),
        reason="make test-engines installs the extensions; PostgreSQL is Debian's",
    ),
]


@pytest.fixture(scope="module")
def catalogue() -> Iterator[str]:
    """A database of a server that hears on a socket of its own alone."""
    with TemporaryDirectory(prefix="pg", dir="/tmp") as name:
        if os.getuid() == 0:  # which PostgreSQL refuses to be
            shutil.chown(name, "postgres")

        def run(program: str, *words: str) -> None:
            own = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
            command = [*own, str(SERVER[-1] / program), *words]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

        place, log = f"{name}/db", f"{name}/log"
        run("initdb", "-D", place, "-A", "trust", "-U", "lake")
        run("pg_ctl", "-D", place, "-l", log, "-w", "-o", f"-h '' -k {name}", "start")
        try:
            run("createdb", "-h", name, "-U", "lake", "lake")
            yield f"ducklake:postgres:host={name} user=lake dbname=lake"
        finally:
            run("pg_ctl", "-D", place, "-m", "immediate", "stop")


@pytest.fixture(scope="module")
def extensions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extensions where DuckDB looks for them, so that none is downloaded."""
    folder = tmp_path_factory.mktemp("extensions")
    platform = duckdb.sql("pragma platform").fetchall()[0][0]
    beside = folder / f"v{duckdb.__version__}" / platform
    beside.mkdir(parents=True)
    for name in EXTENSIONS:
        package = find_spec(f"duckdb_extension_{name}")
        assert package and package.origin
        (found,) = Path(package.origin).parent.rglob("*.duckdb_extension")
        (beside / found.name).symlink_to(found)
    return folder


def test_every_mart_of_a_lake_is_that_of_duckdb(
    here: DataDir, catalogue: str, extensions: Path, tmp_path: Path
) -> None:
    env = environment(here.raw, here.current / "register", tmp_path / "none") | {
        "SAFETY_TARGET": "lake",
        "SAFETY_LAKE": catalogue,
        "SAFETY_PARQUET": str(tmp_path / "parquet"),
        "SAFETY_EXTENSIONS": str(extensions),
    }
    words = ["build", "--target-path", str(tmp_path / "dbt"), "--log-path", str(tmp_path)]
    words += ["--exclude-resource-type", "unit_test", "--exclude", "path:seeds,resource_type:test"]
    words += ["--indirect-selection", "empty"]
    heard: list[str] = []
    code = call_dbt(words, env, lambda event: heard.append(event["message"]))
    assert code == 0, heard[-20:]
    with duckdb.connect(config={"extension_directory": str(extensions)}) as reader:
        reader.execute(f"attach '{catalogue}' as lake (read_only)")
        assert_same_marts(here, lambda name: reader.table(f"lake.marts.{name}").pl())

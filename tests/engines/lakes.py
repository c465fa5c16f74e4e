"""A PostgreSQL that hears on a socket alone, and the lakes in it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from analysis.warehouse.parquet import PARQUET

EXTENSIONS = ("ducklake", "postgres_scanner")
SERVER = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@contextmanager
def _served_catalogue(folder: str) -> Iterator[str]:
    """The address of a database whose server runs meanwhile."""
    if os.getuid() == 0:  # which PostgreSQL refuses to be
        shutil.chown(folder, "postgres")

    def run(program: str, *words: str) -> None:
        own = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*own, str(SERVER[-1] / program), *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    place, log = f"{folder}/db", f"{folder}/log"
    run("initdb", "-D", place, "-A", "trust", "-U", "lake", "--no-sync")
    heard = f"-h '' -k {folder} -F -c max_connections=400"
    run("pg_ctl", "-D", place, "-l", log, "-w", "-o", heard, "start")
    try:
        run("createdb", "-h", folder, "-U", "lake", "lake")
        yield f"ducklake:postgres:host={folder} user=lake dbname=lake"
    finally:
        run("pg_ctl", "-D", place, "-m", "immediate", "stop")


@contextmanager
def served_lake(folder: Path) -> Iterator[dict[str, str]]:
    """What the environment says of a lake in `folder`, as long as its catalogue is served."""
    _lay_out_extensions(folder / "extensions")
    with (
        TemporaryDirectory(prefix="pg", dir="/tmp") as place,  # a socket's name must be short
        _served_catalogue(place) as address,
    ):
        yield {
            "SAFETY_TARGET": "lake",
            "SAFETY_LAKE": address,
            "SAFETY_PARQUET": str(folder / PARQUET),
            "SAFETY_EXTENSIONS": str(folder / "extensions"),
        }


def _lay_out_extensions(folder: Path) -> None:
    """Put the extensions where DuckDB looks for them, so that none is downloaded."""
    platform = duckdb.sql("pragma platform").fetchall()[0][0]
    beside = folder / f"v{duckdb.__version__}" / platform
    beside.mkdir(parents=True)
    for name in EXTENSIONS:
        package = find_spec(f"duckdb_extension_{name}")
        assert package and package.origin
        (found,) = Path(package.origin).parent.rglob("*.duckdb_extension")
        (beside / found.name).symlink_to(found)

"""A build's tables as folders of parquet, seen through the one file that readers open."""

import shutil
from glob import escape
from pathlib import Path

import duckdb

from analysis.marts.open import FILE_NAME

PARQUET = "parquet"
GROWING = "fct_builds"  # a build's own row comes when it has ended


def unhidden(raw: Path, build: Path) -> Path:
    """A folder of the `build` in which what was read has places and names that Spark sees: its ``**`` is one
    folder, and it passes over files that begin with an underscore."""
    for file in raw.glob("*/**/*.parquet"):
        form, *below = file.relative_to(raw).parts
        link = build / "raw" / form / "all" / "-".join(below).lstrip("_")
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(file.resolve())
    return build / "raw"


def open_parquet(build: Path) -> None:
    """Write the database of the `build` whose tables are folders: a view of each."""
    shutil.rmtree(build / "raw", ignore_errors=True)
    with duckdb.connect(build / FILE_NAME) as connection:
        for table in sorted((build / PARQUET).resolve().glob("*.db/*")):
            schema = table.parent.stem
            kind = "table" if table.name == GROWING else "view"
            files = escape(str(table)).replace("'", "''") + "/*.parquet"
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(
                f"create {kind} {schema}.{table.name} as from read_parquet('{files}')"
            )

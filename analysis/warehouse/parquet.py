"""A build's tables as folders of parquet, seen through the one file that readers open."""

from glob import escape
from pathlib import Path

import duckdb

from analysis.marts.open import FILE_NAME

PARQUET = "parquet"
_GROWING = "fct_builds"  # a build's own row comes when it has ended


def open_parquet(build: Path) -> None:
    """Write the database of the `build` whose tables are folders: a view of each."""
    with duckdb.connect(build / FILE_NAME) as connection:
        for table in sorted((build / PARQUET).resolve().glob("*.db/*")):
            schema = table.parent.stem
            kind = "table" if table.name == _GROWING else "view"
            files = escape(str(table)).replace("'", "''") + "/*.parquet"
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(
                f"create {kind} {schema}.{table.name} as from read_parquet('{files}')"
            )

"""A DuckLake's builds (``SAFETY_TARGET=lake``): a row of its catalogue names the build that is published, and
the snapshot whose tests passed, which is all that readers attach at."""

import os
from threading import Lock

import duckdb

_ATTACHING = Lock()  # connections of threads to one file share what is attached


def is_on_lake() -> bool:
    """Whether builds are tables of a DuckLake, and not of a file of their own."""
    return os.environ.get("SAFETY_TARGET") == "lake"


def catalogue() -> str:
    """The address of the lake's catalogue."""
    return os.environ["SAFETY_LAKE"]


def lake_schema() -> str:
    """The catalogue's schema, one a county, which has snapshots of its own."""
    return os.environ.get("SAFETY_LAKE_SCHEMA") or "safety"


def use_extensions(connection: duckdb.DuckDBPyConnection) -> None:
    """Take extensions from the folder that has them."""
    connection.execute(
        f"set extension_directory = {_text(os.environ.get('SAFETY_EXTENSIONS', ''))}"
    )


def attach(connection: duckdb.DuckDBPyConnection, *options: str) -> None:
    """Attach the lake, under the name that models and views have for it."""
    use_extensions(connection)
    words = ", ".join((f"metadata_schema {_text(lake_schema())}", *options))
    connection.execute(f"attach if not exists {_text(catalogue())} as lake ({words})")


def attach_for_writing(connection: duckdb.DuckDBPyConnection) -> None:
    """The same, where the lake may have to be made."""
    folder = f"{os.environ['SAFETY_PARQUET']}/{lake_schema()}"
    attach(connection, f"data_path {_text(folder)}")


def open_at_snapshot(connection: duckdb.DuckDBPyConnection) -> None:
    """Attach the lake at the snapshot that an opened build names; one of DuckDB's own names none."""
    try:
        ((snapshot,),) = connection.execute("from main.lake_snapshot").fetchall()
    except duckdb.CatalogException:
        return
    with _ATTACHING:
        attach(connection, "read_only", f"snapshot_version {snapshot}")


def rows_table() -> str:
    """The table of the catalogue that has a row for `current` and for each day kept."""
    return f'__ducklake_metadata_lake."{lake_schema()}".published_builds'


def published(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The build by the name it is published under."""
    query = f"select name, build_id from {rows_table()}"  # noqa: S608
    return dict(connection.execute(query).fetchall())


def published_as(name: str) -> str:
    """The build that is published under `name`; nothing where none is."""
    with duckdb.connect() as connection:
        attach(connection, "read_only")
        return published(connection).get(name, "")


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"

"""A DuckLake's builds (``SAFETY_TARGET=lake``): a row of its catalogue names the build that is published, and
the snapshot whose tests passed, which is all that readers attach at."""

from threading import Lock

import duckdb

from analysis.base.engine import (
    EngineUnusable,
    check_spark,
    extensions,
    is_on_lake,
    is_on_spark,
    lake_schema,
    lake_variable,
)

_POSTGRES = "ducklake:postgres:"
_ATTACHING = Lock()  # connections of threads to one file share what is attached


def catalogue() -> str:
    """The address of the lake's catalogue."""
    return lake_variable("SAFETY_LAKE")


def check_engine() -> None:
    """Raise EngineUnusable where what the environment asks for is not there, before any work is done."""
    if is_on_spark():
        check_spark()
    if is_on_lake():
        for name in ("SAFETY_LAKE", "SAFETY_PARQUET"):
            lake_variable(name)
        with duckdb.connect() as connection:
            attach_postgres(connection)


def use_extensions(connection: duckdb.DuckDBPyConnection) -> None:
    """Take extensions from the folder that has them, and from nowhere else."""
    connection.execute(f"set extension_directory = {_text(extensions())}")
    connection.execute("set autoinstall_known_extensions = false")


def attach_postgres(connection: duckdb.DuckDBPyConnection) -> bool:
    """Attach the database that the catalogue is in, as `catalogue`; whether it is PostgreSQL's."""
    use_extensions(connection)
    is_served = catalogue().startswith(_POSTGRES)
    if is_served:
        address = catalogue().removeprefix(_POSTGRES)
        _attach(connection, f"{_text(address)} as catalogue (type postgres)")
    return is_served


def attach(connection: duckdb.DuckDBPyConnection, *options: str) -> None:
    """Attach the lake, under the name that models and views have for it.

    Raises:
        EngineUnusable: it is not there, or does not answer.
    """
    use_extensions(connection)
    words = ", ".join((f"metadata_schema {_text(lake_schema())}", *options))
    _attach(connection, f"if not exists {_text(catalogue())} as lake ({words})")


def _attach(connection: duckdb.DuckDBPyConnection, what: str) -> None:
    try:
        connection.execute(f"attach {what}")
    except duckdb.Error as error:
        address = catalogue().removeprefix(_POSTGRES)  # which may hold a password
        why = " ".join(str(error).replace(address, "…").split())
        raise EngineUnusable("lake_not_opened", schema=lake_schema(), detail=why) from None


def attach_for_writing(connection: duckdb.DuckDBPyConnection) -> None:
    """The same, where the lake may have to be made."""
    folder = f"{lake_variable('SAFETY_PARQUET')}/{lake_schema()}"
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
    try:
        return dict(connection.execute(query).fetchall())
    except duckdb.CatalogException:  # a lake that nobody has built in
        return {}


def published_as(name: str) -> str:
    """The build that is published under `name`; nothing where none is."""
    with duckdb.connect() as connection:
        attach(connection, "read_only")
        return published(connection).get(name, "")


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"

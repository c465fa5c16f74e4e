"""Builds in a DuckLake: one at a time in a schema of the catalogue, published by one row."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from analysis.base.files import link_to
from analysis.base.settings import DataDir
from analysis.marts.lake import (
    attach,
    attach_for_writing,
    catalogue,
    is_on_lake,
    lake_schema,
    published,
    rows_table,
    use_extensions,
)
from analysis.marts.open import FILE_NAME
from analysis.warehouse.lock import Locked
from analysis.warehouse.parquet import GROWING

_POSTGRES = "ducklake:postgres:"
_SCHEMAS = ("reference", "staging", "intermediate", "marts")
_ROWS = "(name varchar primary key, build_id varchar, snapshot_id bigint)"


@contextmanager
def lake_held(data: DataDir) -> Iterator[None]:
    """Hold the schema where builds stand in a lake, ready to be built in; PostgreSQL frees it if this process
    dies, and a catalogue that is a file lets nobody else in.

    Raises:
        Locked: another builds in it, of whatever data folder.
    """
    if not is_on_lake():
        yield
        return
    with duckdb.connect() as holder:  # one, since every other has extensions to load and to verify
        if catalogue().startswith(_POSTGRES):
            use_extensions(holder)
            holder.execute(
                f"attach '{catalogue().removeprefix(_POSTGRES)}' as catalogue (type postgres)"
            )
            holder.execute("begin")  # the lock is the transaction's
            asked = f"select pg_try_advisory_xact_lock(hashtext(''safety {lake_schema()}''))"
            query = f"from postgres_query('catalogue', '{asked}')"
            if holder.execute(query).fetchall() != [(True,)]:
                raise Locked(dict.fromkeys(("user", "host", "pid", "since"), "?"))
        _make_ready(data, holder.cursor())
        yield


def _make_ready(data: DataDir, connection: duckdb.DuckDBPyConnection) -> None:
    """Make schemas, for which threads of dbt get in each other's way in an empty lake; and have
    links point where the rows say, from which a build that was killed may have left them apart."""
    attach_for_writing(connection)
    for schema in _SCHEMAS:
        connection.execute(f"create schema if not exists lake.{schema}")
    connection.execute(f"create table if not exists {rows_table()} {_ROWS}")
    for name, build_id in published(connection).items():
        link = data.current if name == data.current.name else data.warehouse / "as_of" / name
        if (data.builds / build_id).is_dir():
            link_to(link, data.builds / build_id)
    connection.execute("detach lake")


def open_lake(build: Path) -> None:
    """Write the database of the `build` that has just been tested: its snapshot, and a view of each table."""
    with duckdb.connect(build / FILE_NAME) as connection:
        attach(connection, "read_only")
        connection.execute(
            "create table main.lake_snapshot as select id from ducklake_current_snapshot('lake')"
        )
        tables = "select schema_name, table_name from duckdb_tables() where database_name = 'lake'"
        for schema, name in connection.execute(tables).fetchall():
            kind = "table" if name == GROWING else "view"
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create {kind} {schema}.{name} as from lake.{schema}.{name}")


def name_published(name: str, database: Path) -> None:
    """Publish the build of `database` under `name`, in one commit of the catalogue."""
    with duckdb.connect(database, read_only=True) as build:
        (snapshot,) = build.execute("from main.lake_snapshot").fetchall()[0]
    row = [name, database.parent.name, snapshot]
    with duckdb.connect() as connection:
        attach_for_writing(connection)
        connection.execute("begin")
        connection.execute(f"delete from {rows_table()} where name = ?", row[:1])  # noqa: S608
        connection.execute(f"insert into {rows_table()} values (?, ?, ?)", row)  # noqa: S608
        connection.execute("commit")

"""Builds in a DuckLake: one at a time in a schema of the catalogue, published by one row."""

import getpass
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from analysis.base.engine import is_on_lake, lake_schema
from analysis.base.files import link_to
from analysis.base.settings import DataDir
from analysis.marts.lake import (
    attach,
    attach_for_writing,
    attach_postgres,
    published,
    rows_table,
)
from analysis.marts.open import FILE_NAME
from analysis.warehouse.build_log import BuildLog
from analysis.warehouse.lock import Locked
from analysis.warehouse.parquet import GROWING

_SCHEMAS = ("reference", "staging", "intermediate", "marts")
_SINCE = "to_char(backend_start, ''YYYY-MM-DD HH24:MI:SS'')"
_ROWS = "(name varchar primary key, build_id varchar, snapshot_id bigint)"


class LockLost(RuntimeError):
    """The lock of the lake's schema was lost while a build ran, so another may have built in it since."""


class NotOurs(RuntimeError):
    """What the schema names as published is a build of another data folder; `about` says which."""

    def __init__(self, build_id: str) -> None:
        super().__init__(build_id)
        self.about = {"schema": lake_schema(), "build_id": build_id}


class OtherSnapshot(RuntimeError):
    """The snapshot that was to be published holds another build than the one that was tested."""


@contextmanager
def lake_held(data: DataDir) -> Iterator[Callable[[], None]]:
    """Hold the schema where builds stand in a lake, ready to be built in; PostgreSQL frees it if this process
    dies, and a catalogue that is a file lets nobody else in. Gives what is to be asked before publication: it
    raises LockLost where the schema is not held any more.

    Raises:
        Locked: another builds in it, of whatever data folder.
        NotOurs: another data folder is published in it.
    """
    if not is_on_lake():
        yield lambda: None
        return
    with duckdb.connect() as holder:  # one, since every other has extensions to load and to verify
        is_served = attach_postgres(holder)
        if is_served:
            _lock(holder)
        try:
            _make_ready(data, holder.cursor())
            yield lambda: _check_held(holder) if is_served else None
        finally:
            if is_served:
                # of a server that is gone too: left open, it would end the process
                with suppress(duckdb.Error):
                    holder.execute("rollback")


def _lock(holder: duckdb.DuckDBPyConnection) -> None:
    holder.execute("begin")  # which keeps to one connection; the lock is the transaction's
    never = "set_config(name, ''0'', true)"
    _asked(holder, f"select {never} from pg_settings where name like ''idle%timeout''")  # noqa: S608
    name = f"{getpass.getuser()[:20]}@{socket.gethostname()[:30]} {os.getpid()}"
    _asked(holder, f"select set_config(''application_name'', {_quoted(name)}, true)")
    if _asked(holder, f"select pg_try_advisory_xact_lock({_key()})") != [(True,)]:
        raise Locked(_holder(_asked(holder, f"select application_name, {_SINCE} {_locks()}")))


def _holder(found: list[tuple[str, str | None]]) -> dict[str, str]:
    """Who holds the lock, as far as PostgreSQL tells: the name that `_lock` gave, and since when."""
    name, since = found[0] if found else ("", None)
    who, _, pid = name.rpartition(" ")
    user, _, host = who.partition("@")
    known = {"user": user, "host": host, "pid": pid, "since": since}
    return {part: value or "?" for part, value in known.items()}


def _check_held(holder: duckdb.DuckDBPyConnection) -> None:
    try:
        is_held = bool(_asked(holder, f"select pid {_locks()} and pid = pg_backend_pid()"))
    except duckdb.Error:
        is_held = False
    if not is_held:
        raise LockLost(lake_schema())


def _asked(holder: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    return holder.execute(f"from postgres_query('catalogue', '{query}')").fetchall()


def _key() -> str:
    return f"hashtext({_quoted(f'safety {lake_schema()}')})"


def _locks() -> str:
    """Who holds the lock of the schema."""
    number = "((classid::bigint << 32) | objid::bigint)"  # a key's halves
    return (
        "from pg_locks inner join pg_stat_activity using (pid) where locktype = ''advisory'' and granted "
        f"and {number} = {_key()}"
    )


def _quoted(text: str) -> str:
    """A text of a query within a query's text."""
    return "''" + text.replace("'", "''''") + "''"


def _make_ready(data: DataDir, connection: duckdb.DuckDBPyConnection) -> None:
    """Make schemas, for which threads of dbt get in each other's way in an empty lake; and have
    links point where the rows say, from which a build that was killed may have left them apart."""
    attach_for_writing(connection)
    for schema in _SCHEMAS:
        connection.execute(f"create schema if not exists lake.{schema}")
    connection.execute(f"create table if not exists {rows_table()} {_ROWS}")
    rows = published(connection)
    ours = {build.build_id for build in BuildLog(data.warehouse).builds}
    ours |= {path.name for path in data.builds.glob("*")}  # also where the list was lost
    if foreign := sorted({*rows.values()} - ours):
        raise NotOurs(foreign[-1])
    for name, build_id in rows.items():
        link = data.current if name == data.current.name else data.warehouse / "as_of" / name
        if (data.builds / build_id).is_dir() and not _is_newer_elsewhere(link, build_id):
            link_to(link, data.builds / build_id)
    connection.execute("detach lake")


def _is_newer_elsewhere(link: Path, build_id: str) -> bool:
    """Whether `link` points at a build younger than the row's, which is not of a lake."""
    there = link.resolve()
    return there.name > build_id and (there / FILE_NAME).is_file() and not is_of_lake(there)


def is_of_lake(build: Path) -> bool:
    """Whether the tables of a `build` stand in a lake."""
    with duckdb.connect(build / FILE_NAME, read_only=True) as connection:
        query = "from duckdb_tables() where table_name = 'lake_snapshot'"
        return bool(connection.execute(query).fetchall())


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
    """Publish the build of `database` under `name`, in one commit of the catalogue.

    Raises:
        OtherSnapshot: its snapshot holds another build.
    """
    with duckdb.connect(database, read_only=True) as build:
        (snapshot,) = build.execute("from main.lake_snapshot").fetchall()[0]
    row = [name, database.parent.name, snapshot]
    with duckdb.connect() as connection:
        attach_for_writing(connection)
        query = f"select build_id from lake.staging.stg_run at (version => {snapshot})"  # noqa: S608
        if connection.execute(query).fetchall() != [(database.parent.name,)]:
            raise OtherSnapshot(database.parent.name)
        connection.execute("begin")
        connection.execute(f"delete from {rows_table()} where name = ?", row[:1])  # noqa: S608
        connection.execute(f"insert into {rows_table()} values (?, ?, ?)", row)  # noqa: S608
        connection.execute("commit")

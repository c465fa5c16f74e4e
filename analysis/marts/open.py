"""Reading the published warehouse from notebooks, charts and reports."""

from datetime import date
from difflib import get_close_matches
from pathlib import Path

import duckdb
import polars as pl

from analysis.base.engine import is_on_lake
from analysis.base.files import sha256_of
from analysis.base.settings import DataDir
from analysis.marts.labels import labelled
from analysis.marts.lake import open_at_snapshot, published_as
from analysis.marts.rows import BuildRow, rows_of
from analysis.messages import Lang, known_lang, say
from analysis.messages.numbers import listed

FILE_NAME = "city_safety.duckdb"
_NEAR = 5


class NotPublished(FileNotFoundError):
    """There is no published build in the data directory yet."""


class NoSuchMart(LookupError):
    """There is no mart of that name; the message says which are near."""


class ChangedAfterPublication(RuntimeError):
    """The published file is not the one that was tested and published."""


def published_file(data: DataDir | None = None, as_of: date | None = None) -> Path:
    """The database of the build that is current at this moment, by its own path.

    Args:
        as_of: instead, the build that was made of what was known on that day.

    Raises:
        NotPublished: there is no such build.
        ChangedAfterPublication: somebody wrote to it; its figures are not those that were tested.
    """
    directory = data or DataDir.default()
    link = directory.as_of(as_of) if as_of else directory.current
    folder = directory.builds / published_as(link.name) if is_on_lake() else link.resolve()
    path = folder / FILE_NAME
    if not path.is_file():
        raise NotPublished(f"{link} → safety build{f' --as-of {as_of}' if as_of else ''}")
    if _was_written_to(path):
        raise ChangedAfterPublication(str(path))
    return path


def _was_written_to(path: Path) -> bool:
    """Whether the file is younger than the hash beside it, and another than it says."""
    beside = path.with_name(f"{FILE_NAME}.sha256")
    if not beside.is_file() or path.stat().st_mtime_ns <= beside.stat().st_mtime_ns:
        return False
    return sha256_of(path) != beside.read_text(encoding="utf-8").split()[0]


def opened(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the database of a build."""
    connection = duckdb.connect(path, read_only=True)
    open_at_snapshot(connection)
    return connection


def connect(data: DataDir | None = None, as_of: date | None = None) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the current build (or one `as_of` a day); it keeps that build to
    its end.

    Opening never waits for a build, and a build published meanwhile is seen by the next call.

    Raises:
        NotPublished: there is no such build.
    """
    return opened(published_file(data, as_of))


def build_of(connection: duckdb.DuckDBPyConnection) -> BuildRow:
    """The row of ``fct_builds`` of the build that `connection` has open."""
    query = "select * from marts.fct_builds where build_id = (select build_id from staging.stg_run)"
    return rows_of(pl.DataFrame(connection.sql(query)), BuildRow)[0]


def check_mart(connection: duckdb.DuckDBPyConnection, name: str, lang: Lang) -> None:
    """Raise NoSuchMart where there is no mart of that name."""
    there = """select table_name from information_schema.tables
        where table_schema = 'marts' and table_catalog = current_database()"""
    names = sorted(row[0] for row in connection.sql(there).fetchall())
    if name not in names:
        near = get_close_matches(str(name), names, _NEAR, cutoff=0)
        raise NoSuchMart(say("no_such_mart", lang, asked=name, near=listed(near, lang)))


def mart(
    name: str,
    data: DataDir | None = None,
    as_of: date | None = None,
    labels: Lang | None = None,
) -> pl.DataFrame:
    """One mart as a polars frame, e.g. ``mart("fct_indicator_rates")``.

    Args:
        labels: for reading, the language of its columns' names and codes (see `labelled`).

    Raises:
        NotPublished: there is no such build.
        NoSuchMart: no mart of that name.
        NoSuchLang: `labels` is no language.
    """
    lang = known_lang(labels or "zh")
    with connect(data, as_of) as connection:
        check_mart(connection, name, lang)
        found = pl.DataFrame(connection.sql(f"from marts.{name}"))
    return labelled(found, name, labels) if labels else found

"""Reading the published warehouse from notebooks, charts and reports."""

from pathlib import Path

import duckdb
import polars as pl

from analysis.settings import DataDir

FILE_NAME = "city_safety.duckdb"


class NotPublished(FileNotFoundError):
    """There is no published build in the data directory yet."""


def published_file(data: DataDir | None = None) -> Path:
    """The database of the build that is current at this moment, by its own path.

    Raises:
        NotPublished: nothing has been published.
    """
    current = (data or DataDir.default()).current
    path = current.resolve() / FILE_NAME
    if not path.is_file():
        raise NotPublished(f"{current} → safety build")
    return path


def connect(data: DataDir | None = None) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the current build; it keeps that build to its end.

    Opening never waits for a build, and a build published meanwhile is seen by the next call.

    Raises:
        NotPublished: nothing has been published.
    """
    return duckdb.connect(published_file(data), read_only=True)


def mart(name: str, data: DataDir | None = None) -> pl.DataFrame:
    """One mart as a polars frame, e.g. ``mart("fct_indicator_rates")``.

    Raises:
        NotPublished: nothing has been published.
        duckdb.CatalogException: no mart of that name.
    """
    with connect(data) as connection:
        return connection.table(f"marts.{name}").pl()

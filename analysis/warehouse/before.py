"""What is published while a build runs, for the build to set its own figures against."""

from pathlib import Path

import duckdb
import polars as pl

from analysis.marts.open import opened

# By name: the mart, and the columns of it that are kept.
_TABLES: dict[str, tuple[str, dict[str, pl.DataType]]] = {
    "rates": (
        "fct_indicator_rates",
        {
            "indicator_id": pl.String(),
            "region_id": pl.String(),
            "period_kind": pl.String(),
            "period_end": pl.Date(),
            "numerator": pl.Float64(),
            "denominator": pl.Float64(),
            "rate": pl.Float64(),
            "is_complete": pl.Boolean(),
        },
    ),
    "series_values": (
        "fct_series_values",
        {
            "series": pl.String(),
            "region_id": pl.String(),
            "kind": pl.String(),
            "period_end": pl.Date(),
            "value": pl.Float64(),
        },
    ),
    "hand_ins": (
        "dim_hand_in",
        {
            "hand_in_id": pl.String(),
            "form": pl.String(),
            "event_domain": pl.String(),
            "period_start": pl.Date(),
            "period_end": pl.Date(),
            "rows_accepted": pl.Int64(),
            "is_in_force": pl.Boolean(),
        },
    ),
    "corrections": (
        "fct_corrections",
        {
            "form": pl.String(),
            "key": pl.String(),
            "column_name": pl.String(),
            "corrected": pl.String(),
            "hand_in_id": pl.String(),
        },
    ),
    "restatements": (
        "fct_restatements",
        {
            "build_id": pl.String(),
            "restated_on": pl.Date(),
            "indicator_id": pl.String(),
            "region_id": pl.String(),
            "period_kind": pl.String(),
            "period_end": pl.Date(),
            "numerator_before": pl.Float64(),
            "denominator_before": pl.Float64(),
            "rate_before": pl.Float64(),
            "numerator": pl.Float64(),
            "denominator": pl.Float64(),
            "rate": pl.Float64(),
            "cause_hand_in_ids": pl.String(),
            "cause_paths": pl.String(),
            "correction_keys": pl.String(),
        },
    ),
    "signals": (
        "fct_signal_episodes",
        {
            "series": pl.String(),
            "region_id": pl.String(),
            "rule": pl.String(),
            "start_period_end": pl.Date(),
            "end_period_end": pl.Date(),
            "level": pl.String(),
        },
    ),
}


def read_before(database: Path) -> dict[str, pl.DataFrame]:
    """The tables of a published build; from a version of the project that did not
    have a table or a column yet, empty ones."""
    with opened(database) as warehouse:
        return {name: _read(warehouse, *about) for name, about in _TABLES.items()}


def nothing_before() -> dict[str, pl.DataFrame]:
    """Empty tables: there is nothing that a build made for another day could be set against."""
    return {name: pl.DataFrame(schema=columns) for name, (_, columns) in _TABLES.items()}


def write_before(tables: dict[str, pl.DataFrame], register: Path) -> None:
    folder = register / "before"
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet")


def _read(
    warehouse: duckdb.DuckDBPyConnection, mart: str, columns: dict[str, pl.DataType]
) -> pl.DataFrame:
    try:
        found = pl.DataFrame(warehouse.sql(f"from marts.{mart}").select(*columns))
    except (duckdb.CatalogException, duckdb.BinderException):
        return pl.DataFrame(schema=columns)
    return found.select(pl.col(name).cast(kind) for name, kind in columns.items())

"""Accidents of one file that are alike in everything but their number: most likely one, twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from analysis.forms.layout import Layout
from analysis.reading.rows import DataRow, Table

_FIGURE = pl.Decimal(38, 6)


@dataclass(frozen=True)
class Twin:
    """A row of `sheet`, and the first that says the same at the same moment."""

    sheet: str
    row: int
    moment: datetime
    first_sheet: str
    first_row: int


def twins(tables: Sequence[Table], layout: Layout) -> list[Twin]:
    """Rows that count and say the same as one before them: moment, place, kind and every figure."""
    moment = layout.moment
    if layout.event_domain is None or moment is None:
        return []
    if all(table.bulk is None for table in tables):  # few, and quick to tell
        moments = [row.values.get(moment) for table in tables for row in _counted(table)]
        if len(set(moments)) == len(moments):
            return []
    same = [name for name in layout.kept_columns if name not in layout.key]
    columns = {name: layout.columns[name] for name in same}
    schema = {n: _FIGURE if c.is_measure else c.dtype for n, c in columns.items()}
    rows = pl.concat(frame for table in tables for frame in _frames(table, schema))
    # few share a minute, and only those are compared whole
    rows = rows.filter(pl.col(moment).is_duplicated())
    rows = rows.filter(pl.struct(same).is_duplicated()).sort("source_row", maintain_order=True)
    if rows.is_empty():
        return []
    first = rows.group_by(same, maintain_order=True).agg(
        pl.first("sheet").alias("first_sheet"), pl.first("source_row").alias("first_row")
    )
    found = rows.join(first, on=same, nulls_equal=True, how="left", maintain_order="left")
    return [
        Twin(row["sheet"], row["source_row"], row[moment], row["first_sheet"], row["first_row"])
        for row in found.iter_rows(named=True)
        if (row["sheet"], row["source_row"]) != (row["first_sheet"], row["first_row"])
    ]


def _counted(table: Table) -> list[DataRow]:
    return [row for row in table.rows if not row.is_aside]


def _frames(table: Table, schema: dict[str, pl.DataType]) -> Iterator[pl.DataFrame]:
    """The rows of a table that count: ``sheet``, ``source_row`` and the columns of `schema`."""
    counted = _counted(table)
    data = {name: [row.values.get(name) for row in counted] for name in schema}
    at = pl.Series("source_row", [row.row for row in counted], dtype=pl.Int64)
    sheet = pl.lit(table.sheet).alias("sheet")
    yield pl.DataFrame(data, schema=schema).select(sheet, at, *schema)
    if table.bulk is not None:
        there = [
            (pl.col(name) if name in table.bulk.columns else pl.lit(None)).cast(dtype).alias(name)
            for name, dtype in schema.items()
        ]
        yield table.bulk.select(sheet, "source_row", *there)

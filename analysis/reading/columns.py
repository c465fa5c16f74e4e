"""Rows of a sheet as columns of text."""

import itertools
from collections.abc import Sequence
from datetime import datetime

import polars as pl

from analysis.sheets.cells import EXCEL_DIGITS, Cell, Hollow, as_text
from analysis.sheets.grid import Lines, Row

_SHORT = r"^-?[0-9.]{1,15}$"  # of a number cell: at most 15 digits


def columns_of(lines: Sequence[Row], body: int, width: int) -> pl.DataFrame:
    """The rows from position `body` on: ``c0 …``, ``source_row``, and whether a row has all columns."""
    return _split(lines, body, width) if isinstance(lines, Lines) else _grid(lines, body, width)


def _split(lines: Lines, body: int, width: int) -> pl.DataFrame:
    """Cells of a CSV file as text: ``c0 …``, ``source_row``, and whether a row has all columns."""
    raw = lines.texts[body:]
    cells = raw.str.splitn(",", width).struct.rename_fields([f"c{n}" for n in range(width)])
    last = pl.col(f"c{width - 1}")
    return cells.struct.unnest().with_columns(
        source_row=pl.int_range(body + 1, len(lines) + 1, dtype=pl.Int64),
        is_whole=last.is_not_null() & ~last.str.contains(",", literal=True),
    )


def _grid(rows: Sequence[Row], body: int, width: int) -> pl.DataFrame:
    """The same of other rows."""
    at, all_cells = zip(*rows[body:], strict=True)
    columns = list(itertools.zip_longest(*all_cells))
    columns += [(None,) * len(all_cells)] * (width - len(columns))
    return pl.DataFrame({f"c{n}": _written(columns[n]) for n in range(width)}).with_columns(
        source_row=pl.Series(at, dtype=pl.Int64),
        is_whole=pl.Series([len(c) >= width and not any(c[width:]) for c in all_cells]),
    )


def _written(cells: Sequence[Cell]) -> pl.Series:
    """A column as text; the commonest types are written as a whole."""
    kinds = set(map(type, cells)) - {type(None)}
    if len(kinds) > 1:
        parts = [_written([c if type(c) is k else None for c in cells]) for k in kinds]  # type: ignore[misc]
        return pl.select(pl.coalesce(*parts)).to_series()
    if kinds <= {str}:
        return pl.Series(cells, dtype=pl.String)
    if kinds == {int}:
        return pl.Series(cells, dtype=pl.Int64).cast(pl.String)
    if kinds == {float}:
        # as short as they can be told; a longer one carries what binary fractions add
        texts = pl.Series(cells, dtype=pl.Float64).cast(pl.String).str.strip_suffix(".0")
        if texts.str.contains(_SHORT).all():
            return texts
    if kinds == {datetime}:
        moments = pl.Series(cells, dtype=pl.Datetime("us"))
        if (moments.dt.microsecond() == 0).all():
            return moments.dt.to_string("%Y-%m-%d %H:%M:%S")
    return pl.Series([_as_written(cell) for cell in cells], dtype=pl.String)


def _as_written(cell: Cell) -> str | None:
    if isinstance(cell, Hollow) or (isinstance(cell, float) and abs(cell) >= EXCEL_DIGITS):
        return "\0"  # not easy: no blank, and a number that is no longer itself
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, datetime) and cell.microsecond:
        return cell.isoformat()  # not easy
    return as_text(cell)

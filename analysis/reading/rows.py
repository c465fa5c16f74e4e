"""A sheet's rows as they were read, and the cells that are not as they should be."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import polars as pl

from analysis.messages import Message
from analysis.reading.row_kinds import RowKind

Fate = Literal["set_aside", "refused", "doubted"]
Value = str | bool | Decimal | datetime | date | None


@dataclass(frozen=True)
class BadCell:
    """A cell that put its row aside, was refused alone, or contradicts its row, which then counts
    and is told of; `value` is as much of it as may be shown."""

    sheet: str
    row: int
    column: str
    cell: str
    value: str
    reason: Message
    fate: Fate


@dataclass
class DataRow:
    """One row of data. `values` are in base units; a bad cell has none; `nearest_word` is the known
    word that a key of none is nearest to."""

    row: int
    values: dict[str, Value]
    bad: list[BadCell] = field(default_factory=list)
    nearest_word: str | None = None

    @property
    def fates(self) -> set[Fate]:
        return {bad.fate for bad in self.bad}

    @property
    def is_aside(self) -> bool:
        return "set_aside" in self.fates

    def figure(self, name: str) -> Decimal | None:
        value = self.values.get(name)
        return value if isinstance(value, Decimal) else None


@dataclass(frozen=True)
class Total:
    """A row that adds up others: `figures` are (in base units, how far rounding may move it) by
    column, `count` the number of rows that it states."""

    row: int
    figures: dict[str, tuple[Decimal, Decimal]]
    count: int | None


@dataclass
class Table:
    """A sheet read: its data rows, its totals, and its rows counted; `bulk` holds further good rows,
    typed (``source_row`` and the kept columns); `apart` says which blocks name another period; `said`
    are texts that stand where data should."""

    sheet: str
    rows: list[DataRow]
    totals: list[Total]
    counts: Counter[RowKind]
    bulk: pl.DataFrame | None
    letters: dict[str, str]
    units: dict[str, str]
    apart: list[str]
    said: list[str]

    @property
    def bulk_height(self) -> int:
        return 0 if self.bulk is None else self.bulk.height

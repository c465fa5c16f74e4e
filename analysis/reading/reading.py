"""What a file holds, as it was read."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from analysis.messages import Message
from analysis.reading.rows import BadCell, DataRow, Fate


@dataclass(frozen=True)
class Booking:
    """A row that is not as it should be, the months whose figures it may belong to, and what it is of
    (the last column of the form's key, where it could be read)."""

    sheet: str
    row: int
    fate: Fate
    first: date
    last: date
    key: str | None = None


@dataclass
class Reading:
    """What a file holds.

    `rejected` says why nothing could be read; `doubts` why it is held back; `warnings` what a
    clerk should know although it was read. `rows` are (sheet, accepted row), `bulk` (sheet, further
    accepted rows as a frame).
    """

    rejected: Message | None = None
    doubts: list[Message] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)
    rows: list[tuple[str, DataRow]] = field(default_factory=list)
    bulk: list[tuple[str, pl.DataFrame]] = field(default_factory=list)
    bad_cells: list[BadCell] = field(default_factory=list)
    bookings: list[Booking] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    control_total_ok: bool | None = None
    columns: list[dict[str, str | None]] = field(default_factory=list)
    attributes: dict[str, str | None] = field(default_factory=dict)

"""Raw parquet: a file is read once for each version of its layout, and kept as rows with origin."""

import io
import json
import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from analysis.base.files import sha256_of, write_atomically
from analysis.base.settings import setting
from analysis.forms.layout import Column, Layout
from analysis.ingest.hand_in import HandIn
from analysis.messages import Message
from analysis.reading.reading import Reading
from analysis.reading.whole_file import read_file
from analysis.reading.workers import each

Progress = Callable[[int, int, str], None]

_TYPES: dict[str, pl.DataType] = {
    "code": pl.String(),
    "word": pl.String(),
    "organisation": pl.String(),
    "stated": pl.Boolean(),
    "category": pl.String(),
    "place": pl.String(),
    "datetime": pl.Datetime("us"),
    "month": pl.Date(),
    "count": pl.Int64(),
    "quantity": pl.Decimal(38, 6),
    "number": pl.Decimal(38, 6),
    "yes_no": pl.Boolean(),
}
_ORIGIN = {
    "hand_in_id": pl.String(),
    "layout_version": pl.String(),
    "source_sheet": pl.String(),
    "source_row": pl.Int64(),
}
_LOGGER = logging.getLogger("safety")
COUNTS = ("header", "accepted", "quarantined", "total", "note", "blank")


@dataclass(frozen=True)
class Stored:
    """What is remembered of a file read, apart from its rows (`rows_file`); `bookings` are rows set
    aside or in doubt with the months (ISO dates `first`, `last`) that they may belong to."""

    rejected: dict[str, str] | None
    doubts: list[dict[str, str]]
    warnings: list[dict[str, str]]
    counts: dict[str, int]
    control_total_ok: bool | None
    bad_cells: list[dict[str, object]]
    columns: list[dict[str, str | None]]
    bookings: list[dict[str, object]]
    attributes: dict[str, str | None]
    rows_file: Path

    def rows(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Its rows; a folder's name may hold what a pattern of files is made of."""
        names = list(dict.fromkeys(columns)) if columns else None
        return pl.read_parquet(self.rows_file, columns=names, glob=False)


class RawStore:
    """`data/raw/<form>/<period>-<content>-<layout version>.parquet`, each with its ``.json``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files_read = 0
        self._hashes: dict[Path, str | None] = {}

    def prepare(self, layout: Layout) -> None:
        """Drop what another version of the layout read (the archive still holds the files), and
        keep an empty table, so that a form without hand-ins still has its columns."""
        folder = self.folder / layout.form
        for path in folder.glob("*.*"):
            if not path.stem.endswith(layout.version):
                path.unlink()
        empty = folder / f"_empty-{layout.version}.parquet"
        if not empty.exists():
            _write_parquet(empty, pl.DataFrame(schema=raw_schema(layout)))

    def read_new(
        self, files: Sequence[tuple[HandIn, Path]], progress: Progress | None = None
    ) -> None:
        """Read what this version of a layout never read before, and remember what came of it, also
        of what could not be read: no build tries again before the layout, the reader, or a limit
        that it met, changes.

        Args:
            files: hand-ins with their content.
            progress: told (files done, of all, name).
        """
        jobs = [(h, path, self._rows_file(h)) for h, path in files if self.read_before(h) is None]
        there = [job for job in jobs if job[1].exists()]
        for hand_in, path, rows in jobs:
            if not path.exists():
                _remember(rows, hand_in, Reading(rejected=Message("no_longer_kept")))
        for number, problem in enumerate(each(_read_one, there), start=1):
            hand_in, _, rows = there[number - 1]
            if problem:
                _remember(rows, hand_in, Reading(rejected=problem), limits=_limits())
            elif said := _about_of(rows).get("traceback"):
                _LOGGER.error("%s: %s", hand_in.hand_in_id, said)
            if progress:
                progress(number, len(there), hand_in.path.rsplit("/", 1)[-1])
        for _, _, rows in jobs:
            self._hashes.pop(rows, None)
        self.files_read += len(there)

    def read_before(self, hand_in: HandIn) -> Stored | None:
        """What is remembered of a file that was read already, or ``None``."""
        rows = self._rows_file(hand_in)
        about = _about_of(rows)
        if not about or about.pop("limits", None) not in (None, _limits()):
            return None
        if about.pop("rows_sha256", None) != self._hash_of(rows):
            return None  # not the rows that were read; the archive has the file
        about.pop("traceback", None)
        return Stored(**about, rows_file=rows)

    def _hash_of(self, rows: Path) -> str | None:
        if rows not in self._hashes:
            self._hashes[rows] = sha256_of(rows) if rows.is_file() else None
        return self._hashes[rows]

    def _rows_file(self, hand_in: HandIn) -> Path:
        return self.folder / hand_in.layout.form / f"{_stem(hand_in)}.parquet"


def why_unreadable(raw: Path, hand_in: HandIn) -> Message | None:
    """Why nobody can release a hand-in: its name or its content tells nothing. ``None`` where it
    was read, or no build has tried yet."""
    if hand_in.refused:
        return hand_in.refused
    stored = RawStore(raw).read_before(hand_in)
    if stored is None or stored.rejected is None:
        return None
    return Message("worded", {"zh": stored.rejected["zh"], "en": stored.rejected["en"]})


def _read_one(job: tuple[HandIn, Path, Path]) -> None:
    """The one guard around one file: whatever goes wrong in it is that file's refusal."""
    hand_in, content, rows = job
    received_on = hand_in.received.received_at.date()
    try:
        assert hand_in.period is not None
        reading = read_file(
            content,
            hand_in.name,
            hand_in.layout,
            hand_in.period,
            received_on,
            hand_in.reporting_region_id,
        )
        _remember(rows, hand_in, reading)
    except (MemoryError, OSError):
        raise  # of the machine, not of the file
    except Exception as error:  # noqa: BLE001 - one file never stops the others
        problem = Message("reader_failed", {"detail": type(error).__name__})
        _remember(rows, hand_in, Reading(rejected=problem), traceback=traceback.format_exc())


def _remember(rows: Path, hand_in: HandIn, reading: Reading, **more: object) -> None:
    _write_parquet(rows, _frame(reading, hand_in))
    own = {"rows_sha256": sha256_of(rows)}
    text = json.dumps(_about(reading) | own | more, ensure_ascii=True)
    write_atomically(rows.with_suffix(".json"), text.encode())


def _about_of(rows: Path) -> dict[str, Any]:
    try:
        return json.loads(rows.with_suffix(".json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):  # cut or altered, it is read again from the archive
        return {}


def _limits() -> list[float]:
    return [setting(name) for name in ("max_read_seconds", "max_read_memory_mb")]


def _stem(hand_in: HandIn) -> str:
    label = hand_in.period.label if hand_in.period else "unknown"
    tail = hand_in.hand_in_id.rsplit("-", 1)[1]
    return f"{label}-{hand_in.sha256[:16]}-{tail}-{hand_in.layout.version}"


def raw_schema(layout: Layout) -> dict[str, pl.DataType]:
    """Columns of the raw table of a form."""
    columns = {name: _dtype(column) for name, column in layout.kept_columns.items()}
    return _ORIGIN | columns | {name: pl.String() for name in layout.attributes}


def _dtype(column: Column) -> pl.DataType:
    return _TYPES[column.type]


def _frame(reading: Reading, hand_in: HandIn) -> pl.DataFrame:
    schema = raw_schema(hand_in.layout)
    origin = {"hand_in_id": hand_in.hand_in_id, "layout_version": hand_in.layout.version}
    counts = [n for n, c in hand_in.layout.kept_columns.items() if c.type == "count"]
    data: dict[str, list[object]] = {name: [] for name in schema}
    for sheet, row in reading.rows:
        values = origin | {"source_sheet": sheet, "source_row": row.row} | reading.attributes
        values |= row.values
        values |= {name: int(v) for name in counts if (v := row.values.get(name)) is not None}
        for name, column in data.items():
            column.append(values.get(name))
    frame = pl.DataFrame(data, schema=schema)
    if not reading.bulk:
        return frame
    shared = {name: pl.lit(text, pl.String) for name, text in (origin | reading.attributes).items()}
    frames = [
        rows.with_columns(source_sheet=pl.lit(sheet), **shared)
        .select(
            *(
                pl.col(n) if n in rows.columns else pl.lit(None, t).alias(n)
                for n, t in schema.items()
                if n not in shared and n != "source_sheet"
            ),
            *shared,
            "source_sheet",
        )
        .select(*schema)
        for sheet, rows in reading.bulk
    ]
    return pl.concat([frame, *frames]).sort("source_sheet", "source_row", maintain_order=True)


def _about(reading: Reading) -> dict[str, object]:
    counts = {name: reading.counts.get(name, 0) for name in COUNTS}
    return {
        "rejected": worded(reading.rejected) if reading.rejected else None,
        "doubts": [worded(message) for message in reading.doubts],
        "warnings": [worded(message) for message in reading.warnings],
        "counts": counts,
        "control_total_ok": reading.control_total_ok,
        "bad_cells": [
            {
                "sheet": bad.sheet,
                "row": bad.row,
                "column": bad.column,
                "cell": bad.cell,
                "value": bad.value,
                "fate": bad.fate,
                "reason_code": bad.reason.code,
                "reason": bad.reason.text("zh"),
                "reason_en": bad.reason.text("en"),
            }
            for bad in reading.bad_cells
        ],
        "columns": reading.columns,
        "bookings": [
            vars(b) | {"first": f"{b.first}", "last": f"{b.last}"} for b in reading.bookings
        ],
        "attributes": reading.attributes,
    }


def worded(message: Message) -> dict[str, str]:
    """A message with its wording in both languages, to be kept."""
    return {"code": message.code, "zh": message.text("zh"), "en": message.text("en")}


def _write_parquet(path: Path, frame: pl.DataFrame) -> None:
    data = io.BytesIO()
    frame.write_parquet(data, compression="zstd")
    write_atomically(path, data.getvalue())

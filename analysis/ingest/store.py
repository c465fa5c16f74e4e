"""Raw parquet: a file is read once for each version of its layout, and kept as rows with origin."""

import hashlib
import io
import logging
import traceback
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from analysis.base.files import sha256_of, write_atomically, write_together
from analysis.base.settings import setting
from analysis.forms.layout import Layout
from analysis.ingest.hand_in import HandIn
from analysis.ingest.packed import Pack, pack, pack_in, tidy
from analysis.ingest.remembered import About, about, read_about, said, sealed
from analysis.messages import Message
from analysis.reading.reading import Booking, Reading
from analysis.reading.whole_file import read_file
from analysis.reading.workers import each

Progress = Callable[[int, int, str], None]

_ORIGIN = {
    "hand_in_id": pl.String(),
    "layout_version": pl.String(),
    "source_sheet": pl.String(),
    "source_row": pl.Int64(),
}
_LOGGER = logging.getLogger("safety")
_AS_KEPT = ("counts", "control_total_ok", "bad_cells", "columns", "attributes")
_MANY, _SMALL = 16, 1 << 16  # files worth packing, and the bytes of rows below which one is


@dataclass(frozen=True)
class Stored:
    """What is remembered of a file read, apart from its rows (`rows_file`). Its messages were worded
    when it was read."""

    rejected: Message | None
    doubts: list[Message]
    warnings: list[Message]
    counts: dict[str, int]
    control_total_ok: bool | None
    bad_cells: list[dict[str, object]]
    columns: list[dict[str, str | None]]
    bookings: list[Booking]
    attributes: dict[str, str | None]
    rows_file: Path
    pack: Pack | None

    def rows(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Its rows; a folder's name may hold what a pattern of files is made of."""
        names = list(dict.fromkeys(columns)) if columns else None
        if self.pack:
            return self.pack.rows(self.rows_file.stem, names)
        return pl.read_parquet(self.rows_file, columns=names, glob=False)


class RawStore:
    """`data/raw/<form>/<period>-<content>-<layout version>.parquet`, each with its ``.json``, of a `county`
    with a data folder of its own one folder deeper; many small ones are packed (`analysis.ingest.packed`)."""

    def __init__(self, folder: Path, county: str = "", workers: int | None = None) -> None:
        self.folder, self.county, self._workers = folder, county, workers
        self.files_read = 0
        self._hashes: dict[Path, str | None] = {}
        self._packs: dict[Path, Pack | None] = {}

    def prepare(
        self,
        layouts: Iterable[Layout],
        hand_ins: Iterable[HandIn],
        elsewhere: Collection[str] = (),
    ) -> None:
        """Keep what was read of `hand_ins`, the folders of counties `elsewhere`, and an empty table, so that
        a form without hand-ins still has its columns. All else that dbt would read is dropped: what
        another version of a layout read (the archive still holds the files), and copies that somebody made."""
        known: dict[str, set[str]] = defaultdict(set)
        for hand_in in hand_ins:
            known[hand_in.layout.form].add(_stem(hand_in))
        for layout in layouts:
            folder = self._folder(layout)
            empty = folder / f"_empty-{layout.version}.parquet"
            stems = known[layout.form] if self.county else {empty.stem} | known[layout.form]
            tidy(folder, layout.version, stems, elsewhere)
            data = _as_parquet(pl.DataFrame(schema=raw_schema(layout)))
            if not self.county and not (empty.is_file() and empty.read_bytes() == data):
                write_atomically(empty, data)

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
        for number, problem in enumerate(each(_read_one, there, self._workers), start=1):
            hand_in, _, rows = there[number - 1]
            if problem:
                _remember(rows, hand_in, Reading(rejected=problem), limits=_limits())
            elif trace := read_about(rows.with_suffix(".json")).get("traceback"):
                _LOGGER.error("%s: %s", hand_in.hand_in_id, trace)
            if progress:
                progress(number, len(there), hand_in.path.rsplit("/", 1)[-1])
        for _, _, rows in jobs:
            self._hashes.pop(rows, None)
        self.files_read += len(there)
        for layout in {hand_in.layout.form: hand_in.layout for hand_in, _, _ in jobs}.values():
            self._pack(layout)

    def read_before(self, hand_in: HandIn) -> Stored | None:
        """What is remembered of a file that was read already, or ``None``."""
        rows = self._rows_file(hand_in)
        pack = self._pack_in(rows.parent)
        if pack and rows.stem in pack.abouts:
            return _stored(rows, pack.abouts[rows.stem], pack)
        found = read_about(rows.with_suffix(".json"))
        if not found or found.get("limits") not in (None, _limits()):
            return None
        if found["rows_sha256"] != self._hash_of(rows):
            return None  # not the rows that were read; the archive has the file
        return _stored(rows, found)

    def _pack(self, layout: Layout) -> None:
        """Pack the small files of a form once they are many. One that met a limit is left: it is read
        again when that limit changes."""
        folder = self._folder(layout)
        small = [
            (path, found)
            for path in sorted(folder.glob("[!_.]*.parquet"))
            if path.stat().st_size < _SMALL
            and (found := read_about(path.with_suffix(".json")))
            and "limits" not in found
            and found["rows_sha256"] == self._hash_of(path)
        ]
        if len(small) >= _MANY:
            pack(folder, layout.version, small)
            self._packs.pop(folder, None)

    def _pack_in(self, folder: Path) -> Pack | None:
        if folder not in self._packs:
            self._packs[folder] = pack_in(folder)
        return self._packs[folder]

    def _hash_of(self, rows: Path) -> str | None:
        if rows not in self._hashes:
            self._hashes[rows] = sha256_of(rows) if rows.is_file() else None
        return self._hashes[rows]

    def _rows_file(self, hand_in: HandIn) -> Path:
        return self._folder(hand_in.layout) / f"{_stem(hand_in)}.parquet"

    def _folder(self, layout: Layout) -> Path:
        return self.folder / layout.form / self.county


def why_unreadable(raw: Path, hand_in: HandIn) -> Message | None:
    """Why nobody can release a hand-in: its name or its content tells nothing. ``None`` where it
    was read, or no build has tried yet."""
    if hand_in.refused:
        return hand_in.refused
    stored = RawStore(raw).read_before(hand_in)
    return stored.rejected if stored else None


def _read_one(job: tuple[HandIn, Path, Path]) -> None:
    """The one guard around one file: whatever goes wrong in it is that file's refusal."""
    hand_in, content, rows = job
    received_on = hand_in.received.received_at.date()
    try:
        reading = read_file(
            content,
            hand_in.name,
            hand_in.layout,
            hand_in.covers,
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
    data = _as_parquet(raw_rows(reading, hand_in))
    own = {"rows_sha256": hashlib.sha256(data).hexdigest()}
    text = sealed(about(reading) | own | more)
    write_together({rows: data, rows.with_suffix(".json"): text.encode()})


def _stored(rows: Path, about: About, pack: Pack | None = None) -> Stored:
    return Stored(
        rejected=said(about["rejected"]) if about["rejected"] else None,
        doubts=[said(doubt) for doubt in about["doubts"]],
        warnings=[said(warning) for warning in about["warnings"]],
        bookings=[
            Booking(**row | {n: date.fromisoformat(row[n]) for n in ("first", "last")})
            for row in about["bookings"]
        ],
        **{name: about[name] for name in _AS_KEPT},
        rows_file=rows,
        pack=pack,
    )


def _limits() -> list[float]:
    return [setting(name) for name in ("max_read_seconds", "max_read_memory_mb")]


def _stem(hand_in: HandIn) -> str:
    label = hand_in.period.label if hand_in.period else "unknown"
    tail = hand_in.hand_in_id.rsplit("-", 1)[1]
    return f"{label}-{hand_in.sha256[:16]}-{tail}-{hand_in.layout.version}"


def raw_schema(layout: Layout) -> dict[str, pl.DataType]:
    """Columns of the raw table of a form."""
    columns = {name: column.dtype for name, column in layout.kept_columns.items()}
    return _ORIGIN | columns | {name: pl.String() for name in layout.attributes}


def raw_rows(reading: Reading, hand_in: HandIn) -> pl.DataFrame:
    """The rows of a reading with their origin, as `raw_schema` says."""
    schema = raw_schema(hand_in.layout)
    origin = {"hand_in_id": hand_in.hand_in_id, "layout_version": hand_in.layout.version}
    shared = origin | reading.attributes
    counts = [n for n, c in hand_in.layout.kept_columns.items() if c.type == "count"]
    data: dict[str, list[object]] = {name: [] for name in schema}
    for sheet, row in reading.rows:
        values = shared | {"source_sheet": sheet, "source_row": row.row} | row.values
        values |= {n: int(count) for n in counts if (count := row.figure(n)) is not None}
        for name, column in data.items():
            column.append(values.get(name))
    literals = {name: pl.lit(text, pl.String) for name, text in shared.items()}
    frames = [
        rows.with_columns(source_sheet=pl.lit(sheet), **literals) for sheet, rows in reading.bulk
    ]
    whole = pl.concat([pl.DataFrame(data, schema=schema), *frames], how="diagonal")
    return whole.sort("source_sheet", "source_row", maintain_order=True) if frames else whole


def _as_parquet(frame: pl.DataFrame) -> bytes:
    data = io.BytesIO()
    frame.write_parquet(data, compression="zstd")
    return data.getvalue()

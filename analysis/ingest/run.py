"""Take what lies in the inbox, read what is new, settle what is in force, and hand dbt its tables."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

import polars as pl

from analysis.base.settings import DataDir, local_now, seeds_folder, setting
from analysis.forms.layout import Layout, load_layouts
from analysis.ingest.archive import Archive, Received
from analysis.ingest.corrections import apply, load_corrections
from analysis.ingest.decisions import Decisions
from analysis.ingest.hand_in import HandIn, identify, is_hand_in, is_temporary
from analysis.ingest.measured import measured_table
from analysis.ingest.register import hand_ins
from analysis.ingest.register_tables import (
    Left,
    bookings_table,
    columns_table,
    decisions_table,
    feeds_table,
    forms_table,
    hand_ins_table,
    quarantine_table,
    rows_left_out,
)
from analysis.ingest.resolve import Outcome, resolve
from analysis.ingest.store import Progress, RawStore, Stored
from analysis.messages import Message


@dataclass(frozen=True)
class Ingested:
    """What an ingest did: `tables` are what dbt is given beside the raw rows; `corrected` holds
    by form the rows that stand in the place of others."""

    outcomes: list[Outcome]
    left: list[Received]
    files_read: int
    tables: dict[str, pl.DataFrame]
    corrected: dict[str, pl.DataFrame]

    @property
    def is_settled(self) -> bool:
        """Whether no file waits for the next look to try it again."""
        return not any(file.is_tried_again for file in self.left)


def ingest(
    data: DataDir,
    layouts_folder: Path,
    received_by: datetime = datetime.max,
    progress: Progress | None = None,
    dated_by_files: bool = False,
) -> Ingested:
    """Bring `data.raw` up to date with the inbox and settle every hand-in `received_by` then; by
    default all of them, whatever the clocks of this machine or of a department's say.

    Args:
        dated_by_files: the day of receipt of what is met now is the files' own (a history that is
            loaded at once); the choice stays on record.

    Raises:
        LayoutError: a layout cannot be used.
        CorrectionError: a correction cannot be understood.
    """
    layouts = load_layouts(layouts_folder)
    corrections = load_corrections(seeds_folder() / "corrections.csv", layouts)
    data.inbox.mkdir(parents=True, exist_ok=True)
    archive = Archive(data.archive)
    left = archive.take(data.inbox, lambda name: is_hand_in(name, layouts), dated_by_files)
    store = RawStore(data.raw)
    known = hand_ins(archive, layouts)
    store.prepare(layouts.values(), (hand_in for hand_in, _ in known))
    if received_by < datetime.max:
        known = hand_ins(archive, layouts, received_by)
    decisions = Decisions(data.archive)
    refused = {i for i, d in decisions.in_force(received_by).items() if d.verdict == "reject"}
    readings = _read_all(archive, store, known, refused, progress)
    outcomes = resolve(readings, decisions.in_force(received_by))
    _forget_old(archive, outcomes)
    listed, corrected = apply(corrections, outcomes, layouts, received_by.date())
    told = [_left(file, layouts) for file in left if not _is_temporary(file)]
    tables = {
        "hand_ins": hand_ins_table(outcomes, told),
        "forms": forms_table(layouts.values()),
        "feeds": feeds_table(layouts.values()),
        "decisions": decisions_table(d for d in decisions.all if d.at <= received_by),
        "corrections": listed,
        **_tables_of_rows(outcomes, listed, corrected),
    }
    return Ingested(outcomes, left, store.files_read, tables, corrected)


def _tables_of_rows(
    outcomes: list[Outcome], listed: pl.DataFrame, corrected: dict[str, pl.DataFrame]
) -> dict[str, pl.DataFrame]:
    quarantined, columns = quarantine_table(outcomes), columns_table(outcomes)
    left_out = rows_left_out(quarantined, listed)
    return {
        "quarantined_cells": quarantined,
        "rows_left_out": left_out,
        "bookings": bookings_table(outcomes),
        "columns": columns,
        "measured": measured_table(outcomes, corrected, left_out, columns),
    }


def _is_temporary(received: Received) -> bool:
    return is_temporary(PurePosixPath(received.path).name)


def write_tables(ingested: Ingested, folder: Path) -> None:
    """Write the tables for dbt into `folder`."""
    (folder / "corrected").mkdir(parents=True, exist_ok=True)
    for name, frame in ingested.tables.items():
        frame.write_parquet(folder / f"{name}.parquet")
    for form, frame in ingested.corrected.items():
        frame.write_parquet(folder / "corrected" / f"{form}.parquet")


def _read_all(
    archive: Archive,
    store: RawStore,
    known: list[tuple[HandIn, list[str]]],
    refused: set[str],
    progress: Progress | None,
) -> list[tuple[HandIn, Stored | None, list[str]]]:
    wanted = [
        hand_in
        for hand_in, _ in known
        if hand_in.refused is None and not {hand_in.hand_in_id, hand_in.sha256} & refused
    ]
    store.read_new([(h, archive.file(h.sha256)) for h in wanted], progress)
    return [
        (hand_in, None if hand_in.refused else store.read_before(hand_in), others)
        for hand_in, others in known
    ]


def _forget_old(archive: Archive, outcomes: list[Outcome]) -> None:
    """Delete contents that are no longer in force and older than the settings keep them."""
    years = int(setting("keep_archive_years"))
    if not years:
        return
    last = local_now() - timedelta(days=365.25 * years)
    needed = {
        o.hand_in.sha256
        for o in outcomes
        if o.status in ("accepted", "held") or o.hand_in.received_at >= last
    }
    for outcome in outcomes:
        if outcome.hand_in.sha256 not in needed:
            archive.forget(outcome.hand_in.sha256)


def _left(received: Received, layouts: dict[str, Layout]) -> Left:
    """What a file is by its name, its status and the reason why it stays in the inbox."""
    named = identify([received], layouts)
    if received.problem is None and named is None:
        return Left(received, None, "unrecognised", Message("unrecognised"))
    if received.problem is None:
        return Left(received, named, "rejected", Message("other_format"))
    status = "held" if received.problem.code == "being_written" else "rejected"
    return Left(received, named, status, received.problem)

"""Take what lies in the inbox, read what is new, settle what is in force, and hand dbt its tables."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import polars as pl

from analysis.base.places import regions
from analysis.base.settings import DataDir, local_now, seeds_folder, setting
from analysis.forms.layout import Layout, load_layouts
from analysis.ingest.archive import Archive, Received
from analysis.ingest.copies import with_copies_held
from analysis.ingest.corrections import Correction, apply, load_corrections
from analysis.ingest.decisions import Decision, Decisions
from analysis.ingest.hand_in import HandIn, identify, is_hand_in, is_temporary
from analysis.ingest.measured import measured_table
from analysis.ingest.missing import Missing, of_here
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
from analysis.ingest.resolve import Outcome, resolve, with_repeats_above
from analysis.ingest.store import Progress, RawStore, Stored
from analysis.messages import Message


@dataclass(frozen=True)
class Look:
    """What one look at an inbox found, with what its archive holds: every hand-in with its fate, the
    files that were left, the decisions made by then, how many files were read anew."""

    outcomes: list[Outcome]
    left: list[Received]
    decisions: list[Decision]
    files_read: int


@dataclass(frozen=True)
class Ingested:
    """What an ingest did: `tables` are what dbt is given beside the raw rows; `corrected` holds
    by form the rows that stand in the place of others; `missing` are counties whose hand-ins are not
    among it, and `archives` by folder what the others' archives were when they were looked at."""

    outcomes: list[Outcome]
    left: list[Received]
    files_read: int
    tables: dict[str, pl.DataFrame]
    corrected: dict[str, pl.DataFrame]
    missing: list[Missing] = field(default_factory=list)
    archives: dict[str, str] = field(default_factory=dict)

    @property
    def is_settled(self) -> bool:
        """Whether no file and no county waits for the next look to try it again."""
        return not (self.missing or any(file.is_tried_again for file in self.left))


@dataclass(frozen=True)
class When:
    """Which hand-ins count: those `received_by` then, by default all of them, whatever the clocks of
    this machine or of a department's say. `dated_by_files`: the day of receipt of what is met now is
    the files' own (a history that is loaded at once); the choice stays on record."""

    received_by: datetime = datetime.max
    dated_by_files: bool = False


_ALL = When()


def ingest(
    data: DataDir, layouts_folder: Path, progress: Progress | None = None, when: When = _ALL
) -> Ingested:
    """Bring `data.raw` up to date with the inbox and settle every hand-in.

    Raises:
        LayoutError: a layout cannot be used.
        CorrectionError: a correction cannot be understood.
    """
    layouts = load_layouts(layouts_folder)
    corrections = corrections_of(layouts)
    data.inbox.mkdir(parents=True, exist_ok=True)
    found = look(data, RawStore(data.raw), layouts, when, progress)
    return joined([found], layouts, corrections, when)


def corrections_of(layouts: dict[str, Layout]) -> list[Correction]:
    """The office's own.

    Raises:
        CorrectionError: one cannot be understood.
    """
    return load_corrections(seeds_folder() / "corrections.csv", layouts)


def look(
    data: DataDir,
    store: RawStore,
    layouts: dict[str, Layout],
    when: When,
    progress: Progress | None = None,
    elsewhere: Collection[str] = (),
) -> Look:
    """Take what is new in the inbox, read it, and settle what is in force of all that the archive holds.

    Args:
        elsewhere: counties whose hand-ins do not count here, as they keep folders of their own.
    """
    place = regions()[store.county].name_zh if store.county else ""
    archive = Archive(data.archive, place)
    left = archive.take(data.inbox, lambda name: is_hand_in(name, layouts), when.dated_by_files)
    known = _known(archive, store, layouts, elsewhere)
    store.prepare(layouts.values(), [hand_in for hand_in, _ in known], elsewhere)
    if when.received_by < datetime.max:
        known = _known(archive, store, layouts, elsewhere, when.received_by)
    decisions = Decisions(data.archive)
    if place:
        ids = {hand_in.id_at_home: hand_in.hand_in_id for hand_in, _ in known}
        decisions = decisions.known_as(ids, place)
    in_force = decisions.in_force(when.received_by)
    outcomes = resolve(_read_all(archive, store, known, progress), in_force)
    if not place:  # a county's archive is the county's
        _forget_old(archive, outcomes)
    made = [d for d in decisions.all if d.at <= when.received_by]
    return Look(outcomes, left, made, store.files_read)


def _known(
    archive: Archive,
    store: RawStore,
    layouts: dict[str, Layout],
    elsewhere: Collection[str],
    received_by: datetime = datetime.max,
) -> list[tuple[HandIn, list[str]]]:
    found = hand_ins(archive, layouts, received_by)
    return [(of_here(hand_in, store.county, elsewhere), others) for hand_in, others in found]


def joined(
    looks: Sequence[Look],
    layouts: dict[str, Layout],
    corrections: list[Correction],
    when: When,
    missing: Sequence[Missing] = (),
    archives: Mapping[str, str] = MappingProxyType({}),
) -> Ingested:
    """The tables of what several folders hold. A copy that was refused because its place hands in
    elsewhere says nothing where the place handed it in too."""
    every = sorted((o for one in looks for o in one.outcomes), key=lambda o: not o.hand_in.refused)
    once = [*{o.hand_in.hand_in_id: o for o in every}.values()]
    outcomes = with_repeats_above(with_copies_held(once))
    left = [*{file.path: file for one in looks for file in one.left}.values()]
    listed, corrected = apply(corrections, outcomes, layouts, when.received_by.date())
    told = [_left(file, layouts) for file in left if not _is_temporary(file)]
    tables = {
        "hand_ins": hand_ins_table(outcomes, told, missing),
        "forms": forms_table(layouts.values()),
        "feeds": feeds_table(layouts.values()),
        "decisions": decisions_table(d for one in looks for d in one.decisions),
        "corrections": listed,
        **_tables_of_rows(outcomes, listed, corrected),
    }
    read = sum(one.files_read for one in looks)
    return Ingested(outcomes, left, read, tables, corrected, [*missing], {**archives})


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
    progress: Progress | None,
) -> list[tuple[HandIn, Stored | None, list[str]]]:
    # what the office refused as well: what it is of may be asked for still
    wanted = [hand_in for hand_in, _ in known if hand_in.refused is None]
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

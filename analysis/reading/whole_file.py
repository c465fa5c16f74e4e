"""One file read by its layout: its rows, what was refused, and every row accounted for."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from analysis.base.places import own_id
from analysis.base.text import squeeze
from analysis.forms.layout import Layout
from analysis.forms.periods import Period
from analysis.messages import Message
from analysis.reading.accounting import account_for
from analysis.reading.own_sheets import (
    Headed,
    headed,
    labelled,
    no_table,
    own_sheets,
    refuse_ambiguous,
)
from analysis.reading.reading import Booking, Reading
from analysis.reading.row_kinds import RowKind, kind_beside
from analysis.reading.rows import Table
from analysis.reading.sayings import other_figure
from analysis.reading.scope import Scope
from analysis.reading.tables import read_table
from analysis.sheets.cells import as_text
from analysis.sheets.grid import Sheet, UnreadableFile, read_sheets


def read_file(
    path: Path,
    name: str,
    layout: Layout,
    period: Period,
    received_on: date = date.max,
    within: str | None = None,
) -> Reading:
    """Read the bytes at `path` as the file `name` of the form `layout` for `period`.

    Never raises for anything a department can hand in: what cannot be read is `rejected`.

    Args:
        received_on: nothing that happened later can stand in the file.
        within: the code of the reporting place; by default the own region.
    """
    try:
        return _read(path, name, Scope(layout, period, within or own_id(), received_on))
    except UnreadableFile as error:
        return Reading(rejected=error.message)


def _read(path: Path, name: str, scope: Scope) -> Reading:
    layout = scope.layout
    found = read_sheets(path, Path(name).suffix.lower())
    sheets = [labelled(sheet, number) for number, sheet in enumerate(found, start=1)]
    visible = [sheet for sheet in sheets if not sheet.is_hidden]
    whole = headed(visible, layout)
    if not whole:
        raise no_table(visible, layout)
    reading = Reading(attributes=_attributes(name, visible, layout))
    hidden = [sheet for sheet in sheets if sheet.is_hidden]
    for sheet in hidden:
        if any(kind_beside(cells) is RowKind.NOTE for _, cells in sheet.rows):
            reading.warnings.append(Message("hidden_sheet", {"sheet": sheet.label}))
    own = own_sheets(reading, whole, scope)
    chosen = {id(sheet) for sheet, _ in own}
    others = (sheet for sheet in sheets if id(sheet) not in chosen)
    reading.counts.update(kind_beside(cells) for sheet in others for _, cells in sheet.rows)
    for _, header in own:
        refuse_ambiguous(header, layout)
    tables = _tables(own, scope)
    for (sheet, header), table in zip(own, tables, strict=True):
        above = [as_text(c) for _, cells in sheet.rows[: header.first] for c in cells if c]
        if doubt := other_figure(above, table.said, scope.within):
            reading.doubts.append(doubt)
    for sheet, header in headed(hidden, layout) if layout.event_domain else []:
        if len(sheet.rows) > header.body:
            start, end = scope.period.start, scope.period.end
            reading.bookings.append(Booking(sheet.label, 0, "doubted", start, end))
    account_for(tables, reading, scope)
    return reading


def _tables(own: Sequence[Headed], scope: Scope) -> list[Table]:
    tables = [read_table(sheet, header, scope) for sheet, header in own]
    if any(table.bulk is not None for table in tables) and _repeats_a_key(tables, scope.layout):
        # which row is refused depends on their order: one by one
        return [read_table(sheet, header, scope, in_bulk=False) for sheet, header in own]
    return tables


def _repeats_a_key(tables: Sequence[Table], layout: Layout) -> bool:
    (key,) = layout.key
    found = [
        str(row.values[key]) for t in tables for row in t.rows if row.values.get(key) is not None
    ]
    frames = [t.bulk[key] for t in tables if t.bulk is not None]
    keys = pl.concat([pl.Series(key, found, pl.String), *frames])
    return keys.n_unique() < len(keys)


def _attributes(name: str, sheets: Sequence[Sheet], layout: Layout) -> dict[str, str | None]:
    """What the file's name, else its title and notes, say of the whole file (a vintage)."""
    if not layout.attributes:
        return {}
    cells = (cell for sheet in sheets for _, cells in sheet.rows for cell in cells)
    texts = [squeeze(text) for text in (name, *(as_text(c) for c in cells if isinstance(c, str)))]
    found: dict[str, str | None] = {}
    for attribute, codes in layout.attributes.items():
        words = [(squeeze(word), code) for code, all_words in codes.items() for word in all_words]
        hits = (code for text in texts for word, code in words if word in text)
        found[attribute] = next(hits, None)
    return found

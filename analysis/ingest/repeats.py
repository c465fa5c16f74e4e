"""Rows that two hand-ins in force both hold."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analysis.base.places import is_below
from analysis.forms.department_names import known_department
from analysis.forms.layout import Layout
from analysis.ingest.hand_in import HandIn
from analysis.ingest.store import Stored
from analysis.messages import Message
from analysis.reading.rows import Fate

Files = Sequence[tuple[HandIn, Stored]]
_DIGITS = r"\d{6}"  # a number with a date or a code in it does not begin again with each month


@dataclass(frozen=True)
class Repeat:
    """A row that another hand-in holds too; `value` is its key, `days` those that it is booked on."""

    sheet: str
    row: int
    column: str
    value: str
    fate: Fate
    days: list[date]
    message: Message


def repeated_rows(accepted: Files) -> dict[str, list[Repeat]]:
    """By hand-in, the rows that are the same thing as a row of another hand-in of its place.

    Of a form that parts of the county, or any department, hand in, the same row counts once: in one
    period what came when it was over counts before what came earlier, and an own report before a
    summary that repeats it; where they count otherwise, the period is in doubt. An accident whose
    number another month's list holds under another date counts, and is in doubt; short numbers may
    begin again with each month.
    """
    by_form: dict[tuple[str, str], list[tuple[HandIn, Stored]]] = defaultdict(list)
    for hand_in, stored in accepted:
        by_form[hand_in.layout.form, hand_in.reporting_region_id].append((hand_in, stored))
    found: dict[str, list[Repeat]] = defaultdict(list)
    for files in by_form.values():
        layout = files[0][0].layout
        if layout.event_domain is not None and layout.parts is not None:
            _add(found, files, layout, [*layout.key, layout.moment or ""], "set_aside")
        if layout.event_domain is not None:
            _add(found, files, layout, layout.key, "doubted")
        elif layout.columns[layout.key[0]].type == "organisation":
            _add(found, files, layout, layout.key, "set_aside")
    return found


def repeated_above(accepted: Files) -> dict[str, list[Repeat]]:
    """By hand-in, the accidents that a county within its place hands in as well: they count once."""
    found: dict[str, list[Repeat]] = defaultdict(list)
    by_form: dict[str, list[tuple[HandIn, Stored]]] = defaultdict(list)
    for hand_in, stored in accepted:
        if hand_in.layout.event_domain is not None:
            by_form[hand_in.layout.form].append((hand_in, stored))
    for files in by_form.values():
        place = {h.hand_in_id: h.reporting_region_id for h, _ in files}
        within = {area: {p for p in place.values() if is_below(p, area)} for area in place.values()}
        if not any(within.values()):
            continue
        layout, paths = files[0][0].layout, {h.hand_in_id: h.path for h, _ in files}
        same = [*layout.key, layout.moment or ""]
        columns = ["hand_in_id", "source_sheet", "source_row", *same]
        frame = pl.concat(s.rows(columns) for _, s in files).drop_nulls(same)
        for _, rows in frame.filter(pl.struct(same).is_duplicated()).group_by(same):
            by_place = {place[row["hand_in_id"]]: row for row in rows.iter_rows(named=True)}
            for row in rows.iter_rows(named=True):
                if below := sorted(within[place[row["hand_in_id"]]] & by_place.keys()):
                    first = by_place[below[0]]
                    path = paths[first["hand_in_id"]]
                    found[row["hand_in_id"]].append(
                        _repeat(row, first, path, layout, "set_aside", [])
                    )
    return found


def _add(
    found: dict[str, list[Repeat]],
    files: Files,
    layout: Layout,
    same: list[str],
    fate: Fate,
) -> None:
    hand_ins = {h.hand_in_id: h for h, _ in files}
    moment = [layout.moment] if layout.moment else []
    of_departments = layout.columns[same[0]].type == "organisation"
    counts = [n for n, c in layout.columns.items() if of_departments and c.type == "count"]
    columns = ["hand_in_id", "source_sheet", "source_row", *same, *moment, *counts]
    frame = pl.concat(s.rows(columns) for _, s in files)
    frame = frame.filter(pl.all_horizontal(pl.col(same).is_not_null()))
    if fate == "doubted":
        frame = frame.filter(pl.col(layout.key[0]).str.contains(_DIGITS))
        together = list(same)
    else:
        labels = {name: hand_in.covers.label for name, hand_in in hand_ins.items()}
        frame = frame.with_columns(period=pl.col("hand_in_id").replace_strict(labels))
        together = ["period", *same]
    if of_departments:
        place = files[0][0].reporting_region_id
        meant = {name: known_department(name, place) for name in frame[same[0]].unique()}
        frame = frame.with_columns(meant=pl.col(same[0]).replace_strict(meant))
        together = ["meant" if name == same[0] else name for name in together]
    groups = frame.filter(pl.struct(together).is_duplicated())
    for _, rows in groups.group_by(together, maintain_order=True):
        ordered = sorted(
            rows.iter_rows(named=True), key=lambda row: _preference(row, hand_ins, layout)
        )
        first, path = ordered[0], hand_ins[ordered[0]["hand_in_id"]].path
        for row in ordered[1:]:
            if row["hand_in_id"] != first["hand_in_id"]:
                one = hand_ins[row["hand_in_id"]]
                is_otherwise = not one.is_early and any(row[n] != first[n] for n in counts)
                days = [one.covers.end] if is_otherwise else []
                found[one.hand_in_id].append(_repeat(row, first, path, layout, fate, days))


def _repeat(
    row: dict[str, Any],
    first: dict[str, Any],
    path: str,
    layout: Layout,
    fate: Fate,
    days: list[date],
) -> Repeat:
    """With `days` where both count otherwise: the figures of one of them are wrong."""
    code = "repeated_otherwise" if days else "repeated_across"
    if fate == "doubted":
        moments = [one[layout.moment] for one in (row, first)] if layout.moment else []
        code, days = "same_number", [moment.date() for moment in moments]
    key = layout.key[-1]
    return Repeat(
        sheet=row["source_sheet"],
        row=row["source_row"],
        column=layout.columns[key].headers[0],
        value=str(row[key]),
        fate=fate,
        days=days,
        message=Message(code, {"path": path, "row": first["source_row"]}),
    )


def _preference(
    row: dict[str, Any], hand_ins: dict[str, HandIn], layout: Layout
) -> tuple[object, ...]:
    hand_in = hand_ins[row["hand_in_id"]]
    place = hand_in.reporting_region_id
    giver = known_department(str(row[layout.key[0]]), place)
    is_own = giver == known_department(hand_in.department, place)
    arrived = (hand_in.received.look, hand_in.period, hand_in.path, row["source_row"])
    return (hand_in.is_early, not is_own, *arrived)

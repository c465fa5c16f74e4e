"""Rows that two hand-ins in force both hold."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import polars as pl

from analysis.ingest.hand_in import HandIn
from analysis.ingest.layout import Layout
from analysis.ingest.store import Stored
from analysis.messages import Message

Files = Sequence[tuple[HandIn, Stored]]


def repeated_rows(accepted: Files) -> dict[str, list[dict[str, Any]]]:
    """By hand-in, the rows that are the same thing as a row of another hand-in, which counts.

    An accident is the same where number and date are; numbers may begin again with each month. In
    a form that any department hands in, a row about a department or target is the same where its key
    is, in one period: an own report counts before a summary that repeats it.
    """
    by_form: dict[str, list[tuple[HandIn, Stored]]] = defaultdict(list)
    for hand_in, stored in accepted:
        by_form[hand_in.layout.form].append((hand_in, stored))
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for files in by_form.values():
        layout = files[0][0].layout
        if layout.event_domain is not None and layout.parts is not None:
            _add(found, files, layout, [*layout.key, layout.moment or ""])
        elif layout.columns[layout.key[0]].type == "organisation":
            _add(found, files, layout, layout.key)
    return found


def _add(
    found: dict[str, list[dict[str, Any]]], files: Files, layout: Layout, same: list[str]
) -> None:
    abouts = {h.hand_in_id: h for h, _ in files}
    columns = ["hand_in_id", "source_sheet", "source_row", *same]
    frame = pl.concat(pl.read_parquet(s.rows_file, columns=columns) for _, s in files)
    labels = {name: h.period.label if h.period else "" for name, h in abouts.items()}
    frame = frame.with_columns(period=pl.col("hand_in_id").replace_strict(labels))
    frame = frame.filter(pl.all_horizontal(pl.col(same).is_not_null()))
    groups = frame.filter(pl.struct("period", *same).is_duplicated())
    for _, rows in groups.group_by("period", *same, maintain_order=True):
        ordered = sorted(
            rows.iter_rows(named=True), key=lambda row: _preference(row, abouts, layout)
        )
        first = ordered[0]
        for row in ordered[1:]:
            if row["hand_in_id"] == first["hand_in_id"]:
                continue
            params = {"hand_in_id": abouts[first["hand_in_id"]].path, "row": first["source_row"]}
            key = layout.key[-1]
            found[row["hand_in_id"]].append(
                {
                    "sheet": row["source_sheet"],
                    "row": row["source_row"],
                    "column": layout.columns[key].headers[0],
                    "value": str(row[key]),
                    "message": Message("repeated_across", params),
                }
            )


def _preference(
    row: dict[str, Any], abouts: dict[str, HandIn], layout: Layout
) -> tuple[object, ...]:
    about = abouts[row["hand_in_id"]]
    own = str(row[layout.key[0]]).removeprefix("达拉特旗").removeprefix("旗") == about.department
    return (not own, about.received.look, about.received.modified, about.path, row["source_row"])

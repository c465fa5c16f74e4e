"""数据质量: what is missing, was refused, is provisional, was corrected or restated."""

from collections.abc import Iterator

import polars as pl

from analysis.base.places import own_id
from analysis.marts.hand_in_calendar import NOT_HANDED_IN, worded_calendar
from analysis.marts.rows import HandInRow, RestatementRow, rows_of
from analysis.messages.numbers import number
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition

_LISTED = 30  # so many files or restatements are listed; the rest are counted
_MISSING = {"form": 0.3, "department": 0.25, "period": 0.35, "status": 0.1}
_REFUSED = {"status": 0.12, "path": 0.38, "reason": 0.5}
_CORRECTIONS = dict.fromkeys(
    ("form", "period", "key", "column_name", "expected", "corrected", "reason", "who"), 1 / 8
)
_RESTATED = {
    "name": 0.26,
    "year": 0.08,
    "rate_before": 0.11,
    "rate": 0.11,
    "restated_on": 0.13,
    "cause_paths": 0.31,
}


def quality(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_quality"), 1)
    yield from edition.pictures("calendar")
    yield _missing(edition)
    yield from edition.pictures("quality")
    yield _refused(edition)
    yield _provisional(edition)
    yield _corrections(edition)
    yield _restated(edition)


def _missing(edition: Edition) -> Block:
    ended = pl.col("period_end").dt.year() == edition.year
    lacks = pl.col("status").is_in(NOT_HANDED_IN)
    calendar = edition.marts["fct_hand_in_calendar"].filter(ended, lacks)
    if calendar.is_empty():
        return Paragraph(edition.say("missing_none", year=edition.year))
    worded = worded_calendar(calendar, edition.marts["dim_department"], edition.lang)
    keys = ("name", "department", "said")
    by_form = worded.sort("name", "period").group_by(*keys, maintain_order=True).agg("period")
    rows = [
        (form, who, edition.listed(periods), said) for form, who, said, periods in by_form.rows()
    ]
    return edition.table(edition.say("table_missing", count=calendar.height), _MISSING, rows)


def _refused(edition: Edition) -> Block:
    files = edition.marts["fct_hand_ins"].filter(pl.col("status").is_in(["held", "rejected"]))
    if files.is_empty():
        return Paragraph(edition.say("refused_none"))
    shown = rows_of(files.sort("status", "path").head(_LISTED), HandInRow)
    rows = [
        (
            edition.say(f"status_{row['status']}"),
            row["path"],
            (row["reason"] if edition.lang == "zh" else row["reason_en"]) or "",
        )
        for row in shown
    ]
    return edition.table(edition.say("table_refused", count=files.height), _REFUSED, rows)


def _provisional(edition: Edition) -> Block:
    rows = [
        (edition.text(indicator), row["note"] or "")
        for indicator in edition.indicators
        if (row := edition.year_of(indicator)) and row["is_provisional"]
    ]
    if not rows:
        return Paragraph(edition.say("provisional_none", year=edition.year))
    return edition.table(edition.say("table_provisional"), {"name": 0.45, "note": 0.55}, rows)


def _corrections(edition: Edition) -> Block:
    found = edition.marts["fct_corrections"].select(_CORRECTIONS.keys())
    if found.is_empty():
        return Paragraph(edition.say("corrections_none"))
    rows = [[str(value or "") for value in row] for row in found.iter_rows()]
    return edition.table(edition.say("table_corrections"), _CORRECTIONS, rows)


def _restated(edition: Edition) -> Block:
    keys = [indicator["indicator_id"] for indicator in edition.indicators]
    found = edition.marts["fct_restatements"].filter(
        pl.col("indicator_id").is_in(keys), region_id=own_id(), period_kind="year"
    )
    if found.is_empty():
        return Paragraph(edition.say("restated_none"))
    names = edition.indicator_names()
    last = found.sort("restated_on", descending=True).head(_LISTED)
    rows = [
        (
            names[row["indicator_id"]],
            str(row["period_end"].year),
            number(row["rate_before"], 4),
            number(row["rate"], 4),
            str(row["restated_on"]),
            row["cause_paths"] or row["correction_keys"] or "",
        )
        for row in rows_of(last, RestatementRow)
    ]
    return edition.table(edition.say("table_restated"), _RESTATED, rows)

"""The register of hand-ins as tables: one row a file, one a quarantined cell, one a column read."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.base.seeds import seed_rows
from analysis.forms.layout import Layout
from analysis.ingest.archive import Received
from analysis.ingest.decisions import Decision
from analysis.ingest.hand_in import HandIn, shown_path
from analysis.ingest.missing import Missing
from analysis.ingest.remembered import COUNTS
from analysis.ingest.resolve import Outcome
from analysis.messages import Message
from analysis.privacy import gate
from analysis.privacy.vocabulary import shown_words
from analysis.reading.reading import Booking

_HAND_INS = {
    "hand_in_id": pl.String,
    "path": pl.String,
    "sha256": pl.String,
    "form": pl.String,
    "event_domain": pl.String,
    "reporting_region_id": pl.String,
    "department": pl.String,
    "period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "part": pl.String,
    "received_at": pl.Datetime("us"),
    "last_received_at": pl.Datetime("us"),
    "status": pl.String,
    "waits": pl.Boolean,
    "released": pl.Boolean,
    **{f"rows_{name}": pl.Int64 for name in ("read", *COUNTS)},
    "control_total_ok": pl.Boolean,
    "reason": pl.String,
    "reason_en": pl.String,
    "warnings": pl.String,
    "warnings_en": pl.String,
    "same_bytes_paths": pl.String,
    "layout_version": pl.String,
}
_QUARANTINE = {
    "hand_in_id": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "cell": pl.String,
    "value": pl.String,
    "fate": pl.String,
    "reason_code": pl.String,
    "reason": pl.String,
    "reason_en": pl.String,
}
_BOOKINGS = {
    "hand_in_id": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "fate": pl.String,
    "first_day": pl.Date,
    "last_day": pl.Date,
    "key": pl.String,
}
_FORMS = {
    "form": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "department": pl.String,
    "event_domain": pl.String,
    "period_kind": pl.String,
    "due_days": pl.Int64,
    "counts_events": pl.Boolean,
}
_FEEDS = {"form": pl.String, "series": pl.String}
_DECISIONS = {
    "hand_in_id": pl.String,
    "sha256": pl.String,
    "path": pl.String,
    "verdict": pl.String,
    "who": pl.String,
    "at": pl.Datetime("us"),
    "reason": pl.String,
    "is_owed": pl.Boolean,
}
_COLUMNS = {
    "hand_in_id": pl.String,
    "sheet": pl.String,
    "column": pl.String,
    "letter": pl.String,
    "unit": pl.String,
}


@dataclass(frozen=True)
class Left:
    """A file that was left in the inbox: what its name says that it is, its status and the reason."""

    received: Received
    named: HandIn | None
    status: str
    reason: Message


def hand_ins_table(
    outcomes: Sequence[Outcome], left: Sequence[Left], missing: Sequence[Missing] = ()
) -> pl.DataFrame:
    """One row a hand-in, one a file that was left in the inbox, and one a county that is missing."""
    rows = [_hand_in_row(outcome) for outcome in outcomes]
    for file in left:
        received = file.received
        digest = hashlib.sha256(received.path.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        rows.append(
            {
                "hand_in_id": f"{file.status}-{digest}",
                "path": shown_path(received),
                "received_at": received.received_at if received.modified else None,
                "status": file.status,
                "waits": file.named is not None,
                "released": False,
                **(_named(file.named) if file.named else {}),
                **{f"rows_{name}": 0 for name in ("read", *COUNTS)},
                **_joined("reason", [file.reason]),
            }
        )
    for county in missing:
        rows.append(
            {
                "hand_in_id": county.hand_in_id,
                "path": county.path,
                "reporting_region_id": county.county,
                "status": "rejected",
                "waits": True,
                "released": False,
                **{f"rows_{name}": 0 for name in ("read", *COUNTS)},
                **_joined("reason", [county.reason]),
            }
        )
    return _frame(rows, _HAND_INS).sort("received_at", "path", "hand_in_id")


def _named(hand_in: HandIn) -> dict[str, Any]:
    """What a hand-in's name says that it is for."""
    period = hand_in.period
    return {
        "form": hand_in.layout.form,
        "event_domain": hand_in.layout.event_domain,
        "reporting_region_id": hand_in.reporting_region_id,
        "department": hand_in.department,
        "part": hand_in.part,
        "period": period.label if period else None,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
    }


def _hand_in_row(outcome: Outcome) -> dict[str, Any]:
    hand_in, stored = outcome.hand_in, outcome.stored
    counts = dict(stored.counts) if stored else dict.fromkeys(COUNTS, 0)
    repeated = len({(r.sheet, r.row) for r in outcome.repeats if r.fate == "set_aside"})
    counts["accepted"] -= repeated
    counts["quarantined"] += repeated
    warnings = [*(stored.warnings if stored else []), *outcome.hints]
    return {
        "hand_in_id": hand_in.hand_in_id,
        "path": hand_in.path,
        "sha256": hand_in.sha256,
        **_named(hand_in),
        "received_at": hand_in.received_at,
        "last_received_at": hand_in.received.received_at,
        "status": outcome.status,
        "waits": outcome.waits,
        "released": outcome.released,
        "rows_read": sum(counts.values()),
        **{f"rows_{name}": counts[name] for name in COUNTS},
        "control_total_ok": stored.control_total_ok if stored else None,
        **_joined("reason", outcome.reasons),
        **_joined("warnings", warnings),
        "same_bytes_paths": "\n".join(outcome.same_bytes) or None,
        "layout_version": hand_in.layout.version,
    }


def _joined(name: str, messages: Sequence[Message]) -> dict[str, str | None]:
    return {
        name: "；".join(message.text("zh") for message in messages) or None,
        f"{name}_en": "; ".join(message.text("en") for message in messages) or None,
    }


def quarantine_table(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """One row a cell that set its row aside, was refused alone or contradicts its row (`fate`), of
    every hand-in that was read."""
    rows = []
    for outcome in outcomes:
        hand_in_id = {"hand_in_id": outcome.hand_in.hand_in_id}
        rows += [hand_in_id | bad for bad in (outcome.stored.bad_cells if outcome.stored else [])]
        for repeat in outcome.repeats:
            reason = {"reason_code": repeat.message.code, **_joined("reason", [repeat.message])}
            rows.append(hand_in_id | vars(repeat) | reason)
    return _frame(rows, _QUARANTINE)


def bookings_table(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """One row a row that was set aside or is in doubt, and a span of days whose figures it may
    belong to. A row that another hand-in holds too is missing nowhere, unless they count otherwise."""
    rows = []
    for outcome in outcomes:
        bookings = list(outcome.stored.bookings) if outcome.stored else []
        for repeat in outcome.repeats:
            for day in repeat.days:
                booked = Booking(repeat.sheet, repeat.row, repeat.fate, day, day, repeat.value)
                bookings.append(booked)
        for booking in bookings:
            about = {"hand_in_id": outcome.hand_in.hand_in_id, **vars(booking)}
            rows.append(about | {"first_day": booking.first, "last_day": booking.last})
    return _frame(rows, _BOOKINGS)


def feeds_table(layouts: Iterable[Layout]) -> pl.DataFrame:
    """One row a form and a series that it gives: flows and stocks by name, and every count of its
    domain (or of the form itself, where its rows are no accidents)."""
    counts = [row for row in seed_rows("series.csv") if row["kind"] == "count"]
    rows = []
    for form in layouts:
        domain = form.event_domain or form.form
        own = [row["series"] for row in counts if row["event_domain"] == domain]
        rows += [{"form": form.form, "series": series} for series in [*form.feeds, *own]]
    return _frame(rows, _FEEDS)


def rows_left_out(quarantined: pl.DataFrame, corrected: pl.DataFrame) -> pl.DataFrame:
    """Rows that do not count as they were read: set aside, or replaced by the office's correction."""
    place = ["hand_in_id", "sheet", "row"]
    replaced = corrected.filter(status="applied").select(
        "hand_in_id", sheet="source_sheet", row="source_row"
    )
    return pl.concat([quarantined.filter(fate="set_aside").select(place), replaced]).unique(
        maintain_order=True
    )


def columns_table(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """Where in each sheet each column stood, and the unit that was read for it."""
    rows = []
    for outcome in outcomes:
        for column in outcome.stored.columns if outcome.stored else []:
            rows.append({"hand_in_id": outcome.hand_in.hand_in_id, **column})
    return _frame(rows, _COLUMNS)


def forms_table(layouts: Iterable[Layout]) -> pl.DataFrame:
    """One row a form: who hands it in, how often, and how long after a period it is due."""
    rows = [
        {
            "form": layout.form,
            "name_zh": layout.name_zh,
            "name_en": layout.name_en,
            "department": layout.department,
            "event_domain": layout.event_domain,
            "period_kind": layout.period.kind,
            "due_days": layout.due_days,
            "counts_events": layout.counts_events,
        }
        for layout in layouts
    ]
    return _frame(rows, _FORMS)


def decisions_table(decisions: Iterable[Decision]) -> pl.DataFrame:
    """One row a decision of the office on a hand-in; its reason as much as may be shown."""
    rows = [
        vars(decision)
        | {
            "reason": gate.reason_shown(decision.reason, shown_words()),
            "path": shown_path(Received(decision.path, 0, 0.0)),
        }
        for decision in decisions
    ]
    return _frame(rows, _DECISIONS)


def _frame(rows: list[dict[str, Any]], schema: dict[str, Any]) -> pl.DataFrame:
    data = {name: [row.get(name) for row in rows] for name in schema}
    return pl.DataFrame(data, schema=schema)

"""The register of hand-ins as tables: one row a file, one a quarantined cell, one a column read."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from analysis.ingest.archive import Received
from analysis.ingest.decisions import Decision
from analysis.ingest.layout import Layout
from analysis.ingest.resolve import Outcome
from analysis.ingest.store import COUNTS
from analysis.messages import Message
from analysis.settings import local_time

_HAND_INS = {
    "hand_in_id": pl.String,
    "path": pl.String,
    "sha256": pl.String,
    "form": pl.String,
    "event_domain": pl.String,
    "department": pl.String,
    "period": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "received_at": pl.Datetime("us"),
    "status": pl.String,
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
    "reason_code": pl.String,
    "reason": pl.String,
    "reason_en": pl.String,
}
_FORMS = {
    "form": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "department": pl.String,
    "event_domain": pl.String,
    "period_kind": pl.String,
    "due_days": pl.Int64,
}
_DECISIONS = {
    "sha256": pl.String,
    "path": pl.String,
    "verdict": pl.String,
    "who": pl.String,
    "at": pl.Datetime("us"),
    "reason": pl.String,
}
_COLUMNS = {
    "hand_in_id": pl.String,
    "sheet": pl.String,
    "column": pl.String,
    "letter": pl.String,
    "unit": pl.String,
}


def hand_ins_table(
    outcomes: Sequence[Outcome], left: Sequence[tuple[Received, str, Message]]
) -> pl.DataFrame:
    """One row a hand-in, and one a file that was left in the inbox (with its status and reason)."""
    rows = [_hand_in_row(outcome) for outcome in outcomes]
    for received, status, reason in left:
        digest = hashlib.sha256(received.path.encode()).hexdigest()[:12]
        rows.append(
            {
                "hand_in_id": f"{status}-{digest}",
                "path": received.path,
                "received_at": local_time(received.modified),
                "status": status,
                **{f"rows_{name}": 0 for name in ("read", *COUNTS)},
                **_reasons([reason]),
            }
        )
    return _frame(rows, _HAND_INS).sort("received_at", "path")


def _hand_in_row(outcome: Outcome) -> dict[str, Any]:
    hand_in, stored = outcome.hand_in, outcome.stored
    counts = dict(stored.counts) if stored else dict.fromkeys(COUNTS, 0)
    repeated = len({(repeat["sheet"], repeat["row"]) for repeat in outcome.repeats})
    counts["accepted"] -= repeated
    counts["quarantined"] += repeated
    warnings = stored.warnings if stored else []
    return {
        "hand_in_id": hand_in.hand_in_id,
        "path": hand_in.path,
        "sha256": hand_in.sha256,
        "form": hand_in.layout.form,
        "event_domain": hand_in.layout.event_domain,
        "department": hand_in.department,
        "period": hand_in.period.label if hand_in.period else None,
        "period_start": hand_in.period.start if hand_in.period else None,
        "period_end": hand_in.period.end if hand_in.period else None,
        "received_at": hand_in.received_at,
        "status": outcome.status,
        "rows_read": sum(counts.values()),
        **{f"rows_{name}": counts[name] for name in COUNTS},
        "control_total_ok": stored.control_total_ok if stored else None,
        **_reasons(outcome.reasons),
        "warnings": "；".join(warning["zh"] for warning in warnings) or None,
        "warnings_en": "; ".join(warning["en"] for warning in warnings) or None,
        "same_bytes_paths": "\n".join(outcome.same_bytes) or None,
        "layout_version": hand_in.layout.version,
    }


def _reasons(messages: Sequence[Message]) -> dict[str, str | None]:
    return {
        "reason": "；".join(message.text("zh") for message in messages) or None,
        "reason_en": "; ".join(message.text("en") for message in messages) or None,
    }


def quarantine_table(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """One row a cell that put its row in quarantine, of every hand-in that was read."""
    rows = []
    for outcome in outcomes:
        hand_in_id = {"hand_in_id": outcome.hand_in.hand_in_id}
        rows += [hand_in_id | bad for bad in (outcome.stored.bad_cells if outcome.stored else [])]
        for repeat in outcome.repeats:
            message: Message = repeat["message"]
            row = {name: repeat[name] for name in ("sheet", "row", "column", "value")}
            texts = {"reason": message.text("zh"), "reason_en": message.text("en")}
            rows.append(hand_in_id | row | texts | {"reason_code": message.code})
    return _frame(rows, _QUARANTINE)


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
        }
        for layout in layouts
    ]
    return _frame(rows, _FORMS)


def decisions_table(decisions: Iterable[Decision]) -> pl.DataFrame:
    """One row a decision of the office on a file."""
    return _frame([vars(decision) for decision in decisions], _DECISIONS)


def _frame(rows: list[dict[str, Any]], schema: dict[str, Any]) -> pl.DataFrame:
    data = {name: [row.get(name) for row in rows] for name in schema}
    return pl.DataFrame(data, schema=schema)

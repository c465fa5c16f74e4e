"""What is remembered of a file read, apart from its rows, as JSON that proves itself."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.messages import Message
from analysis.reading.reading import Reading

COUNTS = ("header", "accepted", "quarantined", "total", "note", "blank")
_SEAL = "seal"
About = dict[str, Any]


def about(reading: Reading) -> About:
    """All that is said of a reading; its messages as they are worded now."""
    return {
        "rejected": _worded(reading.rejected) if reading.rejected else None,
        "doubts": [_worded(message) for message in reading.doubts],
        "warnings": [_worded(message) for message in reading.warnings],
        "counts": {name: reading.counts.get(name, 0) for name in COUNTS},
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


def sealed(found: Mapping[str, Any]) -> str:
    """`found` as JSON, with a hash over all of it."""
    return _text({**found, _SEAL: _seal(found)})


def read_about(path: Path) -> About:
    """What `sealed` wrote into `path`; empty where it was cut or altered: the archive has the file."""
    try:
        found: About = json.loads(path.read_text(encoding="utf-8"))
        return found if found.pop(_SEAL) == _seal(found) else {}
    except (OSError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return {}


def said(worded: Mapping[str, str]) -> Message:
    """A message that was kept."""
    return Message("worded", {"zh": worded["zh"], "en": worded["en"]})


def _seal(found: Mapping[str, Any]) -> str:
    return hashlib.sha256(_text(found).encode()).hexdigest()


def _text(found: Mapping[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=True)


def _worded(message: Message) -> dict[str, str]:
    """A message with its wording in both languages, to be kept."""
    return {"code": message.code, "zh": message.text("zh"), "en": message.text("en")}

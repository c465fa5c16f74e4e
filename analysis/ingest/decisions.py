"""What the office decided of a hand-in: released although held, or refused although readable."""

import json
from collections.abc import Mapping
from copy import copy
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from analysis.base.files import read_json, write_atomically
from analysis.privacy.gate import reason_shown
from analysis.privacy.vocabulary import shown_words


@dataclass(frozen=True)
class Decision:
    """The last word on one hand-in (form, part, period and content), with who said it, when and why.

    One that was made before hand-ins had decisions of their own is about every hand-in of the
    content `sha256`, and has no `hand_in_id`. What was refused is owed until it comes again, unless `is_owed` says
    otherwise (it was none of that department's).
    """

    sha256: str
    path: str
    verdict: Literal["accept", "reject"]
    who: str
    at: datetime
    reason: str
    hand_in_id: str | None = None
    is_owed: bool = True


def shown_reason(decision: Decision) -> str:
    """The reason as much as it may be shown; as it was given it stays in the archive."""
    return reason_shown(decision.reason, shown_words()) or "—"


class Decisions:
    """``archive/decisions.json``: every decision ever made, the latest of a hand-in in force."""

    def __init__(self, archive: Path) -> None:
        self._file = archive / "decisions.json"
        self.all: list[Decision] = []
        if self._file.exists():
            for row in read_json(self._file):
                self.all.append(Decision(**row | {"at": datetime.fromisoformat(row["at"])}))

    def known_as(self, ids: Mapping[str, str], place: str) -> "Decisions":
        """The same as a warehouse knows them that has these hand-ins below `place`.

        Args:
            ids: of the hand-ins there, by those here.
        """
        known = copy(self)
        known.all = [
            replace(
                d, path=f"{place}/{d.path}", hand_in_id=ids.get(d.hand_in_id or "", d.hand_in_id)
            )
            for d in self.all
        ]
        return known

    def add(self, decision: Decision) -> None:
        self.all.append(decision)
        rows = [asdict(d) | {"at": d.at.isoformat(timespec="seconds")} for d in self.all]
        text = json.dumps(rows, ensure_ascii=True, indent=1)
        write_atomically(self._file, text.encode(), mode=0o600)

    def in_force(self, as_of: datetime) -> dict[str, Decision]:
        """By hand-in id, or by content hash where the decision is about every hand-in of it."""
        return {d.hand_in_id or d.sha256: d for d in self.all if d.at <= as_of}

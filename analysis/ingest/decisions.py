"""What the office decided of a file: released although held, or refused although readable."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from analysis.files import write_atomically


@dataclass(frozen=True)
class Decision:
    """The last word on one content (`sha256`), with who said it, when and why."""

    sha256: str
    path: str
    verdict: Literal["accept", "reject"]
    who: str
    at: datetime
    reason: str


class Decisions:
    """``archive/decisions.json``: every decision ever made, the latest of a content in force."""

    def __init__(self, archive: Path) -> None:
        self._file = archive / "decisions.json"
        self.all: list[Decision] = []
        if self._file.exists():
            for row in json.loads(self._file.read_text(encoding="utf-8")):
                self.all.append(Decision(**row | {"at": datetime.fromisoformat(row["at"])}))

    def add(self, decision: Decision) -> None:
        self.all.append(decision)
        rows = [asdict(d) | {"at": d.at.isoformat(timespec="seconds")} for d in self.all]
        text = json.dumps(rows, ensure_ascii=False, indent=1)
        write_atomically(self._file, text.encode(), mode=0o600)

    def in_force(self, as_of: datetime) -> dict[str, Decision]:
        return {d.sha256: d for d in self.all if d.at <= as_of}

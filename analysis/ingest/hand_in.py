"""Which form, department and period a file is for, before it is opened."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from analysis.ingest.archive import Received
from analysis.ingest.cells import squeeze
from analysis.ingest.grid import EXTENSIONS
from analysis.ingest.layout import Layout, form_of
from analysis.ingest.periods import Period, find_period
from analysis.messages import Message
from analysis.settings import local_time

_KIND_ZH = {"month": "月份", "quarter": "季度", "year": "年份"}


@dataclass(frozen=True)
class HandIn:
    """One form, department and period as one content; `refused` where its name does not tell."""

    hand_in_id: str
    path: str
    sha256: str
    received_at: datetime
    modified: float
    layout: Layout
    department: str
    period: Period | None
    refused: Message | None = None

    @property
    def slot(self) -> tuple[str, str, Period | None]:
        """What a later hand-in replaces."""
        return (self.layout.form, self.department, self.period)

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name


def is_hand_in(name: str, layouts: dict[str, Layout]) -> bool:
    """Whether a file's name is that of a known form; temporary files of Office are none."""
    path = PurePosixPath(name)
    known = path.suffix.lower() in EXTENSIONS and not path.name.startswith(("~$", "."))
    return known and form_of(path.stem, layouts) is not None


def identify(received: Received, layouts: dict[str, Layout]) -> HandIn | None:
    """The hand-in that a received file is; ``None`` if no layout knows its name any more."""
    path = PurePosixPath(received.path)
    layout = form_of(path.stem, layouts)
    if layout is None or received.sha256 is None:
        return None
    department = _department(path, layout)
    named = find_period(path.stem)
    period = layout.period.settle(named) if named else None
    refused = None
    if named is None:
        refused = Message("no_period")
    elif period is None:
        kind = {"found": named.label, "kind": _KIND_ZH[layout.period.kind]}
        refused = Message("wrong_period", kind)
    label = period.label if period else "unknown"
    content = f"{received.sha256}|{department}".encode()
    identity = f"{layout.form}-{label}-{hashlib.sha256(content).hexdigest()[:12]}"
    return HandIn(
        identity,
        received.path,
        received.sha256,
        local_time(received.modified),
        received.modified,
        layout,
        department,
        period,
        refused,
    )


def _department(path: PurePosixPath, layout: Layout) -> str:
    """The layout's own; for a form of any department, the one named in the file's name, or the
    folder that the file lies in."""
    if layout.department != "any":
        return layout.department
    rest = squeeze(path.stem)
    for stem in layout.file_stems:
        rest = rest.replace(squeeze(stem), "")
    rest = re.sub(r"\([^)]*\)|[\d年月季度上下半前第一二三四Qq._\-—~]", "", rest)
    folder = path.parts[0] if len(path.parts) > 1 else ""
    named = rest if re.fullmatch(r"[\u4e00-\u9fa5]{3,}", rest) else folder
    return re.sub(r"^(达拉特旗|旗)", "", named) or "unknown"

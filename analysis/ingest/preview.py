"""What would happen to a file if it were handed in now; nothing is changed."""

import hashlib
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from analysis.base.settings import DataDir, local_now
from analysis.forms.layout import Layout, load_layouts
from analysis.ingest.archive import Archive, Received
from analysis.ingest.decisions import Decisions
from analysis.ingest.hand_in import HandIn, identify
from analysis.ingest.register import hand_ins
from analysis.ingest.resolve import Outcome, resolve, with_repeats_above
from analysis.ingest.store import RawStore, Stored
from analysis.messages import Message


@dataclass(frozen=True)
class Preview:
    """`outcome` is None for a file of no known form; `problem` says why it cannot be taken, or what
    it could not be compared with."""

    outcome: Outcome | None
    problem: Message | None = None


def preview(data: DataDir, layouts_folder: Path, path: Path) -> Preview:
    """Read `path` and settle it among the hand-ins of its form, as the next build would.

    Raises:
        LayoutError: a layout cannot be used.
        OSError: the file cannot be read.
    """
    layouts = load_layouts(layouts_folder)
    if path.is_symlink():
        return Preview(None, Message("symbolic_link"))
    content = path.read_bytes()
    name = _name_in_inbox(data, path)
    received = Received(
        name,
        len(content),
        time.time(),
        hashlib.sha256(content).hexdigest(),
        look=sys.maxsize,  # after everything that was handed in
        met_at=local_now().isoformat(timespec="seconds"),
    )
    new = identify([received], layouts)
    if new is None:
        return Preview(None, Message("unrecognised"))
    try:
        known, decisions = _known(data, layouts, new), Decisions(data.archive).in_force(local_now())
        is_alone = False
    except PermissionError:  # a clerk may hand in and not read what others handed in
        known, decisions, is_alone = [], {}, True
    with tempfile.TemporaryDirectory() as folder:
        store = RawStore(Path(folder))
        if not new.refused:
            store.read_new([(new, path)])
        stored = None if new.refused else store.read_before(new)
        others = [r for r in known if r[0].hand_in_id != new.hand_in_id]
        outcomes = with_repeats_above(resolve([*others, (new, stored, [])], decisions))
    outcome = next(o for o in outcomes if o.hand_in.hand_in_id == new.hand_in_id)
    return Preview(outcome, Message("checked_alone") if is_alone else None)


def _name_in_inbox(data: DataDir, path: Path) -> str:
    resolved = path.resolve()
    if resolved.is_relative_to(data.inbox):
        return resolved.relative_to(data.inbox).as_posix()
    return f"{resolved.parent.name}/{resolved.name}"


def _known(
    data: DataDir, layouts: dict[str, Layout], new: HandIn
) -> list[tuple[HandIn, Stored | None, list[str]]]:
    """Hand-ins of the same form that a build has read already."""
    store = RawStore(data.raw)
    same_form = [
        h for h, _ in hand_ins(Archive(data.archive), layouts) if h.layout.form == new.layout.form
    ]
    known = ((hand_in, store.read_before(hand_in)) for hand_in in same_form)
    return [(hand_in, stored, []) for hand_in, stored in known if stored or hand_in.refused]

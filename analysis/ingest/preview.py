"""What would happen to a file if it were handed in now; nothing is changed."""

import hashlib
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from analysis.ingest.archive import Archive, Received
from analysis.ingest.decisions import Decisions
from analysis.ingest.hand_in import HandIn, identify, is_hand_in
from analysis.ingest.layout import Layout, load_layouts
from analysis.ingest.resolve import Outcome, resolve
from analysis.ingest.store import RawStore, Stored
from analysis.messages import Message
from analysis.settings import DataDir, local_now


@dataclass(frozen=True)
class Preview:
    """`outcome` is None for a file of no known form; `problem` says why it cannot be taken."""

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
    if not is_hand_in(path.name, layouts):
        return Preview(None, Message("unrecognised"))
    content = path.read_bytes()
    name = _name_in_inbox(data, path)
    received = Received(name, len(content), time.time(), hashlib.sha256(content).hexdigest())
    new = identify(received, layouts)
    with tempfile.TemporaryDirectory() as folder:
        stored = None
        if not new.refused:
            store = RawStore(Path(folder))
            stored = store.read_new([(new, path)]).get(new.hand_in_id) or store.read_before(new)
        others = [r for r in _known(data, layouts, new) if r[0].hand_in_id != new.hand_in_id]
        decisions = Decisions(data.archive).in_force(local_now())
        outcomes = resolve([*others, (new, stored, [])], decisions)
    return Preview(next(o for o in outcomes if o.hand_in.hand_in_id == new.hand_in_id))


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
    found: dict[str, HandIn] = {}
    for received in Archive(data.archive).all_received():
        hand_in = identify(received, layouts)
        if hand_in and hand_in.layout.form == new.layout.form:
            found.setdefault(hand_in.hand_in_id, hand_in)
    known = ((hand_in, store.read_before(hand_in)) for hand_in in found.values())
    return [(hand_in, stored, []) for hand_in, stored in known if stored or hand_in.refused]

"""Finding a hand-in among those that were handed in, as a clerk names it."""

from datetime import datetime

from analysis.base.settings import DataDir
from analysis.forms.layout import Layout
from analysis.ingest.archive import Archive
from analysis.ingest.hand_in import HandIn, identify


class UnknownFile(LookupError):
    """No file of that name was ever handed in, or several were; the message lists candidates."""


def hand_ins(
    archive: Archive, layouts: dict[str, Layout], received_by: datetime = datetime.max
) -> list[tuple[HandIn, list[str]]]:
    """Every hand-in once, in the order of its latest arrival, with other paths of the same."""
    arrivals: dict[str, list[HandIn]] = {}
    for received in archive.all_received():
        one = identify([received], layouts) if received.received_at <= received_by else None
        if one is not None:
            arrivals.setdefault(one.hand_in_id, []).append(one)
    found = []
    for same in arrivals.values():
        whole = same[0] if len(same) == 1 else identify([one.received for one in same], layouts)
        others = {one.path for one in same} - {same[-1].path}
        if whole is not None:
            found.append((whole, sorted(others)))
    return sorted(found, key=lambda pair: pair[0].received.look)


def find_hand_in(data: DataDir, layouts: dict[str, Layout], name: str) -> HandIn:
    """The latest hand-in under `name`: a path in the inbox, a bare file name or its shown form that
    is unique there, a hand-in's id, or the beginning of a content hash.

    Raises:
        UnknownFile: none, or more than one path fits.
    """
    trimmed = name.removeprefix(f"{data.inbox}/")
    found = [hand_in for hand_in, _ in hand_ins(Archive(data.archive), layouts)]
    hits = [h for h in found if _is_named(h, trimmed)]
    paths = sorted({h.received.path for h in hits})
    if len(paths) != 1:
        shown = sorted({h.path for h in hits})
        raise UnknownFile("、".join(shown[:5]) or "—")
    return max(hits, key=lambda h: h.received.look)


def _is_named(hand_in: HandIn, name: str) -> bool:
    own = (hand_in.received.path, hand_in.received.name, hand_in.path)
    names = {*own, *(path.rsplit("/", 1)[-1] for path in own), hand_in.hand_in_id}
    return name in names or (len(name) >= 8 and hand_in.sha256.startswith(name))

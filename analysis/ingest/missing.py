"""Counties whose hand-ins are not there, and hand-ins that are where their county does not hand in."""

import hashlib
import os
from collections.abc import Collection
from dataclasses import dataclass, replace

from analysis.base.places import regions
from analysis.ingest.archive import Received
from analysis.ingest.hand_in import HandIn, shown_path
from analysis.messages import Lang, Message


@dataclass(frozen=True)
class Missing:
    """A county whose own `folder` could not be used, and why; ``None`` where it names no county."""

    folder: str
    county: str | None
    reason: Message

    @property
    def path(self) -> str:
        """What is shown for it where files are shown."""
        if self.county:
            return regions()[self.county].name_zh
        return shown_path(Received(self.folder, 0, 0.0))

    @property
    def hand_in_id(self) -> str:
        """By which it is told where hand-ins are."""
        return f"missing-{hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]}"


@dataclass(frozen=True)
class _Named:
    """A region as part of a message."""

    region_id: str

    def words(self, lang: Lang) -> str:
        return regions()[self.region_id].name(lang)


def of_here(hand_in: HandIn, county: str, elsewhere: Collection[str]) -> HandIn:
    """A hand-in, refused where its place hands in elsewhere.

    Args:
        county: whose folder it came from; empty for the own one.
        elsewhere: counties that keep folders of their own.
    """
    place = hand_in.reporting_region_id
    if not (place != county if county else place in elsewhere):
        return hand_in
    code = "of_another_place" if county else "has_own_folder"
    return replace(hand_in, refused=Message(code, {"place": _Named(place)}))

"""What a sheet says of itself beside its figures: that it is of another place, or of another figure
than the form is about (户籍人口, 征求意见稿). Such a file waits for somebody."""

from collections.abc import Iterable

from analysis.ingest import gate
from analysis.ingest.cells import squeeze
from analysis.ingest.places import own_and_parts
from analysis.ingest.vocabulary import shown_words
from analysis.ingest.words import vocabulary
from analysis.messages import Message

_SPARE = 200  # so many characters of a text are looked at


def other_figure(titles: Iterable[str], notes: Iterable[str]) -> Message | None:
    """What speaks against the sheet being what its form is about.

    Args:
        titles: texts above the header; a place in them is whose the table is.
        notes: texts below it, where a place may be whose the source is.
    """
    own = own_and_parts()[0]
    for text in titles:
        word = squeeze(text[:_SPARE])
        places = [place for place in vocabulary("elsewhere") if place in word]
        if places and own not in word:
            return _said("title_elsewhere", text)
        if any(found in word for found in vocabulary("other_figure")):
            return _said("other_figure", text)
    for text in notes:
        word = squeeze(text[:_SPARE])
        if any(found in word for found in vocabulary("other_figure")):
            return _said("other_figure", text)
    return None


def elsewhere(text: str) -> bool:
    """Whether a place is known to be of another county."""
    word = squeeze(text[:_SPARE])
    return own_and_parts()[0] not in word and any(p in word for p in vocabulary("elsewhere"))


def _said(code: str, text: str) -> Message:
    return Message(code, {"text": gate.name_shown(text[:_SPARE], shown_words())})

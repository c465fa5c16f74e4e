"""What a sheet says of itself beside its figures: that it is of another place, or of another figure
than the form is about (户籍人口, 征求意见稿). Such a file waits for somebody."""

from collections.abc import Iterable

from analysis.ingest import gate
from analysis.ingest.cells import squeeze
from analysis.ingest.vocabulary import shown_words
from analysis.ingest.words import vocabulary
from analysis.messages import Message
from analysis.places import ancestors, regions

_SPARE = 200  # so many characters of a text are looked at


def other_figure(titles: Iterable[str], notes: Iterable[str], within: str) -> Message | None:
    """What speaks against the sheet being what its form is about.

    Args:
        titles: texts above the header; a place in them is whose the table is.
        notes: texts below it, where a place may be whose the source is.
        within: the reporting place.
    """
    for text in titles:
        word = squeeze(text[:_SPARE])
        if elsewhere(text, within):
            return _said("title_elsewhere", text)
        if any(found in word for found in vocabulary("other_figure")):
            return _said("other_figure", text)
    for text in notes:
        word = squeeze(text[:_SPARE])
        if any(found in word for found in vocabulary("other_figure")):
            return _said("other_figure", text)
    return None


def elsewhere(text: str, within: str) -> bool:
    """Whether a text names another county, and not the reporting place."""
    word = squeeze(text[:_SPARE])
    around = {region.name_zh for region in ancestors(within)}
    others = vocabulary("elsewhere") - around
    return regions()[within].name_zh not in word and any(place in word for place in others)


def _said(code: str, text: str) -> Message:
    return Message(code, {"text": gate.name_shown(text[:_SPARE], shown_words())})

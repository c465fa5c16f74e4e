"""What a sheet says of itself beside its figures: that it is of another place, or of another figure
than the form is about (户籍人口, 征求意见稿). Such a file waits for somebody."""

import re
from collections.abc import Iterable

from analysis.base.places import ancestors, names_of
from analysis.base.text import squeeze
from analysis.forms.place_names import is_of_another_place, names_another_place, townships_in
from analysis.forms.words import words_of
from analysis.messages import Message
from analysis.privacy import gate
from analysis.privacy.vocabulary import shown_words

_OFFICE = re.compile(r"局|厅|委|办|政府|队|部门|中心|机关|制发|印制")
_OFFICE_LENGTH = 14  # letters after an area's name in which that of an office stands
_WHOSE = re.compile(r"(?:填报|填表|报送|上报|制表|编制)(?:单位|部门|机构|机关)[:：]?(.{1,40})")
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
        if _is_elsewhere(text, within) or _of_the_area(word, within):
            return _said("title_elsewhere", text)
        if any(found in word for found in words_of("other_figure")):
            return _said("other_figure", text)
    for text in notes:
        word = squeeze(text[:_SPARE])
        if (whose := _WHOSE.search(word)) and _is_elsewhere(whose[1], within):
            return _said("title_elsewhere", text)
        if any(found in word for found in words_of("other_figure")):
            return _said("other_figure", text)
    return None


def elsewhere(text: str, within: str) -> bool:
    """Whether a text names another county, and not the reporting place."""
    return names_another_place(text[:_SPARE], within, words_of("elsewhere"))


def _is_elsewhere(text: str, within: str) -> bool:
    return elsewhere(text, within) or is_of_another_place(text[:_SPARE], within)


def _of_the_area(title: str, within: str) -> bool:
    """Whether a title speaks of an area around the place (the city's own figures), and neither of the
    place nor of an office of that area, which may have made the form."""
    if townships_in(title, within) or any(squeeze(n) in title for n in names_of(within)):
        return False
    for area in ancestors(within):
        _, found, rest = title.partition(squeeze(area.name_zh))
        if found and rest and area.level != "nation" and not _OFFICE.search(rest[:_OFFICE_LENGTH]):
            return True
    return False


def _said(code: str, text: str) -> Message:
    return Message(code, {"text": gate.name_shown(text[:_SPARE], shown_words())})

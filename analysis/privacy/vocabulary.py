"""The words that may be shown: what the seeds know, and nothing that merely looks harmless.

A text is compared in one width, in one case and without white space; no further, so that ``①`` and
``²`` stay what they are and never turn into digits.
"""

from collections.abc import Iterable
from functools import cache

import yaml

from analysis.base.settings import layouts_folder
from analysis.base.text import narrow
from analysis.forms.units import split_header
from analysis.forms.words import seed_words
from analysis.messages import say

_ERRORS = ("#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")  # of a spreadsheet

_LONGEST = 60


def one_spelling(text: str) -> str:
    """`text` as it is compared: one width, small letters, no white space."""
    return "".join(narrow(text).lower().split())


class Vocabulary:
    """Known words, found whole or as the longest that begins at a place.

    Words over 60 characters are left out, so that a search costs the same at every place.
    """

    def __init__(self, *words: Iterable[str]) -> None:
        spelt = (one_spelling(word) for some in words for word in some)
        self.words = frozenset(word for word in spelt if 0 < len(word) <= _LONGEST)
        lengths: dict[str, set[int]] = {}
        for word in self.words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(some, reverse=True) for first, some in lengths.items()}

    def __contains__(self, text: str) -> bool:
        return one_spelling(text) in self.words

    def longest_at(self, text: str, at: int) -> int:
        """Length of the longest word that begins at `at`, 0 for none.

        `text` has one width and small letters already (`full_width`, ``lower``). A word never ends
        inside a Latin word or a number: ``GDP`` is not found in ``GDPR``, nor ``v1`` in ``v139``.
        """
        for length in self._lengths.get(text[at], ()):
            end = at + length
            if end <= len(text) and text[at:end] in self.words and not _is_cut(text, end):
                return length
        return 0

    def composes(self, text: str) -> bool:
        """Whether `text` is nothing but known words of two characters or more, one after the other."""
        text, at = one_spelling(text), 0
        while at < len(text):
            length = self.longest_at(text, at)
            if length < 2:
                return False
            at += length
        return bool(text)


def _is_cut(text: str, end: int) -> bool:
    if end >= len(text) or not (text[end].isascii() and text[end - 1].isascii()):
        return False
    return (text[end - 1].isalpha() and text[end].isalpha()) or (
        text[end - 1].isdigit() and text[end].isdigit()
    )


@cache
def shown_words() -> Vocabulary:
    """Everything that may stand in a message or a table: the seeds, and what the layouts name."""
    more = {*_ERRORS, say("formula_without_result")}
    for path in sorted(layouts_folder().glob("*.yml")):
        form = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        more |= {form["name_zh"], *form["file_stems"]}
        for column in form["columns"].values():
            headers = column["headers"]
            more |= {*headers, *(split_header(header)[0] for header in headers)}
            more |= {word for words in column.get("values", {}).values() for word in words}
        for codes in form.get("attributes", {}).values():
            more |= {word for words in codes.values() for word in words}
    return Vocabulary(seed_words(), more)

"""The words that may be shown: what the seeds know, and nothing that merely looks harmless.

A text is compared in one width, in one case and without white space; no further, so that ``①`` and
``²`` stay what they are and never turn into digits.
"""

import csv
from collections.abc import Iterable
from functools import cache

from analysis.settings import SEEDS

# Known from elsewhere than seeds/vocabulary.csv: seed and its columns of names.
_NAMES = (
    ("regions", "name_zh"), ("region_aliases", "alias"), ("departments", "name_zh"),
    ("department_aliases", "alias"), ("targets", "name_zh"), ("target_aliases", "alias"),
)  # fmt: skip
_INVISIBLE = [0xFEFF, 0x00AD, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
              *range(0x2060, 0x2070)]  # fmt: skip
_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_SHOWABLE = dict.fromkeys(_INVISIBLE)
_LONGEST = 60


def visible(text: str) -> str:
    """`text` without zero-width characters, bidi marks and blanks around it."""
    return (text if text.isascii() else text.translate(_SHOWABLE)).strip()


def full_width(text: str) -> str:
    """`visible` text with full-width forms (U+FF01 to U+FF5E, U+3000) as ASCII; nothing else moves."""
    return text.strip() if text.isascii() else visible(text).translate(_WIDTH).strip()


def one_spelling(text: str) -> str:
    """`text` as it is compared: one width, small letters, no white space."""
    return "".join(full_width(text).lower().split())


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

    @classmethod
    def load(cls, kinds: Iterable[str] | None = None) -> "Vocabulary":
        """The words of these kinds in ``seeds/vocabulary.csv``; of all kinds without `kinds`."""
        wanted = None if kinds is None else set(kinds)
        rows = _rows("vocabulary")
        return cls(row["word"] for row in rows if wanted is None or row["kind"] in wanted)

    def __contains__(self, text: str) -> bool:
        return one_spelling(text) in self.words

    def __len__(self) -> int:
        return len(self.words)

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


def _rows(seed: str) -> list[dict[str, str]]:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def known_words(more: frozenset[str] = frozenset()) -> Vocabulary:
    """All words of the seeds, with `more`: names of forms, stems of files and headers of layouts."""
    names = [row[column] for seed, column in _NAMES for row in _rows(seed)]
    return Vocabulary((row["word"] for row in _rows("vocabulary")), names, more)

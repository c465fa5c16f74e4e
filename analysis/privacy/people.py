"""The people of one file: what its personal columns hold, found again in its other text."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from analysis.base.text import narrow
from analysis.privacy.vocabulary import Vocabulary

_BETWEEN_PEOPLE = re.compile(r"[、，,;；/\\|:：()（）\[\]【】\n\r\t]|和|与|及")
_ROLE = re.compile(
    r"^(?:联系人|姓名|当事人|死者|伤者|驾驶人|驾驶员|司机|负责人|填表人|报警人|经办人)"
)
_SHORTEST_NUMBER = 5


@lru_cache(maxsize=1 << 14)
def _bare(text: str) -> str:
    return "".join(ch for ch in narrow(text).lower() if ch.isalnum())


class Secrets:
    """The personal values of one file, found again in other text in time linear in its length.

    Args:
        cells: of the file's personal columns; one cell may name several people.
        words: what is never a secret because it is a common word, whoever bears it as a name.

    A single character and a number of under five digits are too common to tell, so they are not kept.
    """

    def __init__(self, cells: Iterable[str], words: Vocabulary) -> None:
        found = {_bare(part) for cell in dict.fromkeys(cells) for part in _people(cell)}
        self._values = {value for value in found if _can_be_told(value, words)}
        lengths: dict[str, set[int]] = {}
        for value in self._values:
            lengths.setdefault(value[0], set()).add(len(value))
        self._lengths = {first: sorted(some) for first, some in lengths.items()}

    def found_in(self, text: str) -> bool:
        """Whether one of the values stands in `text`, whatever blanks and marks are between."""
        text = _bare(text)
        return any(
            text[at : at + length] in self._values
            for at, first in enumerate(text)
            for length in self._lengths.get(first, ())
        )


def _can_be_told(value: str, words: Vocabulary) -> bool:
    if len(value) < (_SHORTEST_NUMBER if value.isdigit() else 2) or len(value) > 60:
        return False
    return not (value in words or words.composes(value))


def _people(cell: str) -> Iterator[str]:
    """The cell, and each of the people that it may name."""
    yield cell
    for part in _BETWEEN_PEOPLE.split(cell):
        part = _ROLE.sub("", narrow(part))
        yield part  # 和 and 与 stand inside names too, so the cell itself is a value as well
        pieces = part.split()
        for n, piece in enumerate(pieces):
            yield piece
            # 张 伟 is one person, written wide
            for size in (2, 3):
                wide = pieces[n : n + size]
                if len(wide) == size and all(len(one) == 1 for one in wide):
                    yield "".join(wide)

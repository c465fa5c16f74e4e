"""How much room text takes, in ems.

No font is asked, since nobody knows which one the reader's machine has: each character is as wide as
in the widest of Times, Noto Serif CJK and Noto Sans CJK, regular or bold.
"""

import re
import unicodedata
from functools import lru_cache

_NARROW = {
    "ijl!'.,:;|- ": 0.36,
    "ftI()[]/\\": 0.42,
    'crsz?*{}`"': 0.57,
    "bdhnpquJEFLPTZ": 0.69,
    "ABCDGHKNOQRSUVXY&": 0.84,
    "mwM%@W": 1.05,
}
_EMS = {char: wide for chars, wide in _NARROW.items() for char in chars}
_OTHER = 0.61  # digits, and the letters that are as wide

_LATIN = r"[!-~\u00a1-\u00b6\u00b8-\u2012\u2212]"
# What a line must not break: words, numbers, codes, dates and ranges, with the marks beside them.
_WORD = re.compile(
    rf"[（《“‘【〔]*(?:{_LATIN}+(?:[—–～]+{_LATIN}+)*|\S)[）》”’】〕，。、；：！？％…—]*"
)

_HANGING = "，。、；：！？"  # may stand beyond a line's end
_BETWEEN = 0.15  # ems that programs put between Chinese and Latin letters


@lru_cache(maxsize=20_000)
def ems(text: str) -> float:
    """The width of `text` on one line."""
    return sum(
        1.0 if unicodedata.east_asian_width(char) in "WFA" else _EMS.get(char, _OTHER)
        for char in text
    )


def longest_word(text: str) -> float:
    """The width of the widest piece of `text` that no line may break."""
    return max((ems(word) for word in _WORD.findall(text)), default=0.0)


def lines(text: str, room: float) -> int:
    """On how many lines `text` stands, where a line has `room` ems; an empty text has one."""
    count, used, at = 1, 0.0, 0
    for word in _WORD.finditer(text):
        gap = ems(text[at : word.start()])
        if at and text[at - 1].isascii() != text[word.start()].isascii():
            gap += _BETWEEN
        width, at = ems(word.group()), word.end()
        hangs = word.group()[-1] in _HANGING
        if used and used + gap + width - hangs > room:
            count, used, gap = count + 1, 0.0, 0.0
        used += gap + width
    return count

"""How much room text takes, in ems.

No font is asked, since nobody knows which one the reader's machine has. Where nothing may break, each
character is as wide as in the widest of Times, Noto Serif CJK and Noto Sans CJK, regular or bold; where
lines are counted, it is as wide as in Times, which every machine has or has a like of.
"""

import re
import unicodedata
from collections.abc import Callable
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
_TIMES = {
    "'|": 0.2,
    " ,.": 0.25,
    "ijlt/:;\\": 0.278,
    "fr-!()I[]`": 0.333,
    'sJ"': 0.389,
    "acez?": 0.444,
    "^{}~": 0.5,
    "+<=>SFP": 0.556,
    "ELTZ": 0.611,
    "BCR": 0.667,
    "wADGHKNOQUVXY": 0.722,
    "m&%": 0.778,
    "MW@": 0.92,
}
_IN_TIMES = {char: wide for chars, wide in _TIMES.items() for char in chars}
_ELSE = 0.5  # digits, and the letters that are as wide

_LATIN = r"[!-~\u00a1-\u00b6\u00b8-\u2012\u2212]"
_BEFORE, _AFTER = r"[（《“‘【〔]*", r"[）》”’】〕，。、；：！？％…—]*"
# What a line should not break: words, numbers, codes, dates and ranges, with the marks beside them.
_WORD = re.compile(rf"{_BEFORE}(?:\d+年\d+月(?:\d+日)?|{_LATIN}+(?:[—–～]+{_LATIN}+)*|\S){_AFTER}")
# What programs do not break: they end lines within a date, and after a hyphen before a letter.
_PART = r"(?:[!-,.-~\u00a1-\u00b6\u00b8-\u2012\u2212]|-(?![A-Za-z]))+-?"
_PIECE = re.compile(rf"{_BEFORE}(?:{_PART}(?:[—–～]+{_PART})*|\S){_AFTER}")

_HANGING = "，。、；：！？"  # may stand beyond a line's end
_BETWEEN = 0.2  # ems that programs put between Chinese and Latin letters


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


def in_times(text: str) -> float:
    """The width of `text` on one line where its Latin letters are Times."""
    return sum(
        1.0 if unicodedata.east_asian_width(char) in "WFA" else _IN_TIMES.get(char, _ELSE)
        for char in text
    )


def lines(
    text: str, room: float, wide: Callable[[str], float] = in_times, hangs: bool = True
) -> int:
    """On how many lines `text` stands, where a line has `room` ems; an empty text has one.

    Args:
        wide: how wide a piece of text is.
        hangs: whether marks may stand beyond the end of a line, as in no table.
    """
    if wide(text) + _BETWEEN * len(text) < room:
        return 1
    count, used, at = 1, 0.0, 0
    for word in _PIECE.finditer(text):
        gap = wide(text[at : word.start()])
        beside = (text[at - 1], text[word.start()]) if at else ("", "")
        if beside[0].isascii() != beside[1].isascii() and all(map(str.isalnum, beside)):
            gap += _BETWEEN  # none stands beside a mark
        width, at = wide(word.group()), word.end()
        over = 1.0 if hangs and word.group()[-1] in _HANGING else 0.0
        if used and used + gap + width - over > room:
            count, used, gap = count + 1, 0.0, 0.0
        used += gap + width
    return count

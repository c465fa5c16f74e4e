"""Text from outside as one line of plain text, for a terminal, a log or a mail."""

import re

# What moves a cursor or turns text around: C0, C1, bidirectional marks, and half characters of
# names that are no UTF-8.
_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_CONTROLS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_HALVES = re.compile(r"[\ud800-\udfff]")


def plain(text: object) -> str:
    """`text` without control characters; line breaks become blanks."""
    one_line = _BREAKS.sub(" ", str(text))
    return _HALVES.sub("\ufffd", _CONTROLS.sub("", one_line))


def plain_lines(text: str, indent: str = "") -> str:
    """Each line of `text` as plain text, all but the first behind `indent`."""
    return f"\n{indent}".join(plain(line) for line in text.split("\n"))

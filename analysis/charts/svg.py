"""Real text in SVG: typst draws each letter as an outline; here a letter is read from its outline's name
and written as text again, so that it can be searched, edited and read aloud.

Which outline is which letter is told by pages on which every letter stands on a line of its own, with a
bar after it that tells how far it reaches (``templates/pictures.typ``).
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.charts.theme import FONT

_LINE = 24  # pt between letters of a page of letters
_RUN = re.compile(
    r'<g transform="matrix\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)">((?:<use [^>]*/>)*)</g>'
)
_NOTHING = re.compile(r'<g transform="matrix\([^"]*"/>')  # a space
_USE = re.compile(r'<use xlink:href="#(\w+)" x="(\S+)" y="\S+" fill="(#\w+)"')
_SYMBOL = re.compile(r'<symbol id="(\w+)".*?</symbol>', re.DOTALL)
_SIZES = (
    (10.5, 700),
    (8, 400),
    (7, 400),
    (7.5, 400),
    (7.5, 700),
    (6, 400),
    (5, 400),
)  # `looks` of drawing.typ
_TOUCHES = 0.5  # pt: runs so near each other are one text


@dataclass(frozen=True)
class _Letter:
    sign: str
    reach: float
    size: float
    weight: int


@dataclass(frozen=True)
class _Text:
    """A stretch of letters of one look from `start` to `end` along its line."""

    text: str
    turn: tuple[float, ...]
    at: tuple[float, float]
    length: float
    fill: str
    size: float
    weight: int

    def svg(self) -> str:
        a, b, c, d = self.turn
        place = " ".join(f"{part:g}" for part in (a, b, -c, -d, *self.at))
        length = f' textLength="{self.length:.2f}"' if len(self.text) > 1 else ""
        bold = f' font-weight="{self.weight}"' if self.weight != 400 else ""
        return (
            f'<text transform="matrix({place})" font-size="{self.size:g}"{bold} fill="{self.fill}"'
            f'{length} xml:space="preserve">{html.escape(self.text)}</text>'
        )


def letters_of(data: object) -> str:
    """Every letter of the texts in `data`, once."""
    return "".join(sorted(set(_letters(data))))


def with_text(pages: Sequence[bytes], of_letters: Sequence[bytes], letters: str) -> list[bytes]:
    """`pages` with texts in place of outlines; an outline that is no known letter stays.

    Args:
        of_letters: a page of each look, with each of `letters` on its line.
    """
    known: dict[str, _Letter] = {}
    for page, (size, weight) in zip(of_letters, _SIZES, strict=True):
        known |= dict(_named(page.decode(), letters, size, weight))
    return [_page(page.decode(), known).encode() for page in pages]


def _letters(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield from (sign for sign in data if not sign.isspace())
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _letters(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _letters(value)


def _named(page: str, letters: str, size: float, weight: int) -> Iterator[tuple[str, _Letter]]:
    """Each outline of a page of letters with its letter: the first on a line, which reaches to the bar."""
    lines: dict[int, list[tuple[str, float]]] = {}
    top = None
    for *_, x, y, inside in _RUN.findall(page):
        top = float(y) if top is None else top
        own = [(name, float(x) + float(place)) for name, place, _ in _USE.findall(inside)]
        lines.setdefault(round((float(y) - top) / _LINE), []).extend(own)
    for at, outlines in lines.items():
        if len(outlines) == 2:
            (name, start), (_, bar) = outlines
            yield name, _Letter(letters[at], bar - start, size, weight)


def _page(page: str, known: Mapping[str, _Letter]) -> str:
    page = _NOTHING.sub("", page)
    out, end, waiting = [], 0, None
    for found in _RUN.finditer(page):
        between = page[end : found.start()]
        text = _read(found, known)
        if waiting and text and not between and (joined := _joined(waiting, text)):
            waiting = joined
        else:
            out += [waiting.svg() if waiting else "", between]
            waiting = text
            if not text:
                out.append(found[0])
        end = found.end()
    out += [waiting.svg() if waiting else "", page[end:]]
    drawn = "".join(out)
    used = set(re.findall(r'xlink:href="#(\w+)"', drawn))
    drawn = _SYMBOL.sub(lambda symbol: symbol[0] if symbol[1] in used else "", drawn)
    return drawn.replace("<svg ", f'<svg font-family="{FONT}" ', 1)


def _read(found: re.Match[str], known: Mapping[str, _Letter]) -> _Text | None:
    """The text of a run; None if an outline of it is no known letter."""
    uses = _USE.findall(found[7])
    letters = [known.get(name) for name, _, _ in uses]
    if not uses or None in letters:
        return None
    text, end = "", 0.0
    for letter, (_, x, _) in zip(letters, uses, strict=True):
        assert letter is not None
        if text and float(x) - end > 0.12 * letter.size:
            text += " "
        text, end = text + letter.sign, float(x) + letter.reach
    first = letters[0]
    assert first is not None
    start = float(uses[0][1])
    a, b, c, d, x0, y0 = (float(part) for part in found.groups()[:6])
    at = (x0 + a * start, y0 + b * start)
    return _Text(text, (a, b, c, d), at, end - start, uses[0][2], first.size, first.weight)


def _joined(one: _Text, other: _Text) -> _Text | None:
    """Both as one, if `other` goes on where `one` ends."""
    look = (one.turn, one.fill, one.size, one.weight)
    if look != (other.turn, other.fill, other.size, other.weight):
        return None
    a, b, *_ = one.turn
    dx, dy = (other.at[0] - one.at[0], other.at[1] - one.at[1])
    along, across = a * dx + b * dy, a * dy - b * dx
    gap = along - one.length
    if abs(across) > _TOUCHES or not -_TOUCHES < gap < one.size:
        return None
    space = " " if gap > 0.12 * one.size else ""
    return replace(one, text=one.text + space + other.text, length=along + other.length)

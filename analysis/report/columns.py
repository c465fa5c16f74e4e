"""The columns of a table: which hold numbers, and how the table's width is shared out among them."""

import math
import re
from collections.abc import Sequence

from analysis.report.measure import ems, longest_word

TALLEST = 12.0  # ems of a header that stands upright, on one line
_LEADING = 1.4  # ems from one line to the next
_LEAST = 6.0  # ems that a column of longer text has at least
_SLACK = 0.2  # ems, for the rules at both sides
_NAME = 3.0  # ems of a name that stays on one line
_MOST = 0.6  # of the room: a word longer than that is broken
_NUMBER = re.compile(r"[<>≤≥=±+\-−]*\s*\d[\d,.]*[%‰]?")
_WHY = 6  # characters that may stand in a column of numbers


def is_number(text: str) -> bool:
    """Whether `text` is a number, or a range of two, and nothing else."""
    return all(_NUMBER.fullmatch(side.strip()) for side in re.split("[—–～~]", text))


def are_numbers(cells: Sequence[str]) -> bool:
    """Whether a column holds numbers, and else but marks or short words that say why there is none."""
    others = [cell for cell in cells if not is_number(cell)]
    return len(others) < len(cells) and all(len(cell) <= _WHY for cell in others)


def least_widths(
    header: Sequence[str], rows: Sequence[Sequence[str]], upright: Sequence[bool], room: float
) -> list[float]:
    """Ems that each column needs so that nothing breaks in it.

    Args:
        upright: which columns have their header written from top to bottom.
        room: ems of the whole table.
    """
    return [
        _SLACK
        + max(
            min(_MOST * room, max(map(longest_word, cells))),
            min(_LEAST, max(map(ems, cells))),
            _name_width(name, is_upright),
        )
        for name, cells, is_upright in zip(header, columns(header, rows), upright, strict=True)
    ]


def _name_width(name: str, is_upright: bool) -> float:
    if is_upright:
        return _LEADING * math.ceil(ems(name) / TALLEST)
    return max(longest_word(name), ems(name) / 3, min(ems(name), _NAME))


def shared_out(
    header: Sequence[str], rows: Sequence[Sequence[str]], upright: Sequence[bool], room: float
) -> list[float]:
    """The width of each column in ems, `room` in all.

    Between what it needs and what its longest cell takes, a column gets room in proportion to the
    root of its text: that makes the sum of the columns' lines the smallest. What nobody needs is
    spread over all.
    """
    least = least_widths(header, rows, upright, room)
    names = [
        0.0 if is_upright else ems(name) for name, is_upright in zip(header, upright, strict=True)
    ]
    texts = [[ems(cell) for cell in cells] for cells in columns(header, rows)]
    most = [max(low, name, *text) for low, name, text in zip(least, names, texts, strict=True)]
    roots = [math.sqrt(sum(text) + name) for text, name in zip(texts, names, strict=True)]

    def widths(by: float) -> list[float]:
        return [min(max(a, by * root), b) for a, b, root in zip(least, most, roots, strict=True)]

    low, high = 0.0, room
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if sum(widths(middle)) > room else (middle, high)
    found = widths(low)
    over = room / (sum(found) or 1)
    return [width * over for width in found]


def columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The cells of each column; a table without rows has empty ones."""
    return [[str(row[at]) for row in rows] or [""] for at in range(len(header))]

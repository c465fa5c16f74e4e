"""The columns of a table: which hold numbers, and how the table's width is shared out among them."""

import math
import re
from collections.abc import Sequence
from itertools import permutations

from analysis.report.measure import ems, longest_word

TALLEST = 12.0  # ems of a header that stands upright, on one line
_LEADING = 1.4  # ems from one line to the next
_LEAST = 6.0  # ems that a column of longer text has at least
_SLACK = 0.2  # ems, for the rules at both sides
_NAME = 3.0  # ems of a name that stays on one line
_MOST = 0.6  # of the room: a word longer than that is broken
_NUMBER = re.compile(r"[<>≤≥=±+\-−]*\s*\d[\d,.]*[%‰]?")
_LONG = 60  # rows of a table whose columns are not weighed against each other
_LOST = 0.5  # ems at the end of a cell's line
_HEADED = 5  # columns, at most, of a table whose rows have headings
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
        0.0 if is_upright else ems(name) + _SLACK
        for name, is_upright in zip(header, upright, strict=True)
    ]
    texts = [[ems(cell) + _SLACK for cell in cells] for cells in columns(header, rows)]
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
    every = [[name, *cells] for name, cells in zip(names, texts, strict=True)]
    return _fewest_lines([width * over for width in found], least, every)


def _fewest_lines(
    widths: list[float], least: Sequence[float], texts: Sequence[Sequence[float]]
) -> list[float]:
    """Move room between columns as long as that leaves the rows fewer lines.

    Args:
        texts: of each column, how wide each cell is on one line.
    """
    if len(texts[0]) > _LONG:
        return widths
    columns = range(len(widths))

    def lines(at: int, width: float) -> list[int]:
        return [math.ceil((text + _LOST * (text > width)) / width) for text in texts[at]]

    now = [lines(at, width) for at, width in enumerate(widths)]
    total = sum(map(max, zip(*now, strict=True)))
    for step in (2.0, 1.0, 0.5):
        taken = True
        while taken:
            taken = False
            for giver, taker in permutations(columns, 2):
                if widths[giver] - step < least[giver] or max(now[taker]) == 1:
                    continue
                tried = [*now]
                tried[giver] = lines(giver, widths[giver] - step)
                tried[taker] = lines(taker, widths[taker] + step)
                if (fewer := sum(map(max, zip(*tried, strict=True)))) < total:
                    widths[giver] -= step
                    widths[taker] += step
                    now, total, taken = tried, fewer, True
    return widths


def columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The cells of each column, but for headings of rows; a table without rows has empty ones."""
    own = [row for row in rows if not heads_rows(row)]
    return [[str(row[at]) for row in own] or [""] for at in range(len(header))]


def heads_rows(row: Sequence[str]) -> bool:
    """Whether it is a heading of the rows below it; in a matrix of marks it is one without marks."""
    return 2 < len(row) <= _HEADED and bool(row[0]) and not any(row[1:])

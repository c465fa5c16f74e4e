"""Where the labels of marks stand: beside their mark, where no line, mark or other label is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from analysis.charts.shapes import OVER, Shape, Spot
from analysis.charts.theme import width_of

# to the right and upwards, the best to read first
SIDES = {
    "right": (1, 0),
    "upper right": (1, 1),
    "lower right": (1, -1),
    "left": (-1, 0),
    "upper left": (-1, 1),
    "lower left": (-1, -1),
    "above": (0, 1),
    "below": (0, -1),
}
_TALL = 0.95  # of its size, a letter with what keeps it clear of a line
_RISE = 0.62  # of its size, the middle of a letter above what it stands on
_CLEAR = 0.1  # of its size, left and right of a text
Box = tuple[float, float, float, float]  # left, low, right, high


@dataclass(frozen=True)
class Room:
    """A plot as whoever draws it measures it.

    Attributes:
        width, height: of the plot.
        letter: size of the labels.
        px: what a px of the marks' sizes is.
        gap: between a mark and its label.
        beyond: how far a label may reach to the right of the plot.
    """

    width: float
    height: float
    letter: float
    px: float
    gap: float
    beyond: float


def with_places(shapes: Sequence[Shape], room: Room) -> list[Shape]:
    """`shapes`, each label of a mark on a side of it that is free, its own first and the last label before all. A figure
    that has none is left out: a table has it too; a name, which nothing else has, cuts a line."""
    if not any(map(is_of_mark, shapes)):
        return list(shapes)
    lines = [line for shape in shapes for line in _lines(shape, room)]
    taken = [_around(shape, room) for shape in shapes if shape["kind"] == "mark"]
    placed: list[Shape] = []
    for shape in reversed(shapes):
        sides = dict.fromkeys([str(shape["side"]), *SIDES]) if is_of_mark(shape) else ()
        boxes = ((side, label_box(shape, side, room)) for side in sides)
        apart = [(side, box) for side, box in boxes if _is_apart(box, taken, room)]
        free = [one for one in apart if not any(_meets(line, one[1]) for line in lines)]
        if free or (apart and not _is_figure(shape)):
            side, box = (free or apart)[0]
            taken.append(box)
            placed.append(shape | {"side": side} | ({} if free else {"under": OVER}))
        elif not is_of_mark(shape):
            placed.append(shape)
    return placed[::-1]


def is_of_mark(shape: Shape) -> bool:
    return shape["kind"] == "label" and bool(shape["away"])


def label_box(shape: Shape, side: str, room: Room) -> Box:
    """What a label takes on a side of its mark."""
    x, y = _at(shape["at"], room)
    across, upward = SIDES[side]
    away = float(str(shape["away"])) * room.px + room.gap
    width = width_of(str(shape["text"])) * room.letter
    left = x + {1: away, 0: -width / 2, -1: -away - width}[across]
    middle = y + upward * (away + _RISE * room.letter)
    half, clear = _TALL * room.letter / 2, _CLEAR * room.letter
    return left - clear, middle - half, left + width + clear, middle + half


def _at(place: Any, room: Room) -> Spot:
    return place[0] * room.width, place[1] * room.height


def _lines(shape: Any, room: Room) -> Iterator[tuple[Spot, Spot]]:
    if shape["kind"] in ("path", "limits"):
        yield from pairwise(_at(point, room) for point in shape["points"])
    elif shape["kind"] == "rule":
        at = shape["at"]
        ends = [(at, 0), (at, 1)] if shape["along"] == "x" else [(0, at), (1, at)]
        yield _at(ends[0], room), _at(ends[1], room)


def _around(mark: Any, room: Room) -> Box:
    (x, y), half = _at(mark["at"], room), mark["size"] * room.px / 2
    return x - half, y - half, x + half, y + half


def _is_figure(label: Shape) -> bool:
    return str(label["text"])[:1].isdigit()


def _is_apart(box: Box, taken: Sequence[Box], room: Room) -> bool:
    """Whether a box is within the plot and clear of marks and labels."""
    left, low, right, high = box
    if left < 0 or low < 0 or right > room.width + room.beyond or high > room.height:
        return False
    return not any(left < o[2] and o[0] < right and low < o[3] and o[1] < high for o in taken)


def _meets(line: tuple[Spot, Spot], box: Box) -> bool:
    """Whether a line goes through a box (Liang & Barsky, 1984)."""
    (x, y), (to_x, to_y) = line
    left, low, right, high = box
    enters, leaves = 0.0, 1.0
    for way, before, after in ((to_x - x, left - x, right - x), (to_y - y, low - y, high - y)):
        if way == 0:
            if before > 0 or after < 0:
                return False
            continue
        first, last = sorted((before / way, after / way))
        enters, leaves = max(enters, first), min(leaves, last)
    return enters < leaves

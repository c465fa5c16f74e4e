"""Where a sheet's header stands and which column means what.

A header is found by meaning: of all places in the first rows, and of one, two or three rows taken
together, the one that names the most columns of the layout.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.base.text import squeeze
from analysis.forms.layout import Layout
from analysis.forms.units import Unit, split_header
from analysis.sheets.cells import as_text
from analysis.sheets.grid import Sheet

SEARCH_ROWS = 40
_MAX_DEPTH = 3


@dataclass(frozen=True)
class Header:
    """`first` and `depth` in positions of ``sheet.rows``; `columns` maps a layout's column to its
    position; `units` to the unit in the header; `labels` are all headers as seen, from the group
    down, and `last_words` without the group."""

    first: int
    depth: int
    columns: dict[str, int]
    units: dict[str, Unit]
    labels: dict[int, str]
    last_words: dict[int, str]
    ambiguous: dict[str, list[str]]

    @property
    def body(self) -> int:
        return self.first + self.depth

    def missing(self, layout: Layout) -> list[str]:
        return [
            name
            for name, column in layout.columns.items()
            if column.required and not column.personal and name not in self.columns
        ]


def find_header(sheet: Sheet, layout: Layout) -> Header | None:
    """The header that names the most columns; ``None`` where no row names as many as two."""
    names = {header: name for name, column in layout.columns.items() for header in column.names}
    best: Header | None = None
    last = min(len(sheet.rows), SEARCH_ROWS)
    for depth in range(1, _MAX_DEPTH + 1):  # shallow first: a title is not part of a header
        for first in range(last - depth + 1):
            if not any(squeeze(as_text(cell)) for cell in sheet.rows[first][1]):
                continue
            found = _match(_paths(sheet, first, depth), names, first, depth)
            if best is None or len(found.columns) > len(best.columns):
                best = found
            if len(best.columns) == len(layout.columns):
                return best
    return best if best and len(best.columns) >= min(2, len(layout.columns)) else None


def is_header_again(filled: Mapping[int, str], header: Header) -> bool:
    """Whether a row repeats the header (a 续表 block); `filled` are its words by position."""
    if len(filled) < 2:
        return False
    return all(split_header(text)[0] in header.labels.get(at, "") for at, text in filled.items())


def _paths(sheet: Sheet, first: int, depth: int) -> list[list[str]]:
    """For each column the words of its header from top to bottom, merged groups filled."""
    rows = [list(cells) for _, cells in sheet.rows[first : first + depth]]
    width = max(map(len, rows))
    texts = [[as_text(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    for (top, left), (bottom, right) in sheet.merged:
        if first <= top < first + depth and left < width:
            for row in range(top, min(bottom, first + depth - 1) + 1):
                for at in range(left, min(right, width - 1) + 1):
                    texts[row - first][at] = texts[top - first][left]
    if not sheet.merged:  # a group's name stands over its first column alone
        for upper, lower in itertools.pairwise(texts):
            for at in range(1, width):
                if not upper[at] and lower[at]:
                    upper[at] = upper[at - 1]
    paths = []
    for at in range(width):
        words = [row[at] for row in texts if row[at]]
        paths.append([w for i, w in enumerate(words) if i == 0 or w != words[i - 1]])
    return paths


def _match(paths: list[list[str]], names: dict[str, str], first: int, depth: int) -> Header:
    columns: dict[str, int] = {}
    units: dict[str, Unit] = {}
    labels: dict[int, str] = {}
    last_words: dict[int, str] = {}
    doubles: dict[str, list[str]] = {}
    for at, words in enumerate(paths):
        if not words:
            continue
        labels[at] = squeeze("".join(words))
        last_words[at] = squeeze(words[-1])
        last_name, last_unit = split_header(words[-1])
        whole_name, whole_unit = split_header("".join(words))
        column = names.get(last_name) or names.get(whole_name)
        if column is None:
            continue
        if column in columns:
            doubles.setdefault(column, [labels[columns[column]]]).append(labels[at])
            continue
        columns[column] = at
        group_units = (split_header(word)[1] for word in reversed(words))
        unit = last_unit or whole_unit or next(filter(None, group_units), None)
        if unit:
            units[column] = unit
    return Header(first, depth, columns, units, labels, last_words, doubles)

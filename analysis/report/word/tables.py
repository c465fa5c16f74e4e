"""Tables that fit their page: no number, code, date or word is broken, no row is torn apart."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from docx.oxml.ns import qn

from analysis.base.text import printable
from analysis.messages import Lang, say
from analysis.report.blocks import Table
from analysis.report.columns import (
    TALLEST,
    are_numbers,
    columns,
    heads_rows,
    least_widths,
    shared_out,
)
from analysis.report.measure import ems
from analysis.report.word.paper import Paper, element, unbroken, words

_SIZES = (9.0, 8.0, 7.5)  # points, the first that fits
_MARGIN = 3.0  # points at either side of a cell
_ABOVE = 1.0  # points above and below its text
_NARROW = 2.2  # ems of the cells under a header that may stand upright
_LONG = 4.0  # ems of such a header
_SHARE = re.compile(r"(?<=[%‰])(?=（\d)")  # LibreOffice would end none there, but anywhere


def add_table(paper: Paper, block: Table, title: str) -> None:
    """The caption and the table; one too wide for any size goes on below, first column repeated."""
    for at, part in enumerate(_parts(block, paper.width)):
        caption = title + (say("table_continued", paper.lang) if at else "")
        paper.paragraph(caption, "caption").paragraph_format.keep_with_next = True
        paper.add(_Setting(part, paper).element())


def _parts(block: Table, width: float) -> Iterator[Table]:
    """The table, or as many of its columns at a time as the page has room for."""
    at, count = 1, len(block.header)
    while True:
        end = count
        while end > at + 1 and not _fits(_some(block, at, end), width, _SIZES[-1]):
            end -= 1
        yield _some(block, at, end)
        if end >= count:
            return
        at = end


def _some(block: Table, start: int, end: int) -> Table:
    header = [block.header[0], *block.header[start:end]]
    rows = [[str(cell) for cell in (row[0], *row[start:end])] for row in block.rows]
    return Table(block.title, header, rows)


def _fits(block: Table, width: float, size: float) -> bool:
    room = _room(block, width, size)
    return sum(least_widths(block.header, block.rows, _upright(block), room)) <= room


def _room(block: Table, width: float, size: float) -> float:
    return (width - 2 * _MARGIN * len(block.header)) / size


def _upright(block: Table) -> list[bool]:
    """Which headers stand upright: long names over marks, where there are several of them."""
    found = [
        ems(name) > _LONG and max(map(ems, cells)) <= _NARROW and {*cells} != {"—"}
        for name, cells in zip(block.header, columns(block.header, block.rows), strict=True)
    ]
    return found if sum(found) > 3 else [False] * len(found)


class _Setting:
    """How a table is set: the size of its letters, and of each column its width and its side."""

    def __init__(self, block: Table, paper: Paper) -> None:
        fitting = (size for size in _SIZES if _fits(block, paper.width, size))
        self.block, self.paper, self.size = block, paper, next(fitting, _SIZES[-1])
        self.upright = _upright(block)
        room = _room(block, paper.width, self.size)
        shares = shared_out(block.header, block.rows, self.upright, room)
        self.widths = [share * self.size + 2 * _MARGIN for share in shares]
        self.sides = [_side(cells) for cells in columns(block.header, block.rows)]

    def element(self) -> Any:
        widths = [_twips(width) for width in self.widths]
        around = {"top": _ABOVE, "left": _MARGIN, "bottom": _ABOVE, "right": _MARGIN}
        margins = (element(side, w=_twips(w), type="dxa") for side, w in around.items())
        properties = element(
            "tblPr",
            element("tblStyle", val=self.paper.tables.style_id),
            element("tblW", w=sum(widths), type="dxa"),
            element("jc", val="center"),
            element("tblLayout", type="fixed"),
            element("tblCellMar", *margins),
        )
        grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
        return element("tbl", properties, grid, self._head(), *map(self._row, self.block.rows))

    def _head(self) -> Any:
        """The header, repeated on each page; as tall as the longest name that stands upright."""
        names = list(zip(self.block.header, self.widths, self.upright, strict=True))
        row = element("trPr", element("cantSplit"))
        if any(self.upright):
            tallest = max(min(ems(name), TALLEST) for name, _, is_upright in names if is_upright)
            height = _twips(tallest * self.size + 4 * _MARGIN)
            row.append(element("trHeight", val=height, hRule="atLeast"))
        row.append(element("tblHeader"))
        way = _way(self.paper.lang)
        cells = [
            self._cell(name, "center", width, way if is_upright else None, is_bold=True)
            for name, width, is_upright in names
        ]
        return element("tr", row, *cells)

    def _row(self, row: Sequence[str]) -> Any:
        if heads_rows(row):
            cell = self._cell(row[0], "left", sum(self.widths))
            next(cell.iter(qn("w:pPr"))).insert(1, element("keepNext"))
            next(cell.iter(qn("w:tcW"))).addnext(element("gridSpan", val=len(row)))
            return element("tr", element("trPr", element("cantSplit")), cell)
        cells = list(map(self._cell, row, self.sides, self.widths))
        return element("tr", element("trPr", element("cantSplit")), *cells)

    def _cell(
        self, text: str, side: str, width: float, way: str | None = None, is_bold: bool = False
    ) -> Any:
        properties = element("tcPr", element("tcW", w=_twips(width), type="dxa"))
        if way:
            properties.append(element("textDirection", val=way))
        properties.append(element("vAlign", val="center"))
        style = element("pStyle", val=self.paper.styles["cell"].style_id)
        paragraph = element("p", element("pPr", style, element("jc", val=side)))
        run = element("r", element("rPr", *([element("b")] if is_bold else [])))
        run.rPr.extend(element(tag, val=round(2 * self.size)) for tag in ("sz", "szCs"))
        is_broken = not way and ems(text) > (width - 2 * _MARGIN) / self.size
        shown = " ".join(printable(text).splitlines())
        for at, line in enumerate(_SHARE.split(shown) if is_broken else [shown]):
            if at:
                run.append(element("br"))
            run.extend(unbroken(line) if is_broken else [words(line)])
        paragraph.append(run)
        return element("tc", properties, paragraph)


def _side(cells: Sequence[str]) -> str:
    if are_numbers(cells):
        return "right"
    return "center" if max(map(ems, cells)) <= 1 else "left"


def _way(lang: Lang) -> str:
    """Chinese characters stand one below the other; Latin words lie, to be read from below."""
    return "tbRl" if lang == "zh" else "btLr"


def _twips(points: float) -> int:
    return round(20 * points)

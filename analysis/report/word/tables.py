"""Tables that fit their page: no number, code, date or word is broken, no row is torn apart."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

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
from analysis.report.word.paper import Paper, unbroken, words

_SIZES = (9.0, 8.0, 7.5)  # points, the first that fits
_MARGIN = 3.0  # points at either side of a cell
_ABOVE = 1.0  # points above and below its text
_NARROW = 2.2  # ems of the cells under a header that may stand upright
_LONG = 4.0  # ems of such a header
# a share and its month, or two codes; LibreOffice would end no line between them, but anywhere
_HALVES = re.compile(r"(\S+[%‰])(（\d[^）]*）)|([A-Z]+-\S+?(?:至| to ))([A-Z]+-\S+)")


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
        self.style = paper.styles["cell"].style_id
        self.upright = _upright(block)
        room = _room(block, paper.width, self.size)
        shares = shared_out(block.header, block.rows, self.upright, room)
        self.widths = [share * self.size + 2 * _MARGIN for share in shares]
        self.sides = [_side(cells) for cells in columns(block.header, block.rows)]

    def element(self) -> Any:
        """The table, written as text and read at once: built of elements one by one it took many times as long."""
        widths = [_twips(width) for width in self.widths]
        around = {"top": _ABOVE, "left": _MARGIN, "bottom": _ABOVE, "right": _MARGIN}
        margins = (f'<w:{at} w:w="{_twips(w)}" w:type="dxa"/>' for at, w in around.items())
        columns = (f'<w:gridCol w:w="{width}"/>' for width in widths)
        return parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{self.paper.tables.style_id}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{"".join(margins)}</w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{''.join(columns)}</w:tblGrid>"
            f"{self._head()}{''.join(map(self._row, self.block.rows))}</w:tbl>"
        )

    def _head(self) -> str:
        """The header, repeated on each page; as tall as the longest name that stands upright."""
        names = list(zip(self.block.header, self.widths, self.upright, strict=True))
        height = ""
        if any(self.upright):
            tallest = max(min(ems(name), TALLEST) for name, _, is_upright in names if is_upright)
            twips = _twips(tallest * self.size + 4 * _MARGIN)
            height = f'<w:trHeight w:val="{twips}" w:hRule="atLeast"/>'
        way = f'<w:textDirection w:val="{_way(self.paper.lang)}"/>'
        cells = [
            self._cell(name, "center", width, way if is_upright else "", is_bold=True)
            for name, width, is_upright in names
        ]
        return f"<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"

    def _row(self, row: Sequence[str]) -> str:
        if heads_rows(row):
            span = f'<w:gridSpan w:val="{len(row)}"/>'
            cells = self._cell(row[0], "left", sum(self.widths), span=span)
        else:
            cells = "".join(map(self._cell, row, self.sides, self.widths))
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"

    def _cell(
        self,
        text: str,
        side: str,
        width: float,
        way: str = "",
        span: str = "",
        is_bold: bool = False,
    ) -> str:
        """A cell; one that spans the table stays with the row below it."""
        size, is_broken = self.size, not way and ems(text) > (width - 2 * _MARGIN) / self.size
        line = " ".join(printable(text).splitlines())
        halves = _HALVES.fullmatch(line)
        lines = filter(None, halves.groups()) if halves else (line,)
        shown = "<w:br/>".join(map(unbroken, lines)) if is_broken else words(line)
        keep, bold = "<w:keepNext/>" if span else "", "<w:b/>" if is_bold else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{span}{way}'
            f'<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="{self.style}"/>'
            f'{keep}<w:jc w:val="{side}"/></w:pPr><w:r><w:rPr>{bold}<w:sz w:val="{round(2 * size)}"/>'
            f'<w:szCs w:val="{round(2 * size)}"/></w:rPr>{shown}</w:r></w:p></w:tc>'
        )


def _side(cells: Sequence[str]) -> str:
    if are_numbers(cells):
        return "right"
    return "center" if max(map(ems, cells)) <= 1 else "left"


def _way(lang: Lang) -> str:
    """Chinese characters stand one below the other; Latin words lie, to be read from below."""
    return "tbRl" if lang == "zh" else "btLr"


def _twips(points: float) -> int:
    return round(20 * points)

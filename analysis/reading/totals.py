"""What a total's row states: the sums of its columns, and the number of rows."""

import re
from decimal import Decimal

from analysis.base.text import squeeze
from analysis.forms.layout import Layout
from analysis.forms.units import Unit
from analysis.reading.header import Header
from analysis.reading.rows import Total
from analysis.sheets.cells import Cell, CellError, as_number, as_text
from analysis.sheets.grid import Row


def total_of(row: Row, header: Header, layout: Layout, units: dict[str, Unit]) -> Total:
    number, cells = row
    figures = {}
    for name in layout.control_total:
        figure = _number(cells, header.columns.get(name))
        if figure is not None:
            factor = units[name].factor if name in units else Decimal(1)
            quantum = Decimal(1).scaleb(int(figure.as_tuple().exponent))
            figures[name] = (figure * factor, quantum * factor / 2)
    return Total(number, figures, _stated_count(cells, header, layout))


def _number(cells: list[Cell], at: int | None) -> Decimal | None:
    try:
        return as_number(cells[at]) if at is not None and at < len(cells) else None
    except CellError:
        return None


def _stated_count(cells: list[Cell], header: Header, layout: Layout) -> int | None:
    """The number of rows that a total states, as in ``13起`` under the accident number."""
    for name in layout.key:
        at = header.columns.get(name)
        if at is not None and at < len(cells):
            match = re.fullmatch(r"(?:共|计)?(\d{1,9})[起件次条]", squeeze(as_text(cells[at])))
            if match:
                return int(match[1])
    return None

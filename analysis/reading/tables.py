"""A sheet's rows under its header, typed and checked by the layout.

Every row ends in one of: accepted, quarantined (set aside, with the cell and the reason), total, note,
header, blank. A cell that no figure needs is refused alone, and its row is accepted.
"""

from collections import Counter
from collections.abc import Iterator

from analysis.base.text import squeeze
from analysis.forms.layout import Layout
from analysis.privacy.people import Secrets
from analysis.privacy.vocabulary import shown_words
from analysis.reading.bulk import Bulk, personal_in, read_bulk
from analysis.reading.column_units import settle_units
from analysis.reading.header import Header
from analysis.reading.row_kinds import RowKind, is_astray, kind_beside, kind_of
from analysis.reading.row_reader import RowReader, column_letter
from analysis.reading.rows import Table
from analysis.reading.scope import Scope
from analysis.reading.titles import other_period
from analysis.reading.totals import total_of
from analysis.reading.values import ValueReader
from analysis.sheets.cells import Cell, as_text
from analysis.sheets.grid import Row, Sheet, UnreadableFile

Kinds = list[tuple[Row, RowKind]]


def read_table(sheet: Sheet, header: Header, scope: Scope, in_bulk: bool = True) -> Table:
    """Type and check all rows of `sheet`; easy rows of a large one `in_bulk`.

    Raises:
        UnreadableFile: a unit that must be read is not in the file, or a text file is cut off.
    """
    layout = scope.layout
    above = [as_text(cell) for _, cells in sheet.rows[: header.body] for cell in cells if cell]
    units = settle_units(header, layout, above)
    astray = [row for row in sheet.rows[: header.first] if is_astray(row[1], header, scope)]
    lost = {at for at, _ in astray}
    sharing = _fill_merged(sheet, header, layout)
    is_easy = not sheet.struck and not sheet.covered and scope.received_on > scope.period.end
    bulk = read_bulk(sheet.rows, header, units, scope) if in_bulk and is_easy else None
    body = [sheet.rows[at] for at in bulk.others] if bulk else sheet.rows[header.body :]
    kinds, apart = _own_blocks([(row, kind_of(row[1], header, scope)) for row in body], scope)
    data = [row for row, kind in kinds if kind is RowKind.DATA] + astray
    if sheet.is_text:
        _refuse_cut_off(sheet, header, data, kinds)
    values = ValueReader(scope, units, _secrets(data, bulk, header, layout))
    reader = RowReader(sheet, header, values, sharing)
    kept = [name for name in header.columns if name in layout.kept_columns]
    return Table(
        sheet=sheet.label,
        rows=[reader.read(at, cells, is_astray=at in lost) for at, cells in data],
        totals=[total_of(r, header, layout, units) for r, kind in kinds if kind is RowKind.TOTAL],
        counts=_counts(sheet, header, kinds, lost),
        bulk=bulk.rows if bulk else None,
        letters={name: column_letter(header.columns[name]) for name in kept},
        units={name: unit.text for name, unit in units.items()},
        apart=apart,
        said=[
            squeeze(text)
            for (_, cells), kind in kinds
            if kind is RowKind.NOTE
            for text in _texts(cells)
        ],
    )


def _counts(sheet: Sheet, header: Header, kinds: Kinds, lost: set[int]) -> Counter[RowKind]:
    """Every row of the sheet by kind, but those in bulk and those of the numbers `lost`."""
    counts = Counter(kind for _, kind in kinds)
    counts.update(kind_beside(cells) for at, cells in sheet.rows[: header.first] if at not in lost)
    counts[RowKind.HEADER] += header.depth
    return counts


def _texts(cells: list[Cell]) -> list[str]:
    return [as_text(cell) for cell in cells if isinstance(cell, str) and cell]


def _own_blocks(kinds: Kinds, scope: Scope) -> tuple[Kinds, list[str]]:
    """Rows below a title of another period and a header of their own are no rows of this one: they
    become notes. Returns also the titles."""
    own: Kinds = []
    titles: list[str] = []
    is_other = False
    for at, (row, kind) in enumerate(kinds):
        if kind is RowKind.NOTE and _heads_a_table(kinds[at + 1 : at + 6]):
            named = next((t for t in _texts(row[1]) if other_period(t, scope)), None)
            is_other = named is not None
            titles += [named] if named else []
        keeps = not is_other or kind in (RowKind.BLANK, RowKind.HEADER)
        own.append((row, kind if keeps else RowKind.NOTE))
    return own, titles


def _heads_a_table(following: Kinds) -> bool:
    for _, kind in following:
        if kind not in (RowKind.NOTE, RowKind.BLANK):
            return kind is RowKind.HEADER
    return False


def _refuse_cut_off(sheet: Sheet, header: Header, data: list[Row], kinds: Kinds) -> None:
    """A row of another length than the header is cut off, or its cells have moved; and after a last
    line without an end there may have been more, unless it is the total, which then must agree."""
    width = max(header.labels) + 1
    for row, cells in data:
        if len(cells) < width or any(squeeze(as_text(cell)) for cell in cells[width:]):
            raise UnreadableFile("row_length", row=row, found=len(cells), expected=width)
    if not sheet.has_end and (not kinds or kinds[-1][1] is not RowKind.TOTAL):
        raise UnreadableFile("cut_off", row=len(sheet.rows))


def _fill_merged(sheet: Sheet, header: Header, layout: Layout) -> set[int]:
    """A word or date merged over several rows of data holds for each of them; a figure or a key
    does not, and stays where it is written.

    Returns:
        Numbers of the rows that share a figure, of which nobody can tell whose it is.
    """
    sharing: set[int] = set()
    measures = {at for name, at in header.columns.items() if layout.columns[name].is_measure}
    keys = {header.columns[name] for name in layout.key if name in header.columns}
    words = set(header.columns.values()) - measures - keys
    for (top, left), (bottom, right) in sheet.merged:
        if top >= header.body and left == right and left in words:
            for _, cells in sheet.rows[top + 1 : bottom + 1]:
                cells.extend([None] * (left + 1 - len(cells)))
                cells[left] = sheet.rows[top][1][left]
        if top >= header.body and bottom > top and measures & set(range(left, right + 1)):
            sharing |= {at for at, _ in sheet.rows[top : bottom + 1]}
    return sharing


def _secrets(data: list[Row], bulk: Bulk | None, header: Header, layout: Layout) -> Secrets:
    """The people of the sheet: of its rows in bulk those that another row names."""
    personal = list(_personal(data, header, layout))
    if bulk:
        personal += personal_in(bulk, (as_text(cell) for _, cells in data for cell in cells))
    return Secrets(personal, shown_words())


def _personal(data: list[Row], header: Header, layout: Layout) -> Iterator[str]:
    at = [
        header.columns[n] for n, c in layout.columns.items() if c.personal and n in header.columns
    ]
    yield from (as_text(cells[i]) for _, cells in data for i in at if i < len(cells))

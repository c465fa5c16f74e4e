"""Every row of a file's tables accounted for: accepted, set aside or in doubt, and what contradicts it."""

from datetime import date, datetime

from analysis.forms.column import Column
from analysis.forms.department_names import known_department
from analysis.forms.layout import Layout
from analysis.forms.words import TARGET, targets_by_name
from analysis.messages import Message
from analysis.privacy import gate
from analysis.privacy.vocabulary import shown_words
from analysis.reading.checks import (
    check_bounds,
    check_part_total,
    check_row_sum,
    check_row_totals,
    check_sayings,
    check_totals,
    is_bare,
)
from analysis.reading.reading import Booking, Reading
from analysis.reading.row_kinds import RowKind
from analysis.reading.rows import BadCell, DataRow, Fate, Table, Value
from analysis.reading.scope import Scope
from analysis.reading.twins import Twin, twins
from analysis.sheets.grid import UnreadableFile

_BOOKED: tuple[Fate, ...] = ("set_aside", "doubted")


def account_for(tables: list[Table], reading: Reading, scope: Scope) -> None:
    """Enter into `reading` what `tables` hold.

    Raises:
        UnreadableFile: a row that the form cannot do without is not there.
    """
    layout, period = scope.layout, scope.period
    _refuse_repeats(tables, reading, scope)
    for table in tables:
        _enter(table, reading, scope)
    for twin in twins(tables, layout):
        _tell_twin(reading, twin, tables, layout)
    if layout.event_domain and is_bare(tables):
        reading.warnings.append(Message("empty_list"))
        reading.bookings.append(Booking(tables[0].sheet, 0, "doubted", period.start, period.end))
    reading.doubts += check_bounds(reading.rows, layout)
    reading.doubts += check_sayings(tables)
    _check_required_values(reading, layout)
    counts = reading.counts
    counts["accepted"] = len(reading.rows) + sum(table.bulk_height for table in tables)
    counts["quarantined"] = sum(row.is_aside for table in tables for row in table.rows)
    counts["total"] = counts.pop(RowKind.TOTAL, 0) + counts.pop(RowKind.SUBTOTAL, 0)
    counts.pop(RowKind.DATA, None)


def _enter(table: Table, reading: Reading, scope: Scope) -> None:
    layout = scope.layout
    reading.rows += [(table.sheet, row) for row in table.rows if not row.is_aside]
    if table.bulk is not None:
        reading.bulk.append((table.sheet, table.bulk))
    reading.bad_cells += [bad for row in table.rows for bad in row.bad]
    reading.bookings += [b for row in table.rows for b in _bookings(row, table, scope)]
    reading.counts.update(table.counts)
    reading.columns += [
        {"sheet": table.sheet, "column": name, "letter": letter, "unit": table.units.get(name)}
        for name, letter in table.letters.items()
    ]
    for title in table.apart:
        shown = gate.name_shown(title, shown_words())
        params = {"title": shown, "period": scope.period, "sheet": table.sheet}
        reading.warnings.append(Message("block_apart", params))
    fits = [
        *check_totals(table, layout),
        *check_row_totals(table, layout),
        *check_part_total(table, layout, scope.within),
        *check_row_sum(table, layout),
    ]
    if fits:
        reading.control_total_ok = not any(fits) and reading.control_total_ok is not False
    reading.doubts += [doubt for doubt in fits if doubt]


def _refuse_repeats(tables: list[Table], reading: Reading, scope: Scope) -> None:
    """The same number in the same month is the same thing twice; numbers may begin again with each
    month. Without a number, rows are the same where all that they say is."""
    layout = scope.layout
    seen: dict[tuple[object, ...], tuple[str, DataRow]] = {}
    for table in tables:
        for row in (row for row in table.rows if not row.is_aside):
            sheet, first = seen.setdefault(_identity(row, scope), (table.sheet, row))
            if first is row:
                continue
            if layout.event_domain is None and _says(first, layout) != _says(row, layout):
                params = {"sheet": table.sheet, "row": row.row, "other": first.row}
                reading.doubts.append(Message("contradicting_rows", params))
            name = layout.key[-1]
            reason = Message("repeated_key", {"sheet": sheet, "row": first.row})
            row.bad.append(
                _bad_key(
                    table, row.row, f"{row.values.get(name) or '—'}", reason, "set_aside", layout
                )
            )


def _identity(row: DataRow, scope: Scope) -> tuple[object, ...]:
    layout = scope.layout
    key = tuple(_meant(layout.columns[n], row.values.get(n), scope.within) for n in layout.key)
    if None in key:
        return (str(sorted((n, str(v)) for n, v in row.values.items())),)
    moment = row.values.get(layout.moment) if layout.moment else None
    return (*key, (moment.year, moment.month)) if isinstance(moment, datetime) else key


def _meant(column: Column, value: Value, within: str) -> Value:
    """A target or a department that has several names is one."""
    if isinstance(value, str):
        if column.vocabulary == TARGET:
            return targets_by_name()[value]
        if column.type == "organisation":
            return known_department(value, within)
    return value


def _says(row: DataRow, layout: Layout) -> dict[str, Value]:
    """All but what it is called."""
    return {name: value for name, value in row.values.items() if name not in layout.key}


def _bad_key(
    table: Table, row: int, value: str, reason: Message, fate: Fate, layout: Layout
) -> BadCell:
    """What is wrong with a row as such, told of at its key."""
    name = layout.key[-1]
    label, cell = layout.columns[name].headers[0], f"{table.letters[name]}{row}"
    return BadCell(table.sheet, row, label, cell, value, reason, fate)


def _tell_twin(reading: Reading, twin: Twin, tables: list[Table], layout: Layout) -> None:
    """Both count, for two accidents can be alike; the later one is in doubt."""
    table = next(t for t in tables if t.sheet == twin.sheet)
    reason = Message("alike_but_number", {"sheet": twin.first_sheet, "row": twin.first_row})
    reading.bad_cells.append(_bad_key(table, twin.row, "—", reason, "doubted", layout))
    day = twin.moment.date()
    reading.bookings.append(Booking(twin.sheet, twin.row, "doubted", day, day))


def _bookings(row: DataRow, table: Table, scope: Scope) -> list[Booking]:
    """A row set aside may belong to the month that its date names; where that is another period,
    or cannot be read, also to any month of the file's."""
    layout, period = scope.layout, scope.period
    if layout.event_domain is None and all(b.reason.code == "repeated_key" for b in row.bad):
        return []  # the same thing twice is missing nowhere
    moment = row.values.get(layout.moment) if layout.moment else None
    if isinstance(moment, datetime):
        spans = [(moment.date(), moment.date())]
    else:
        named = {str(bad.reason.params["named"]) for bad in row.bad if "named" in bad.reason.params}
        days = [date.fromisoformat(f"{month}-01") for month in sorted(named)]
        spans = [(period.start, period.end), *((day, day) for day in days)]
    fates = [fate for fate in _BOOKED if fate in row.fates]
    key = row.values.get(layout.key[-1], row.nearest_word)
    about = key if isinstance(key, str) else None
    return [Booking(table.sheet, row.row, fate, *span, about) for fate in fates for span in spans]


def _check_required_values(reading: Reading, layout: Layout) -> None:
    is_aside = any(bad.fate == "set_aside" for bad in reading.bad_cells)
    for name, column in layout.columns.items():
        have = {row.values.get(name) for _, row in reading.rows}
        for code in column.required_values:
            if code not in have and not is_aside:
                label, row = column.headers[0], column.values[code][0]
                raise UnreadableFile("missing_row", column=label, row=row)

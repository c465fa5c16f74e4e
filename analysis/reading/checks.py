"""What contradicts itself inside one file: totals, parts, bounds, and sentences where a list should be."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from analysis.forms.layout import Layout
from analysis.forms.place_names import whole_and_parts
from analysis.forms.units import unit_said
from analysis.messages import Message, Several
from analysis.privacy import gate
from analysis.privacy.vocabulary import shown_words
from analysis.reading.rows import DataRow, Table

_ROUNDED_PARTS = Decimal("0.01")
_LISTED = 5  # so many rows are named in a reason
# In place of a list these say that there is nothing to list; any other sentence says something else.
_NOTHING_HAPPENED = re.compile(
    r"(?:本|当|该|全)?[年季月旗县区市期\d]{0,10}(?:辖区|[全我][旗县区市]|境内)?(?:内)?(?:均)?(?:无|未发生|没有发生|没有|零)[\u4e00-\u9fa5]{0,10}?(?:事故|火灾|灾情|灾害|报告|死亡|发生)*[。.]?|零报告|无"
)
_SENTENCE = re.compile(r"详见|见附件|附件|另行|另附|另报|同上|略|待补|后补|补报|暂缺|未上报")


def check_totals(table: Table, layout: Layout) -> list[Message | None]:
    """``None`` for each total that lies between the sums without and with the rows set aside, else
    what is wrong. A column with an unreadable cell cannot be checked: its total may well be right."""
    found: list[Message | None] = []
    aside = [row for row in table.rows if row.is_aside]
    good = [row for row in table.rows if not row.is_aside]
    for total in table.totals:
        for name, (figure, slack) in total.figures.items():
            if any(name in table.letters and name not in row.values for row in aside):
                continue
            low = _sum(good, name) + _bulk_sum(table, name)
            bounds = (low, low + _sum(aside, name))
            label = layout.columns[name].headers[0]
            found.append(_compared(table, total.row, label, figure, bounds, slack))
        if total.count is not None:
            least, most = (table.bulk_height + len(some) for some in (good, table.rows))
            bounds = (Decimal(least), Decimal(most))
            label = layout.columns[layout.key[0]].headers[0]
            found.append(
                _compared(table, total.row, label, Decimal(total.count), bounds, Decimal(0))
            )
    return found


def check_row_totals(table: Table, layout: Layout) -> list[Message | None]:
    """The same for a column that is the sum of others in each row."""
    found: list[Message | None] = []
    rule = layout.row_total
    if rule is None:
        return []
    unit = table.units.get(rule.total, "")
    for row in table.rows:
        total = row.figure(rule.total)
        parts = [part for name in rule.parts if (part := row.figure(name)) is not None]
        if row.is_aside or total is None or not parts:
            continue
        added = sum(parts, Decimal(0))
        slack = Decimal(1) if total == total.to_integral_value() else Decimal("0.5")
        if unit.startswith(("万", "亿")):  # parts rounded to the printed digits of a larger unit
            slack = abs(total) / 1000
        label = layout.columns[rule.total].headers[0]
        found.append(_compared(table, row.row, label, total, (added, added), slack))
    return found


def check_part_total(table: Table, layout: Layout, within: str) -> list[Message | None]:
    """The row of the reporting place beside the sum of its parts: parts never sum to more than the whole, and all
    of them sum to it, but for areas that no township is counted with."""
    rule = layout.part_total
    if rule is None:
        return []
    rows = {str(row.values.get(rule.place)): row for row in table.rows if not row.is_aside}
    own, townships = whole_and_parts(within)
    found: list[Message | None] = []
    for name in rule.columns:
        whole = rows[own].figure(name) if own in rows else None
        parts = [rows[place] for place in townships if place in rows]
        parts = [row for row in parts if row.figure(name) is not None]
        if whole is None or not parts:
            continue
        added = _sum(parts, name)
        slack = max(whole * _ROUNDED_PARTS, Decimal(len(parts)))
        most = added if len(parts) == len(townships) else max(added, whole)
        label = layout.columns[name].headers[0]
        found.append(_compared(table, rows[own].row, label, whole, (added, most), slack))
    return found


def check_row_sum(table: Table, layout: Layout) -> list[Message | None]:
    """A row that must be the sum of others, where all of them are given."""
    rule = layout.row_sum
    if rule is None:
        return []
    rows = {str(r.values.get(rule.key)): r for r in table.rows if not r.is_aside}
    if not {rule.total, *rule.parts} <= set(rows):
        return []
    whole = _sum([rows[rule.total]], rule.column)
    added = _sum([rows[part] for part in rule.parts], rule.column)
    label = layout.columns[rule.column].headers[0]
    slack = whole * _ROUNDED_PARTS
    return [_compared(table, rows[rule.total].row, label, whole, (added, added), slack)]


def check_bounds(rows: Sequence[tuple[str, DataRow]], layout: Layout) -> list[Message]:
    """Figures that no such column can hold: a message for each column, with their number."""
    found = []
    for name, column in layout.kept_columns.items():
        low, high = column.min, column.max
        if low is None and high is None:
            continue
        beyond = [
            (sheet, row.row, value)
            for sheet, row in rows
            if (value := row.figure(name)) is not None
            and ((low is not None and value < low) or (high is not None and value > high))
        ]
        if not beyond:
            continue
        sheet, _, value = beyond[0]
        least = "0" if column.type == "count" else "—"
        numbers = [str(row) for where, row, _ in beyond if where == sheet]
        params = {
            "sheet": sheet,
            "row": Several(numbers[:_LISTED]),
            "count": len(beyond),
            "column": column.headers[0],
            "value": written(value),
            "unit": unit_said(column.unit),
            "low": least if low is None else written(low),
            "high": "—" if high is None else written(high),
        }
        found.append(Message("out_of_bounds", params))
    return found


def check_sayings(tables: Sequence[Table]) -> list[Message]:
    """A sentence in place of a list, or beside a list that it contradicts."""
    rows = sum(len(table.rows) + table.bulk_height for table in tables)
    found = []
    for table in tables:
        for text in table.said:
            nothing = bool(_NOTHING_HAPPENED.fullmatch(text[:60]))
            if (nothing and rows) or (not nothing and not rows and _SENTENCE.search(text[:60])):
                code = "says_nothing_happened" if nothing else "sentence_for_list"
                shown = gate.name_shown(text[:60], shown_words())
                found.append(Message(code, {"sheet": table.sheet, "text": shown, "rows": rows}))
    return found[:1]


def is_bare(tables: Sequence[Table]) -> bool:
    """A header with nothing below it: neither rows, nor a total, nor a word that nothing happened."""
    return not any(
        t.rows
        or t.totals
        or t.bulk_height
        or any(_NOTHING_HAPPENED.fullmatch(text[:60]) for text in t.said)
        for t in tables
    )


def _compared(
    table: Table,
    row: int,
    label: str,
    figure: Decimal,
    bounds: tuple[Decimal, Decimal],
    slack: Decimal,
) -> Message | None:
    if min(bounds) - slack <= figure <= max(bounds) + slack:
        return None
    params = {
        "sheet": table.sheet,
        "row": row,
        "column": label,
        "total": written(figure),
        "rows": written(bounds[0]),
    }
    return Message("total_differs", params)


def _bulk_sum(table: Table, name: str) -> Decimal:
    if table.bulk is None or name not in table.bulk.columns:
        return Decimal(0)
    return Decimal(table.bulk[name].sum() or 0)


def _sum(rows: Iterable[DataRow], name: str) -> Decimal:
    return sum((row.figure(name) or Decimal(0) for row in rows), Decimal(0))


def written(value: Decimal) -> str:
    """A figure as people read it: thousands separated, no exponent, no idle zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

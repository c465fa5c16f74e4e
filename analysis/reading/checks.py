"""What contradicts itself inside one file: totals, parts, bounds, and sentences where a list should be."""

import re
from collections.abc import Sequence
from decimal import Decimal

from analysis.forms.layout import Layout
from analysis.forms.place_names import whole_and_parts
from analysis.messages import Message
from analysis.privacy import gate
from analysis.privacy.vocabulary import shown_words
from analysis.reading.typed_rows import DataRow, Table

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
    for at, stated, count in table.totals:
        for name, (figure, slack) in stated.items():
            if any(name in table.cells_at and name not in row.values for row in aside):
                continue
            low = sum((_figure(row, name) for row in good), _bulk_sum(table, name))
            high = low + sum((_figure(row, name) for row in aside), Decimal(0))
            label = layout.columns[name].headers[0]
            found.append(_judge(table, at, label, figure, (low, high), slack))
        if count is not None:
            in_bulk = table.bulk.height if table.bulk is not None else 0
            bounds = (Decimal(in_bulk + len(good)), Decimal(in_bulk + len(table.rows)))
            label = layout.columns[layout.key[0]].headers[0]
            found.append(_judge(table, at, label, Decimal(count), bounds, Decimal(0)))
    return found


def check_row_totals(table: Table, layout: Layout) -> list[Message | None]:
    """The same for a column that is the sum of others in each row."""
    found: list[Message | None] = []
    for row in table.rows if layout.row_total else []:
        total = row.values.get(layout.row_total.total)
        parts = [row.values.get(name) for name in layout.row_total.parts]
        if row.is_aside or total is None or all(part is None for part in parts):
            continue
        added = sum((part for part in parts if part is not None), Decimal(0))
        slack = Decimal(1) if total == total.to_integral_value() else Decimal("0.5")
        unit = table.units.get(layout.row_total.total, "")
        if unit.startswith(("万", "亿")):  # parts rounded to the printed digits of a larger unit
            slack = abs(total) / 1000
        label = layout.columns[layout.row_total.total].headers[0]
        found.append(_judge(table, row.row, label, total, (added, added), slack))
    return found


def check_part_total(table: Table, layout: Layout, within: str) -> list[Message | None]:
    """The row of the reporting place beside the sum of its parts: parts never sum to more than the whole, and all
    of them sum to it, but for areas that no township is counted with."""
    if layout.part_total is None:
        return []
    figures = {
        str(row.values.get(layout.part_total.place)): (
            row.row,
            _figure(row, layout.part_total.column),
        )
        for row in table.rows
        if not row.is_aside
    }
    own, townships = whole_and_parts(within)
    parts = [figures[name][1] for name in townships if name in figures]
    if own not in figures or not parts:
        return []
    row, whole = figures[own]
    added = sum(parts, Decimal(0))
    slack = max(whole * _ROUNDED_PARTS, Decimal(len(parts)))
    is_all = len(parts) == len(townships)
    label = layout.columns[layout.part_total.column].headers[0]
    return [
        _judge(table, row, label, whole, (added, added if is_all else max(added, whole)), slack)
    ]


def check_row_sum(table: Table, layout: Layout) -> list[Message | None]:
    """A row that must be the sum of others, where all of them are given."""
    rule = layout.row_sum
    if rule is None:
        return []
    rows = {str(r.values.get(rule.key)): r for r in table.rows if not r.is_aside}
    if not {rule.total, *rule.parts} <= set(rows):
        return []
    whole = _figure(rows[rule.total], rule.column)
    added = sum((_figure(rows[part], rule.column) for part in rule.parts), Decimal(0))
    label = layout.columns[rule.column].headers[0]
    slack = whole * _ROUNDED_PARTS
    return [_judge(table, rows[rule.total].row, label, whole, (added, added), slack)]


def check_bounds(rows: Sequence[tuple[str, DataRow]], layout: Layout) -> list[Message]:
    """Figures that no such column can hold: a message for each column, with their number."""
    found = []
    for name, column in layout.kept_columns.items():
        low, high = column.min, column.max
        beyond = [
            (sheet, row.row, value)
            for sheet, row in rows
            if (value := row.values.get(name)) is not None
            and ((low is not None and value < low) or (high is not None and value > high))
        ]
        if not beyond:
            continue
        sheet, _, value = beyond[0]
        least = "0" if column.type == "count" else "—"
        numbers = [str(row) for where, row, _ in beyond if where == sheet]
        params = {
            "sheet": sheet, "row": "、".join(numbers[:_LISTED]), "count": len(beyond),
            "column": column.headers[0], "value": written(value), "unit": column.unit or "",
            "low": least if low is None else written(low),
            "high": "—" if high is None else written(high),
        }  # fmt: skip
        found.append(Message("out_of_bounds", params))
    return found


def check_sayings(tables: Sequence[Table]) -> list[Message]:
    """A sentence in place of a list, or beside a list that it contradicts."""
    rows = sum(len(t.rows) + (t.bulk.height if t.bulk is not None else 0) for t in tables)
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
        or (t.bulk is not None and t.bulk.height)
        or any(_NOTHING_HAPPENED.fullmatch(text[:60]) for text in t.said)
        for t in tables
    )


def _judge(
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
        "sheet": table.sheet, "row": row, "column": label,
        "total": written(figure), "rows": written(bounds[0]),
    }  # fmt: skip
    return Message("total_differs", params)


def _bulk_sum(table: Table, name: str) -> Decimal:
    if table.bulk is None or name not in table.bulk.columns:
        return Decimal(0)
    return Decimal(table.bulk[name].sum() or 0)


def _figure(row: DataRow, name: str) -> Decimal:
    value = row.values.get(name)
    return value if isinstance(value, Decimal) else Decimal(0)


def written(value: Decimal) -> str:
    """A figure as people read it: thousands separated, no exponent, no idle zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

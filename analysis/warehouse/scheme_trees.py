"""How the rows of ``seeds/evaluation_rules.csv`` hang together as schemes: a top row, items below it, parts of
items; when each is in force, and whose points they are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from analysis.messages import Message
from analysis.warehouse.seed_tables import Problem, Row, Table

_EVER, _FOR_EVER = "0001-01-01", "9999-12-31"
_OF_TOP = ("edition", "judge_zh", "judge_en")


def tree_problems(table: Table) -> Iterator[Problem]:
    """Rows that would be lost, counted twice or said of nobody because of where they stand."""
    rows = {row.values["item_id"]: row for row in table.rows}
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows:
        parts[row.values["parent_id"]].append(row)
    for row in table.rows:
        yield from _in_scheme(table, row, rows)
        own = parts[row.values["item_id"]]
        if is_top(row):
            yield from _of_top(table, row, own)
        elif row.values["parent_id"]:
            yield from _of_item(table, row)
        if own or is_top(row):
            yield from _of_whole(table, row)
        if row.values["parent_id"] in rows:
            yield from _in_force(table, row, rows[row.values["parent_id"]])
        yield from _of_parts(table, row, own)
    yield from _named_alike(table, [row for row in table.rows if is_top(row)])
    yield from _of_origins(table)


def is_top(row: Row) -> bool:
    return row.values["item_id"] == row.values["scheme"]


def number(row: Row, column: str) -> float:
    try:
        return float(row.values[column] or 0)
    except ValueError:
        return 0.0  # said already


def _in_scheme(table: Table, row: Row, rows: Mapping[str, Row]) -> Iterator[Problem]:
    scheme, parent = row.values["scheme"], row.values["parent_id"]
    if is_top(row) == bool(parent):
        yield table.problem(row, "parent_id", Message("seed_top_of_scheme", {"scheme": scheme}))
    elif parent in rows and rows[parent].values["scheme"] != scheme:
        params = {"parent": parent, "scheme": rows[parent].values["scheme"]}
        yield table.problem(row, "parent_id", Message("seed_other_scheme", params))


def _of_top(table: Table, row: Row, parts: list[Row]) -> Iterator[Problem]:
    """A scheme nobody can be judged by, or whose gaps nobody closes."""
    if not parts:
        yield table.problem(row, "item_id", Message("seed_no_items"))
    if not row.values["department_id"]:
        yield table.problem(row, "department_id", Message("seed_no_office"))
    judges = ("judge_zh", "judge_en")
    for column, other in (judges, judges[::-1]):
        if row.values[other] and not row.values[column]:
            yield table.problem(row, column, Message("seed_half_named", {"column": other}))


def _of_item(table: Table, row: Row) -> Iterator[Problem]:
    for column in _OF_TOP:
        if row.values[column]:
            params = {"scheme": row.values["scheme"]}
            yield table.problem(row, column, Message("seed_only_at_top", params))


def _of_whole(table: Table, row: Row) -> Iterator[Problem]:
    """What is judged by its parts has neither a rule nor a day of its own."""
    if row.values["rule_kind"]:
        yield table.problem(row, "rule_kind", Message("seed_rule_with_parts"))
    if row.values["due_date"]:
        yield table.problem(row, "due_date", Message("seed_due_with_parts"))


def _in_force(table: Table, row: Row, above: Row) -> Iterator[Problem]:
    """A part in force under what is not is found by nobody."""
    first, last = _force(row)
    from_above, to_above = _force(above)
    for column, is_beyond in (("valid_from", first < from_above), ("valid_to", last > to_above)):
        if is_beyond:
            params = {"parent": above.values["item_id"], "value": above.values[column]}
            yield table.problem(row, column, Message(f"seed_{column}_beyond_parent", params))


def _force(row: Row) -> tuple[str, str]:
    """First and last day; days are written so that their text is in their order."""
    return row.values["valid_from"] or _EVER, row.values["valid_to"] or _FOR_EVER


def _of_parts(table: Table, row: Row, parts: list[Row]) -> Iterator[Problem]:
    """Parts are weighed against each other where they are in force on one day: one may follow another."""
    more = 0.0
    for day, _ in map(_force, parts):
        in_force = [part for part in parts if _force(part)[0] <= day <= _force(part)[1]]
        more = max(more, sum(number(part, "max_points") for part in in_force))
    if row.values["max_points"] and more > number(row, "max_points") + 1e-9:
        yield table.problem(row, "max_points", Message("seed_parts_exceed", {"points": more}))
    yield from _named_alike(table, parts)


def _named_alike(table: Table, parts: list[Row]) -> Iterator[Problem]:
    """Schemes, or parts of one item, that a report cannot tell apart."""
    for name in ("name_zh", "name_en"):
        alike = sorted(parts, key=lambda part: (part.values[name], _force(part)))
        for one, other in pairwise(alike):
            if one.values[name] == other.values[name] and _force(other)[0] <= _force(one)[1]:
                params = {"line": one.line, "item": one.values["item_id"]}
                yield table.problem(other, name, Message("seed_named_alike", params))


def _of_origins(table: Table) -> Iterator[Problem]:
    """Points that a scheme gives and points that count items add up to nothing."""
    first: dict[str, Row] = {}
    for row in table.rows:
        if not (origin := row.values["points_origin"]):
            continue
        one = first.setdefault(row.values["scheme"], row)
        if one.values["points_origin"] != origin:
            params = {"line": one.line, "item": one.values["item_id"]}
            params |= {"origin": one.values["points_origin"]}
            yield table.problem(row, "points_origin", Message("seed_two_origins", params))

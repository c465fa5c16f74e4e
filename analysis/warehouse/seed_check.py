"""Whether every row of the seeds may stand, by what ``seeds/_seeds.yml`` declares: asked once, before
anything reads them, so that a slip of the hand is told with its file, row and column."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from analysis.messages import Message
from analysis.warehouse.scheme_rules import scheme_problems
from analysis.warehouse.seed_tables import Listed, Problem, Row, Table, referred
from analysis.warehouse.series_rules import series_problems

Tables = Mapping[str, Table]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)


class SeedsRefused(ValueError):
    """Seeds with rows that cannot be used."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in seeds")
        self.problems = problems


def check_seeds(tables: Tables) -> None:
    """Refuse seeds by what is declared of them; where their form is broken, by that alone.

    Raises:
        SeedsRefused: all problems, in the order of seeds and rows.
    """
    found = [problem for table in tables.values() for problem in table.problems]
    if not found:
        found = [problem for table in tables.values() for problem in _problems(table, tables)]
        found += [*series_problems(tables), *scheme_problems(tables)]
    if found:
        raise SeedsRefused(found)


def _problems(table: Table, tables: Tables) -> Iterator[Problem]:
    unfit = list(_of_type(table))
    yield from unfit
    for name, column, about in table.rules.tests:
        if name in ("within", "is_true_once") and any(p.column == column for p in unfit):
            continue  # said already
        yield from _TESTS[name](table, [column] if column else about["columns"], about, tables)


def value_of(dtype: str, text: str) -> object:
    """What a cell says; ``None`` where it is empty.

    Raises:
        ValueError: it is nothing of that type.
    """
    if not text:
        return None
    if dtype == "varchar":
        return text
    if dtype == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if dtype == "integer" and _WHOLE.fullmatch(text):
        return int(text)
    if dtype == "double" and _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    if dtype == "date" and _DAY.fullmatch(text):  # nor a day of a week, which DuckDB cannot read
        return date.fromisoformat(text)
    raise ValueError(text)


def _of_type(table: Table) -> Iterator[Problem]:
    for row in table.rows:
        for column, dtype in table.rules.columns.items():
            try:
                value_of(dtype, row.values[column])
            except ValueError:
                yield table.problem(row, column, Message(f"seed_no_{dtype}"))


def _value(table: Table, row: Row, column: str) -> object:
    """A value to compare by; of a cell that is none of its type, its text."""
    text = row.values[column]
    try:
        return value_of(table.rules.columns[column], text)
    except ValueError:
        return text


def _is_key(
    table: Table, columns: list[str], about: dict[str, Any], tables: Tables
) -> Iterator[Problem]:
    yield from _are_given(table, columns, about, tables)
    yield from _unique(table, columns, about, tables)


def _are_given(table: Table, columns: list[str], *_: object) -> Iterator[Problem]:
    for row in table.rows:
        for column in columns:
            if not row.values[column]:
                yield table.problem(row, column, Message("seed_empty"))


def _unique(table: Table, columns: list[str], *_: object) -> Iterator[Problem]:
    first: dict[tuple[object, ...], Row] = {}
    for row in table.rows:
        value = tuple(_value(table, row, column) for column in columns)
        other = first.setdefault(value, row)
        if other is not row and value != (None,):
            params = {"file": other.file, "line": other.line, "columns": Listed(columns)}
            yield table.problem(row, columns[-1], Message("seed_repeated", params))


def _accepted(
    table: Table, columns: list[str], about: dict[str, Any], tables: Tables
) -> Iterator[Problem]:
    yield from _legal(table, columns[0], about["values"], "seed_not_legal")


def _are_exactly(
    table: Table, columns: list[str], about: dict[str, Any], tables: Tables
) -> Iterator[Problem]:
    yield from _legal(table, columns[0], about["values"], "seed_not_known")
    stand = {row.values[columns[0]] for row in table.rows}
    if missing := [value for value in about["values"] if value not in stand]:
        about = {"missing": Listed(missing)}
        yield Problem(table.file, Message("seed_rows_missing", about), column=columns[0])


def _legal(table: Table, column: str, values: list[str], code: str) -> Iterator[Problem]:
    for row in table.rows:
        found = row.values[column]
        if found and found not in values:
            yield table.problem(row, column, Message(code, {"legal": Listed(values, found)}))


def _relationships(
    table: Table, columns: list[str], about: dict[str, Any], tables: Tables
) -> Iterator[Problem]:
    other, field = tables[referred(about["to"])], about["field"]
    known = {_value(other, row, field) for row in other.rows}
    names = list(dict.fromkeys(row.values[field] for row in other.rows))
    for row in table.rows:
        found = row.values[columns[0]]
        if found and _value(table, row, columns[0]) not in known:
            params = {"seed": other.file, "field": field, "legal": Listed(names, found)}
            yield table.problem(row, columns[0], Message("seed_no_such", params))


def _within(
    table: Table, columns: list[str], about: dict[str, Any], tables: Tables
) -> Iterator[Problem]:
    for row in table.rows:
        value = _value(table, row, columns[0])
        if not isinstance(value, int | float):
            continue
        for code, is_outside in (
            ("least", value < about.get("least", -math.inf)),
            ("above", value <= about.get("above", -math.inf)),
            ("most", value > about.get("most", math.inf)),
        ):
            if is_outside:
                params = {"bound": about[code]}
                yield table.problem(row, columns[0], Message(f"seed_bound_{code}", params))


def _within_each(
    table: Table, columns: list[str], about: dict[str, Any], tables: Tables
) -> Iterator[Problem]:
    for row in table.rows:
        value = _value(table, row, columns[0])
        bounds = about["bounds"].get(row.values[about["key"]])
        if not bounds or not isinstance(value, int | float):
            continue
        is_whole = all(isinstance(bound, int) for bound in bounds)
        if not bounds[0] <= value <= bounds[1] or (is_whole and value != int(value)):
            params = {"least": bounds[0], "most": bounds[1]}
            code = "seed_whole_within" if is_whole else "seed_number_within"
            yield table.problem(row, columns[0], Message(code, params))


def _rising(
    table: Table, columns: list[str], about: dict[str, Any], tables: Tables
) -> Iterator[Problem]:
    rows = {row.values[about["key"]]: row for row in table.rows}
    for names in about["pairs"]:
        pair = [(_value(table, rows[name], columns[0]), name) for name in names if name in rows]
        (low, low_name), (high, high_name) = pair if len(pair) == 2 else [(0, ""), (0, "")]
        if isinstance(low, float) and isinstance(high, float) and low > high:
            params = {"other": low_name, "value": rows[low_name].values[columns[0]]}
            yield table.problem(rows[high_name], columns[0], Message("seed_below_other", params))


def _in_order(
    table: Table, columns: list[str], about: dict[str, Any], tables: Tables
) -> Iterator[Problem]:
    for row in table.rows:
        first, last = (_value(table, row, column) for column in columns)
        if isinstance(first, date) and isinstance(last, date) and last < first:
            params = {"column": columns[0], "value": row.values[columns[0]]}
            yield table.problem(row, columns[1], Message("seed_before_other", params))


def _matches(
    table: Table, columns: list[str], about: dict[str, Any], tables: Tables
) -> Iterator[Problem]:
    for row in table.rows:
        found = row.values[columns[0]]
        if found and not re.fullmatch(about["pattern"], found):
            what = Message(f"seed_pattern_{columns[0]}", {"pattern": about["pattern"]})
            yield table.problem(row, columns[0], what)


def _is_true_once(table: Table, columns: list[str], *_: object) -> Iterator[Problem]:
    own = [row for row in table.rows if _value(table, row, columns[0]) is True]
    if len(own) != 1:
        names = Listed([table.key(row)[0] for row in own])
        code = "seed_true_twice" if own else "seed_never_true"
        about = Message(code, {"count": len(own), "rows": names})
        yield Problem(table.file, about, column=columns[0])


def _is_tree(
    table: Table, columns: list[str], about: dict[str, Any], tables: Tables
) -> Iterator[Problem]:
    """A row that is met again on the way up from it stands in a circle."""
    parents = {row.values[columns[0]]: row.values[about["parent"]] for row in table.rows}
    for row in table.rows:
        way = [row.values[columns[0]]]
        while (above := parents.get(way[-1])) and above not in way:
            way.append(above)
        if above == way[0]:
            params = {"way": " → ".join([*way, above])}
            yield table.problem(row, about["parent"], Message("seed_circle", params))


_TESTS: dict[str, Callable[..., Iterator[Problem]]] = {
    "is_key": _is_key,
    "are_given": _are_given,
    "unique_combination": _unique,
    "accepted_values": _accepted,
    "are_exactly": _are_exactly,
    "relationships": _relationships,
    "within": _within,
    "within_each": _within_each,
    "rising": _rising,
    "in_order": _in_order,
    "matches": _matches,
    "is_true_once": _is_true_once,
    "is_tree": _is_tree,
}

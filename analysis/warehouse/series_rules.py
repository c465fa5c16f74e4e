"""What a series counts must be reported, and an indicator must be a ratio that exists: what no test of a
single column of ``seeds/_seeds.yml`` can say."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

import yaml

from analysis.base.settings import PROJECT
from analysis.messages import Message
from analysis.warehouse.seed_tables import Listed, Problem, Row, Table

WARNINGS = "warnings"  # counted like a domain, but of no accidents
_BASES = {"stock": ["end", "average"], "flow": ["flow"], "count": ["count"]}
# columns of fct_accidents that name the accident or its origin, and describe nothing
_NO_ATTRIBUTES = {"accident_key", "accident_no", "domain", "hand_in_id", "source_sheet"}


def series_problems(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Rows of event_measures, series and indicators that could not be what they say."""
    domains = [row.values["event_domain"] for row in tables["event_domains"].rows]
    yield from _domains(tables["event_measures"], [*domains, WARNINGS])
    reported: dict[str, list[str]] = defaultdict(list)
    for row in tables["event_measures"].rows:
        reported[row.values["event_domain"]].append(row.values["measure"])
    for row in tables["series"].rows:
        if row.values["kind"] == "count":
            yield from _count(tables, row, reported)
        elif row.values["kind"] in _BASES:
            yield from _measured(tables["series"], row)
    kinds = {row.values["series"]: row.values["kind"] for row in tables["series"].rows}
    for row in tables["indicators"].rows:
        kind = kinds.get(row.values["denominator_series"])
        if kind in _BASES:
            yield from _basis(tables["indicators"], row, kind)
    yield from _of_the_plan(tables)


def _domains(table: Table, domains: list[str]) -> Iterator[Problem]:
    for row in table.rows:
        found = row.values["event_domain"]
        if found not in domains:
            params = {"seed": "event_domains.csv", "field": "event_domain"}
            what = Message("seed_no_such", params | {"legal": Listed(domains, found)})
            yield table.problem(row, "event_domain", what)


def _measured(table: Table, row: Row) -> Iterator[Problem]:
    for column in ("event_domain", "measure", "filter_column", "filter_value"):
        if row.values[column]:
            yield table.problem(row, column, Message("seed_of_no_domain"))


def _count(
    tables: Mapping[str, Table], row: Row, reported: Mapping[str, list[str]]
) -> Iterator[Problem]:
    table, domain, measure = tables["series"], row.values["event_domain"], row.values["measure"]
    if domain not in reported:
        what = Message("seed_no_domain", {"legal": Listed(list(reported), domain)})
        yield table.problem(row, "event_domain", what)
    elif measure not in reported[domain]:
        params = {"domain": domain, "legal": Listed(reported[domain], measure)}
        yield table.problem(row, "measure", Message("seed_not_reported", params))
    column, value = row.values["filter_column"], row.values["filter_value"]
    if column and domain == WARNINGS:
        yield table.problem(row, "filter_column", Message("seed_no_accidents"))
    elif column and column not in _attributes():
        what = Message("seed_no_attribute", {"legal": Listed(list(_attributes()), column)})
        yield table.problem(row, "filter_column", what)
    elif column and not value:
        yield table.problem(row, "filter_value", Message("seed_filter_half"))
    elif value and not column:
        yield table.problem(row, "filter_column", Message("seed_filter_half"))
    elif column and _is_unknown(value, legal := _filter_values(tables, column)):
        what = Message("seed_no_value", {"attribute": column, "legal": Listed(legal, value)})
        yield table.problem(row, "filter_value", what)


def _is_unknown(value: str, legal: list[str]) -> bool:
    return bool(legal) and value.lower() not in [word.lower() for word in legal]


def _basis(table: Table, row: Row, kind: str) -> Iterator[Problem]:
    if row.values["denominator_basis"] not in _BASES[kind]:
        params = {"series": row.values["denominator_series"], "series_kind": kind}
        what = Message("seed_basis", params | {"legal": Listed(_BASES[kind])})
        yield table.problem(row, "denominator_basis", what)


def _of_the_plan(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """The report speaks of the plan's own rates by their dead, one a domain."""
    dead = {
        row.values["measure"]
        for row in tables["measures"].rows
        if row.values["counts_dead"].lower() == "true"
    }
    domains = {
        row.values["series"]: row.values["event_domain"]
        for row in tables["series"].rows
        if row.values["measure"] in dead
    }
    taken: dict[str, str] = {}
    for row in tables["indicators"].rows:
        if row.values["is_plan_indicator"].lower() != "true":
            continue
        name, domain = row.values["indicator_id"], domains.get(row.values["numerator_series"])
        if domain is None:
            yield tables["indicators"].problem(row, "is_plan_indicator", Message("seed_plan_dead"))
        elif (other := taken.setdefault(domain, name)) != name:
            what = Message("seed_plan_domain", {"domain": domain, "other": other})
            yield tables["indicators"].problem(row, "is_plan_indicator", what)


def _filter_values(tables: Mapping[str, Table], column: str) -> list[str]:
    """The values that an attribute can have; none where any word can stand."""
    if column == "industry":
        words = tables["vocabulary"].rows
        return [row.values["word"] for row in words if row.values["kind"] == "industry"]
    if column == "grade":
        grades = tables["accident_grades"].rows
        return [row.values[name] for row in grades for name in ("grade", "name_zh")]
    return ["true", "false"] if _attributes()[column] == "boolean" else []


@cache
def _attributes() -> dict[str, str]:
    """What describes an accident, no number and no id: columns of ``fct_accidents`` with their types."""
    for path in sorted((PROJECT / "models/marts").rglob("_models.yml")):
        text = path.read_text(encoding="utf-8")
        if "- name: fct_accidents\n" in text:
            models = yaml.load(text, yaml.CSafeLoader)["models"]
            columns = next(m["columns"] for m in models if m["name"] == "fct_accidents")
            return {
                column["name"]: column["data_type"]
                for column in columns
                if column["data_type"] in ("varchar", "boolean")
                and column["name"] not in _NO_ATTRIBUTES
            }
    raise FileNotFoundError("models/marts: fct_accidents")

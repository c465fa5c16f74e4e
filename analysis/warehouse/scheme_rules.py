"""What a rule of ``seeds/evaluation_rules.csv`` needs by its kind: what no test of a single column of
``seeds/_seeds.yml`` can say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from analysis.base.text import squeeze
from analysis.messages import Message
from analysis.warehouse.scheme_trees import number, tree_problems
from analysis.warehouse.seed_tables import Listed, Problem, Row, Table

_FIGURES = ("target_id", "indicator_id", "series", "hazards")
_COUNTED = ("indicator_id", "series", "hazards")
_DECIMALS = 4  # more of them are lost when points are added up
_YEARS_AHEAD = 5  # no day of a plan is further off
_MONEY = "元"
_OPERATORS = ["=", ">", ">=", "<", "<="]


@dataclass(frozen=True)
class Kind:
    """What a kind of rule may be held to, and what it needs beside."""

    figures: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


KINDS = {
    "threshold": Kind(_FIGURES, ("operator", "bound")),
    "per_item": Kind(("target_id", "series", "hazards"), ("points_per_step",)),
    "fell_each_year": Kind(("indicator_id",), ("window_years",)),
    "fell_by": Kind(("indicator_id",), ("bound",)),
    "within_limit": Kind(_COUNTED, ("bound",)),
    "veto": Kind(_COUNTED, ("operator", "bound")),
    "document": Kind(),
    "": Kind(),
}
_BESIDE = ("operator", "bound", "window_years", "points_per_step")


def scheme_problems(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Rows of evaluation_rules that could not be what they say."""
    table = tables["evaluation_rules"]
    rows = {row.values["item_id"]: row for row in table.rows}
    for row in table.rows:
        if row.values["rule_kind"] in KINDS:
            yield from _of_kind(table, row, KINDS[row.values["rule_kind"]])
    kinds = {row.values["target_id"]: row.values["kind"] for row in tables["targets"].rows}
    for row in table.rows:
        kind = kinds.get(row.values["target_id"])
        is_share = kind == "percent" or row.values["rule_kind"] == "fell_by"
        yield from _of_a_figure(table, row, "bound", is_share)
        if kind == "verdict":
            yield from _of_a_verdict(table, row)
        if kind == "milestone":
            yield from _of_a_milestone(table, row)
        yield from _of_points(table, row)
        yield from _of_days(table, row)
    yield from _of_the_way(tables)
    yield from _of_each(tables, kinds)
    yield from tree_problems(table)
    yield from _of_documents(tables["evaluation_documents"], rows)
    for row in tables["targets"].rows:
        is_share = row.values["kind"] == "percent"
        yield from _of_a_figure(tables["targets"], row, "threshold", is_share)
        yield from _of_target(tables["targets"], row)
    yield from _of_names(tables)


def _of_a_figure(table: Table, row: Row, column: str, is_share: bool) -> Iterator[Problem]:
    """A bound that the figure behind it can never come to or leave."""
    bound, operator = number(row, column), row.values["operator"]
    if bound < 0 or (is_share and bound > 100):
        yield table.problem(row, column, Message("seed_no_share" if is_share else "seed_negative"))
    elif row.values[column] and (
        (bound == 0 and operator in ("<", ">=", "="))
        or (is_share and bound == 100 and operator in (">", "<="))
    ):
        yield table.problem(row, column, Message("seed_same_for_all", {"operator": operator}))


def _of_the_way(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Points for what is worse, or a veto on what is better, than what the rule is held to wants."""
    targets = {row.values["target_id"]: row.values["operator"] for row in tables["targets"].rows}
    wanted = {row.values["indicator_id"]: row.values["better"] for row in tables["indicators"].rows}
    table = tables["evaluation_rules"]
    for row in table.rows:
        values = row.values
        wants_less = (
            values["hazards"] != ""
            or wanted.get(values["indicator_id"]) == "lower"
            or targets.get(values["target_id"], "").startswith("<")
        )
        is_told = wants_less or targets.get(values["target_id"]) or values["indicator_id"] in wanted
        wrong = "<" if wants_less == (values["rule_kind"] == "veto") else ">"
        if is_told and values["operator"].startswith(wrong):
            legal = Listed([sign for sign in _OPERATORS if not sign.startswith(wrong)])
            yield table.problem(row, "operator", Message("seed_wrong_way", {"legal": legal}))


def _of_each(tables: Mapping[str, Table], kinds: Mapping[str, str]) -> Iterator[Problem]:
    """Points off for each of what is no number of single things: people who live there, money, a ratio, what is
    built or not."""
    events = {
        row.values["series"]
        for row in tables["series"].rows
        if row.values["kind"] == "count" and row.values["unit_zh"] != _MONEY
    }
    table = tables["evaluation_rules"]
    for row in table.rows:
        if row.values["rule_kind"] != "per_item":
            continue
        if row.values["series"] and row.values["series"] not in events:
            params = {"legal": Listed(sorted(events))}
            yield table.problem(row, "series", Message("seed_each_of_no_events", params))
        if kinds.get(row.values["target_id"]) in ("number", "milestone"):
            yield table.problem(row, "target_id", Message("seed_each_of_no_share"))


def _of_days(table: Table, row: Row) -> Iterator[Problem]:
    """A day up to which hazards are found that leaves none of them out."""
    latest = f"{date.today().year + _YEARS_AHEAD}-12-31"
    if row.values["found_to"] > latest:
        yield table.problem(row, "found_to", Message("seed_far_ahead", {"latest": latest}))


def _of_names(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """A name that two targets bear: a figure would count for both, or for the wrong one."""
    bearers: dict[str, tuple[str, str, int]] = {}
    for seed, column in (("targets", "name_zh"), ("target_aliases", "alias")):
        table = tables[seed]
        for row in table.rows:
            own = (row.values["target_id"], row.file, row.line)
            target, file, line = bearers.setdefault(squeeze(row.values[column]), own)
            if target != own[0]:
                params = {"target": target, "file": file, "line": line}
                yield table.problem(row, column, Message("seed_name_of_two", params))


def _of_a_verdict(table: Table, row: Row) -> Iterator[Problem]:
    """A verdict is for better or worse: nothing that counts, and held to nothing else."""
    if row.values["rule_kind"] == "per_item":
        yield table.problem(row, "rule_kind", Message("seed_verdict_alone"))
    for column in ("operator", "bound"):
        if row.values[column]:
            yield table.problem(row, column, Message("seed_verdict_alone"))


def _of_a_milestone(table: Table, row: Row) -> Iterator[Problem]:
    """What is built or not, 1 or 0, is held to being built; nothing else can be said of it."""
    if row.values["operator"] not in ("", "=", ">="):
        yield table.problem(row, "operator", Message("seed_milestone", {"value": "="}))
    if row.values["bound"] and number(row, "bound") != 1:
        yield table.problem(row, "bound", Message("seed_milestone", {"value": "1"}))


def _of_target(table: Table, row: Row) -> Iterator[Problem]:
    """A target that no figure could ever meet or miss."""
    kind, operator, threshold = (row.values[name] for name in ("kind", "operator", "threshold"))
    if kind == "verdict":
        if not row.values["indicator_id"]:
            yield table.problem(row, "indicator_id", Message("seed_verdict_of_nothing"))
        for column in ("operator", "threshold"):
            if row.values[column]:
                yield table.problem(row, column, Message("seed_target_by_verdict"))
    elif kind == "milestone":
        if operator != "=":
            yield table.problem(row, "operator", Message("seed_milestone", {"value": "="}))
        if number(row, "threshold") != 1:
            yield table.problem(row, "threshold", Message("seed_milestone", {"value": "1"}))
    elif kind in ("percent", "number") and not operator:
        legal = Listed(["=", ">", ">=", "<"])
        yield table.problem(row, "operator", Message("seed_no_operator", {"legal": legal}))
    if kind == "percent" and not threshold:
        yield table.problem(row, "threshold", Message("seed_no_threshold"))


def _of_points(table: Table, row: Row) -> Iterator[Problem]:
    """Points that would be lost in silence, or that nobody could say whose they are."""
    points, origin = row.values["max_points"], row.values["points_origin"]
    if points and row.values["rule_kind"] == "veto":
        yield table.problem(row, "max_points", Message("seed_points_of_veto"))
    elif points and not origin:
        yield table.problem(row, "points_origin", Message("seed_no_origin"))
    elif origin and not points:
        yield table.problem(row, "points_origin", Message("seed_origin_of_nothing"))
    elif origin == "ours" and points and number(row, "max_points") != 1:
        yield table.problem(row, "max_points", Message("seed_points_of_ours"))
    for column in ("max_points", "points_per_step"):
        if round(number(row, column), _DECIMALS) != number(row, column):
            what = Message("seed_decimals", {"decimals": _DECIMALS})
            yield table.problem(row, column, what)
    if points and number(row, "points_per_step") > number(row, "max_points"):
        params = {"points": points}
        yield table.problem(row, "points_per_step", Message("seed_step_over_points", params))


def _of_documents(table: Table, rules: Mapping[str, Row]) -> Iterator[Problem]:
    for row in table.rows:
        rule = rules.get(row.values["item_id"])
        if rule and rule.values["rule_kind"] != "document":
            yield table.problem(row, "item_id", Message("seed_no_document_rule"))
        if row.values["dated_on"] > date.today().isoformat():
            yield table.problem(row, "dated_on", Message("seed_document_to_come"))


def _of_kind(table: Table, row: Row, kind: Kind) -> Iterator[Problem]:
    values = row.values
    given = [column for column in _FIGURES if values[column]]
    if len(given) > 1:
        what = Message("seed_two_figures", {"columns": Listed(list(_FIGURES))})
        yield table.problem(row, given[-1], what)
    used = [*kind.figures, *kind.needs]
    used += ["hazard_grade", "found_to"] if values["hazards"] and "hazards" in used else []
    for column in (*_FIGURES, *_BESIDE, "hazard_grade", "found_to"):
        if values[column] and column not in used:
            params = {"rule_kind": values["rule_kind"] or "—", "legal": Listed(used or ["—"])}
            yield table.problem(row, column, Message("seed_not_of_kind", params))
    needs = list(kind.needs)
    if values["target_id"] and not any(values[column] for column in ("operator", "bound")):
        needs = [column for column in needs if column not in ("operator", "bound")]  # the target's
    if values["rule_kind"] not in ("", "veto") and values["is_text_seen"].lower() == "true":
        needs.append("max_points")
    for column in needs:
        if not values[column]:
            code = "seed_kind_needs_operator" if column == "operator" else "seed_kind_needs"
            params = {"rule_kind": values["rule_kind"], "legal": Listed(_OPERATORS)}
            yield table.problem(row, column, Message(code, params))

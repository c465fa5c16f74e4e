"""A place's own seeds joined with the project's, by ``rows_of_a_place`` of ``seeds/_seeds.yml``."""

from collections.abc import Mapping
from dataclasses import replace

from analysis.messages import Message
from analysis.warehouse.seed_tables import Listed, Row, Table, referred

Tables = Mapping[str, Table]


def joined_seeds(own: Tables, project: Tables) -> tuple[dict[str, Table], list[Message]]:
    """The seeds of a place, and which rows of the project's it has overruled.

    Its rows stand in place of the project's or among them. Of the project's no row is left that is
    about a region, a task, a target that the place does not have.
    """
    replaced = replaced_seeds(own, project)
    tables = _left(dict(project) | {name: own[name] for name in replaced}, replaced)
    told = []
    for name in own:
        if name not in project:
            tables[name] = own[name]
        elif name not in replaced:
            tables[name], overruled = _joined(own[name], tables[name])
            if overruled:
                params = {"file": own[name].file, "rows": Listed(overruled)}
                told.append(Message("home_overrules", params))
    return tables, told


def replaced_seeds(own: Tables, project: Tables) -> list[str]:
    """The project's seeds in whose place a whole file of the place's stands."""
    whole = [name for name, table in project.items() if table.rules.rows_of_a_place == "replacing"]
    return [name for name in whole if name in own]


def _left(tables: dict[str, Table], replaced: list[str]) -> dict[str, Table]:
    """Seeds without the project's rows that refer, by a ``relationships`` test, to what the place's own
    do not have; and without those that refer to such rows."""
    gone = set(replaced)
    while gone:
        fewer = {}
        for name in tables.keys() - set(replaced):
            table, tests = tables[name], tables[name].rules.tests
            links = [(c, about) for test, c, about in tests if test == "relationships" and c]
            links = [(c, about) for c, about in links if referred(about["to"]) in gone]
            rows = [row for row in table.rows if all(_stands(tables, row, *link) for link in links)]
            rows = _with_parts(table, rows)
            if len(rows) < len(table.rows):
                fewer[name] = replace(table, rows=rows)
        tables, gone = tables | fewer, set(fewer)
    return tables


def _with_parts(table: Table, rows: list[Row]) -> list[Row]:
    """Of the rows of a tree those that still have what they stand over."""
    tests = table.rules.tests
    trees = [(key, about["parent"]) for name, key, about in tests if name == "is_tree" and key]
    for key, parent in trees:
        had = {row.values[parent] for row in table.rows}
        while empty := had & {row.values[key] for row in rows} - {
            row.values[parent] for row in rows
        }:
            rows = [row for row in rows if row.values[key] not in empty]
    return rows


def _stands(tables: Tables, row: Row, column: str, about: dict[str, str]) -> bool:
    to, found = referred(about["to"]), row.values[column]
    if not found:  # it refers to nothing; but what has no region is of a place that is in no list
        return to != "regions"
    return found in {other.values[about["field"]] for other in tables[to].rows}


def _joined(own: Table, project: Table) -> tuple[Table, list[str]]:
    """Rows of both, in the project's order, and the keys of those that now say something else."""
    before = {project.key(row): row for row in project.rows}
    new: dict[tuple[str, ...], list[Row]] = {}
    problems = [*project.problems, *own.problems]
    for row in own.rows:
        if own.key(row) not in before and own.rules.rows_of_a_place == "overruled":
            legal = [" / ".join(key) for key in before]
            params = {"legal": Listed(legal, " / ".join(own.key(row)))}
            column = own.rules.key[-1]
            problems.append(own.problem(row, column, Message("seed_not_overruled", params)))
        else:
            new.setdefault(own.key(row), []).append(row)
    changed = [
        k for k, old in before.items() if any(r.values != old.values for r in new.get(k, []))
    ]
    rows = [row for old in project.rows for row in new.pop(project.key(old), [old])]
    rows += [row for added in new.values() for row in added]
    table = replace(own, rows=rows, header=project.header, problems=problems)
    return table, [" / ".join(key) for key in changed]

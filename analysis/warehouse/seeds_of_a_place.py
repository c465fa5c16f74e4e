"""A place's own seeds joined with the project's, by ``rows_of_a_place`` of ``seeds/_seeds.yml``."""

from collections.abc import Mapping
from dataclasses import replace

from analysis.messages import Message
from analysis.warehouse.seed_tables import Listed, Row, Table

Tables = Mapping[str, Table]


def joined_seeds(own: Tables, project: Tables) -> tuple[dict[str, Table], list[Message]]:
    """The seeds of a place, and which rows of the project's it has overruled.

    Its rows stand in place of the project's or among them. Of the project's only rows about regions
    that the place knows are left.
    """
    places = {row.values["region_id"] for row in own["regions"].rows}
    tables, told = dict(own), []
    for name, table in project.items():
        if name in replaced_seeds(own, project):
            continue
        known = _about(places, table)
        tables[name] = known
        if name in own:
            tables[name], overruled = _joined(own[name], known)
            if overruled:
                params = {"file": own[name].file, "rows": Listed(overruled)}
                told.append(Message("home_overrules", params))
    return tables, told


def replaced_seeds(own: Tables, project: Tables) -> list[str]:
    """The project's seeds in whose place a whole file of the place's stands."""
    whole = [name for name, table in project.items() if table.rules.rows_of_a_place == "replacing"]
    return [name for name in whole if name in own]


def _about(places: set[str], table: Table) -> Table:
    if "region_id" not in table.header:
        return table
    return replace(table, rows=[row for row in table.rows if row.values["region_id"] in places])


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

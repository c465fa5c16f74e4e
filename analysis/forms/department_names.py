"""Departments of the list, as hand-ins write them: by id, name or alias, with or without the place before it."""

from functools import cache

from analysis.base.seeds import seed_rows
from analysis.base.text import squeeze
from analysis.forms.place_names import without_place


def known_department(text: str, within: str) -> str:
    """The id of the department that `text` means in a hand-in of the place `within`; one that is not in the list
    keeps its name, without the place (`int_departments_matched` tells them apart alike)."""
    own = without_place(squeeze(text), within)
    return _ids(within).get(own, own)


@cache
def _ids(within: str) -> dict[str, str]:
    listed = [(row["name_zh"], row["department_id"]) for row in seed_rows("departments.csv")]
    listed += [(row["alias"], row["department_id"]) for row in seed_rows("department_aliases.csv")]
    listed += [(row["department_id"],) * 2 for row in seed_rows("departments.csv")]
    return {without_place(squeeze(name), within): department for name, department in listed}


@cache
def official_names() -> dict[str, str]:
    """By every name or alias of the list the name of its department."""
    names = {row["department_id"]: row["name_zh"] for row in seed_rows("departments.csv")}
    aliases = seed_rows("department_aliases.csv")
    return {name: name for name in names.values()} | {
        row["alias"]: names.get(row["department_id"], row["alias"]) for row in aliases
    }

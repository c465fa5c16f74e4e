"""Seeds as tables whose rows know where they stand, and what ``seeds/_seeds.yml`` declares that they may
hold."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml

from analysis.base.settings import PROJECT
from analysis.messages import Lang, Message, Several, say

RowsOfAPlace = Literal["added", "overruled", "replacing"]
Test = tuple[str, str | None, dict[str, Any]]  # its name, the column it stands at, its arguments


@dataclass(frozen=True)
class Row:
    """One row: column → text, and the file and line that it stands in."""

    values: Mapping[str, str]
    file: str
    line: int


@dataclass(frozen=True)
class Rules:
    """What is declared of one seed: column → type, tests, and what rows of another place may do."""

    columns: dict[str, str]
    tests: list[Test]
    rows_of_a_place: RowsOfAPlace

    @cached_property
    def key(self) -> list[str]:
        """The columns that a row is known by."""
        keys = [[column] for name, column, _ in self.tests if name == "is_key" and column]
        keys += [about["columns"] for name, _, about in self.tests if name == "unique_combination"]
        return keys[0] if keys else []


@dataclass(frozen=True)
class Problem:
    """What is wrong in a seed, where, and what would be right."""

    file: str
    what: Message
    line: int | None = None
    row: str = ""
    column: str = ""
    found: str | None = None

    def text(self, lang: Lang) -> str:
        where = self.file
        if self.line:
            where = say("seed_line", lang, file=where, line=self.line, row=self.row or "—")
        if self.column:
            where = say("seed_column", lang, where=where, column=self.column)
        if self.found is not None:
            code = "seed_found" if self.found else "seed_found_nothing"
            where = say(code, lang, where=where, found=self.found[:60])
        return say("seed_problem", lang, where=where, what=self.what.text(lang))


@dataclass
class Table:
    """One seed, `name` without its ending; `problems` are of its form, not of what it says."""

    name: str
    file: str
    rules: Rules
    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def key(self, row: Row) -> tuple[str, ...]:
        return tuple(row.values[column] for column in self.rules.key)

    def problem(self, row: Row, column: str, what: Message) -> Problem:
        """One of a cell."""
        name = " / ".join(filter(None, self.key(row)))
        return Problem(row.file, what, row.line, name, column, row.values[column])


def declared() -> dict[str, Rules]:
    """By seed; of the project's own declaration."""
    text = (PROJECT / "seeds/_seeds.yml").read_text(encoding="utf-8")
    return {seed["name"]: _rules(seed) for seed in yaml.load(text, yaml.CSafeLoader)["seeds"]}


def _rules(seed: dict[str, Any]) -> Rules:
    tests = [_test(test, None) for test in seed.get("data_tests", [])]
    for column in seed.get("columns", []):
        tests += [_test(test, column["name"]) for test in column["data_tests"]]
    config = seed["config"]
    place = config.get("meta", {}).get("rows_of_a_place", "replacing")
    tests.sort(key=lambda test: test[0] != "is_key")
    return Rules(config["column_types"], tests, place)


def _test(test: str | dict[str, Any], column: str | None) -> Test:
    if isinstance(test, str):
        return test, column, {}
    ((name, about),) = test.items()
    return name, column, about["arguments"]


def seeds_in(project: Path) -> dict[str, Table]:
    """Those of the project, or of what `analysis.warehouse.home` made of it."""
    paths = sorted((project / "seeds").glob("*.csv"))
    return read_tables({f"seeds/{path.name}": path.read_bytes() for path in paths})


def read_tables(files: Mapping[str, bytes], shown: Path | None = None) -> dict[str, Table]:
    """The seeds among `files` (path below a folder → content), each with the problems of its form.

    Args:
        shown: the folder, as it is named to people; the project's own is not named.
    """
    rules, tables = declared(), {}
    for path, content in files.items():
        if path.startswith("seeds/") and path.endswith(".csv"):
            name = path.removeprefix("seeds/").removesuffix(".csv")
            file = str(shown / path) if shown else path
            tables[name] = _read(Table(name, file, rules.get(name, _UNDECLARED)), content)
    return tables


_UNDECLARED = Rules({}, [], "replacing")


def _read(table: Table, content: bytes) -> Table:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        table.problems.append(Problem(table.file, Message("seed_not_utf8")))
        return table
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        table.header = next(reader, [])
        _check_header(table)
        line = reader.line_num + 1
        for cells in reader:
            if cells:  # not an empty line
                _add(table, cells, line)
            line = reader.line_num + 1
    except csv.Error as error:
        about = Message("seed_csv", {"detail": error})
        table.problems.append(Problem(table.file, about, reader.line_num))
    return table


def _check_header(table: Table) -> None:
    wanted = list(table.rules.columns) or table.header
    missing = [name for name in wanted if name not in table.header]
    surplus = [name for name in table.header if name not in wanted]
    twice = sorted({name for name in table.header if table.header.count(name) > 1})
    for code, names in (("missing", missing), ("surplus", surplus), ("twice", twice)):
        if names:
            params = {"columns": Listed(names), "legal": Listed(wanted)}
            table.problems.append(Problem(table.file, Message(f"seed_columns_{code}", params), 1))


def _add(table: Table, cells: list[str], line: int) -> None:
    values = dict.fromkeys(table.rules.columns, "") | dict(zip(table.header, cells, strict=False))
    row = Row(values, table.file, line)
    table.rows.append(row)
    if len(cells) != len(table.header):
        params = {"cells": len(cells), "columns": len(table.header)}
        name = " / ".join(filter(None, table.key(row)))
        about = Message("seed_cells", params)
        table.problems.append(Problem(table.file, about, line, name))
    for column, text in values.items():
        if text != text.strip():
            table.problems.append(table.problem(row, column, Message("seed_spaces")))
        elif len(text.splitlines()) > 1:
            table.problems.append(table.problem(row, column, Message("seed_line_break")))


def write_table(header: Iterable[str], rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(header), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row.values for row in rows)
    return text.getvalue().encode()


@dataclass(frozen=True)
class Listed:
    """Values that would be legal, of very many those most like what was found."""

    values: list[str]
    found: str = ""

    def words(self, lang: Lang) -> str:
        from difflib import SequenceMatcher

        def unlike(value: str) -> float:
            return -SequenceMatcher(a=self.found.lower(), b=value.lower()).ratio()

        if len(self.values) <= _LISTED:
            return Several(self.values).words(lang)
        near = Several(sorted(self.values, key=unlike)[:_NEAR]).words(lang)
        return say("seed_and_more", lang, values=near, count=len(self.values))


_LISTED, _NEAR = 24, 8
_REF = re.compile(r"ref\('(\w+)'\)")


def referred(to: str) -> str:
    """The seed that a ``relationships`` test points to."""
    found = _REF.fullmatch(to)
    assert found, to
    return found[1]

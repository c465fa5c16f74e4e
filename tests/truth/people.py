"""People who do not exist, planted in hand-ins and looked for in everything that a build leaves."""

import random
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SURNAMES = "郝苗敖翟晏谌麴邬闵褚"
_GIVEN = "翠萍嘉颖鹏飙骁霖姝婕懿璇珺筱蕊黛"


@dataclass(frozen=True)
class Person:
    """`where` says in which place of a hand-in the person was planted."""

    where: str
    name: str
    phone: str
    id_number: str
    plate: str
    mail: str
    landline: str

    @property
    def traces(self) -> tuple[str, ...]:
        """What must not be found; the plate's own part is what stands after any dot or blank."""
        numbers = (self.phone, self.id_number[:17], self.landline)
        return (self.name, self.plate[2:], self.mail, *numbers)


class People:
    """Gives out people, each of them once."""

    def __init__(self, seed: str) -> None:
        self._dice = random.Random(f"people/{seed}")
        self._names: set[str] = set()
        self.all: list[Person] = []

    def next(self, where: str) -> Person:
        dice = self._dice
        name = ""
        while not name or name in self._names:
            name = dice.choice(_SURNAMES) + "".join(dice.sample(_GIVEN, 2))
        self._names.add(name)
        birth = f"{dice.randint(1950, 2005)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
        body = f"152722{birth}{dice.randrange(1000):03}"
        check = "10X98765432"[sum(w * int(d) for w, d in zip(_WEIGHTS, body, strict=True)) % 11]
        person = Person(
            where,
            name,
            f"1{dice.choice('3589')}{dice.randrange(10**9):09}",
            body + check,
            f"蒙K{dice.choice('ABCDEFGH')}{dice.randrange(3000, 10**4)}",
            f"w{dice.randrange(10**7):07}@163.com",
            f"0477-{dice.randrange(8 * 10**6, 9 * 10**6)}",
        )
        self.all.append(person)
        return person


def texts_of(root: Path) -> Iterator[tuple[str, str]]:
    """(where, text) of everything in a data folder but its inbox and archive: names, every cell of
    every table and parquet file, every other file's bytes."""
    for path in sorted(root.rglob("*")):
        where = path.relative_to(root).as_posix()
        if where.split("/")[0] in ("inbox", "archive"):
            continue
        yield where, where
        if path.is_symlink() or not path.is_file():
            continue
        if path.suffix == ".parquet":
            yield where, _distinct(pl.read_parquet(path))
        elif path.suffix == ".duckdb":
            yield from _database(path, where)
        else:
            yield where, path.read_bytes().decode("utf-8", "replace")


def _database(path: Path, where: str) -> Iterator[tuple[str, str]]:
    with duckdb.connect(path, read_only=True) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables"
        ).fetchall()
        for schema, table in tables:
            try:
                yield (
                    f"{where}:{schema}.{table}",
                    _distinct(connection.table(f'"{schema}"."{table}"').pl()),
                )
            except duckdb.Error:  # a view whose sources are only there while dbt is at work
                continue


def _distinct(frame: pl.DataFrame) -> str:
    """Every distinct text of a table, and every number long enough to be a telephone's."""
    parts: list[str] = []
    for column in frame.iter_columns():
        if column.dtype.is_numeric():
            column = column.filter(column.abs() >= 10**9)
        elif column.dtype.is_temporal() or column.dtype == pl.Boolean:
            continue
        parts += map(str, column.unique().to_list())
    return "\n".join(parts)


_CANDIDATE = re.compile(
    f"(?=([{_SURNAMES}][{_GIVEN}]{{2}})|(?<![0-9.])(1[0-9]{{2}}[ -]?[0-9]{{4}}[ -]?[0-9]{{4}})"
    r"|([1-9]\d{16})|([A-H]\d{4})|(w\d{7}@163\.com)|(0477-?\d{7}))"
)


def found(
    people: Iterable[Person], texts: Iterable[tuple[str, str]]
) -> list[tuple[Person, str, str]]:
    """(person, trace, where) of everything found, whatever its width, once a place."""
    known = {plain(trace): person for person in people for trace in person.traces}
    hits: dict[tuple[str, str], Person] = {}
    for where, text in texts:
        for match in _CANDIDATE.finditer(unicodedata.normalize("NFKC", text)):
            trace = plain(next(filter(None, match.groups())))
            if trace in known:
                hits[trace, where] = known[trace]
    return [(person, trace, where) for (trace, where), person in hits.items()]


def plain(text: str) -> str:
    return re.sub(r"[ -]", "", text)

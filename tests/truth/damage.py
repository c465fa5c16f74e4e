"""What a damage is, and the list of all of them; `damages_*` fill it."""

import copy
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.truth.papers import STEMS, Paper
from tests.truth.people import People
from tests.truth.world import Truth

EVENTS = ("production_accidents", "road_accidents", "fires", "disasters")
BOOKS = ("production_accidents", "fires", "disasters")  # event forms that are workbooks
ALL = tuple(STEMS)


class Unsuited(Exception):
    """This hand-in has nothing that the damage could befall."""


@dataclass
class Pack:
    """A year with its truth and its hand-ins. `strays` write what is no hand-in, with their look;
    `done` are (damage, form, months); of a
    `locked` form nothing more may be changed."""

    seed: int
    folder: int
    number: int
    truth: Truth
    papers: list[Paper]
    people: People
    dice: random.Random
    before: "Pack | None" = None
    strays: list[tuple[int, Callable[[Path], None]]] = field(default_factory=list)
    done: list[tuple[str, str, range]] = field(default_factory=list)
    locked: set[str] = field(default_factory=set)

    @property
    def year(self) -> int:
        return self.truth.year

    def also(self, paper: Paper, suffix: str = "", **changes: object) -> Paper:
        """One more hand-in like `paper`; what is done to it leaves the first as it is."""
        fields: dict[str, object] = {"name": paper.name + suffix, "is_touched": True}
        fields["sheets"] = copy.deepcopy(paper.sheets)
        more = replace(paper, **(fields | {"events": list(paper.events)} | changes))
        self.papers.append(more)
        return more


@dataclass(frozen=True)
class Damage:
    """`whole` ones change which files there are, so they stand alone in their form."""

    name: str
    what: str
    forms: tuple[str, ...]
    do: Callable[[Pack, Paper], None]
    rows: int = 0
    kinds: tuple[str, ...] = (".xlsx", ".xls", ".csv")
    whole: bool = False
    looks: int = 1

    def suits(self, paper: Paper) -> bool:
        if paper.form not in self.forms or paper.extension not in self.kinds:
            return False
        return len(paper.events) >= self.rows if paper.form in EVENTS else True


DAMAGES: dict[str, Damage] = {}


def damage(
    name: str,
    what: str,
    forms: Iterable[str] = EVENTS,
    rows: int = 0,
    kinds: tuple[str, ...] = (".xlsx", ".xls", ".csv"),
    whole: bool = False,
    looks: int = 1,
) -> Callable[[Callable[[Pack, Paper], None]], Callable[[Pack, Paper], None]]:
    def register(do: Callable[[Pack, Paper], None]) -> Callable[[Pack, Paper], None]:
        assert name not in DAMAGES, name
        DAMAGES[name] = Damage(name, what, tuple(forms), do, rows, kinds, whole, looks)
        return do

    return register


def cell_damage(
    name: str, what: str, column: str, write: Callable[[object, random.Random], object], **options
) -> None:
    """A damage to one cell of one row of an event form."""

    def do(pack: Pack, paper: Paper) -> None:
        row = pack.dice.randrange(len(paper.events))
        paper.put(row, column, write(paper.take(row, column), pack.dice))

    damage(name, what, rows=1, **options)(do)


def count_damage(name: str, what: str, true: int, written: object, **options) -> None:
    """A damage to one count of deaths, whose truth is `true`."""

    def do(pack: Pack, paper: Paper) -> None:
        row = pack.dice.randrange(len(paper.events))
        paper.events[row].deaths = true
        if paper.sheet.total:
            paper.rewrite()
            # the total is right, or not there at all: then nothing else tells
            if pack.dice.random() < 0.7:
                paper.sheet.total = None
        paper.put(row, "deaths", written)

    damage(name, what, rows=1, whole=True, **options)(do)

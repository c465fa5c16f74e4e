"""Dealing damages to the packs of one data folder; the same seed and folder give the same files."""

import random
from collections.abc import Iterator

from tests.truth import (  # noqa: F401 - they fill the list
    damages_arrival,
    damages_cells,
    damages_columns,
    damages_files,
    damages_people,
    damages_periods,
    damages_rows,
    damages_sheets,
    damages_stocks,
)
from tests.truth.damage import DAMAGES, Damage, Pack, Unsuited
from tests.truth.papers import Paper, papers_of
from tests.truth.people import People
from tests.truth.world import invent_year

YEARS = range(2019, 2026)


def plan_folder(seed: int, folder: int, packs: int, only: str | None = None) -> list[Pack]:
    """The packs of one folder, damaged; one look in two folders of three, two in the third."""
    looks = 2 if folder % 3 == 0 or (only and DAMAGES[only].looks == 2) else 1
    deck = _deck(seed, folder, looks, only)
    planned: list[Pack] = []
    for number, year in enumerate(YEARS[:packs]):
        people = People(f"{seed}/{folder}/{year}")
        dice = random.Random(f"damages/{seed}/{folder}/{year}")
        truth = invent_year(seed, folder, year, people)
        papers = papers_of(truth, dice, people)
        before = planned[-1] if planned else None
        pack = Pack(seed, folder, number, truth, papers, people, dice, before)
        planned.append(pack)
    for pack in planned:
        wanted = 1 if only else pack.dice.randint(1, 4)
        tries = 0
        while len(pack.done) < wanted and tries < 12:
            tries += 1
            _befall(pack, next(deck))
    return planned


def _deck(seed: int, folder: int, looks: int, only: str | None) -> Iterator[Damage]:
    """All damages in the seed's order, each folder going on about where the one before stopped; of two
    looks, every other one is of those that need two."""
    if only:
        while True:
            yield DAMAGES[only]
    names = sorted(DAMAGES)
    random.Random(f"deck/{seed}").shuffle(names)
    one = [DAMAGES[n] for n in names if DAMAGES[n].looks == 1]
    two = [DAMAGES[n] for n in names if DAMAGES[n].looks == 2]
    at = folder * 18
    while True:
        yield one[at % len(one)]
        if looks == 2:
            yield two[at % len(two)]
        at += 1


def _befall(pack: Pack, damage: Damage) -> None:
    """Do `damage` to a hand-in that it suits and that nothing has befallen yet, if there is one."""
    touched = {form for _, form, _ in pack.done}
    closed = pack.locked | (touched if damage.whole else set())
    suited = (paper for paper in pack.papers if damage.suits(paper))
    free = [paper for paper in suited if not paper.is_touched and paper.form not in closed]
    forms = sorted({p.form for p in free})
    pack.dice.shuffle(forms)
    for form in forms:
        papers: list[Paper] = [p for p in free if p.form == form]
        pack.dice.shuffle(papers)
        for paper in papers[:12]:
            months = paper.months
            try:
                damage.do(pack, paper)
            except Unsuited:
                continue
            paper.is_touched = True
            pack.done.append((damage.name, form, months))
            if damage.whole:
                pack.locked.add(form)
            return

"""Building planned folders and judging them."""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from analysis.base.settings import DataDir
from analysis.marts.open import NotPublished, connect
from tests.truth.damage import Pack
from tests.truth.judge import Figure, Judge
from tests.truth.people import found, texts_of
from tests.truth.plan import plan_folder
from tests.truth.write import write_paper

_MOST_SECONDS = 300


@dataclass
class Outcome:
    """What came of packs: `damages` counts (damage, times|right|told|silent|hurt|people), `wrong` are
    lines that a developer can work from."""

    packs: int = 0
    figures: Counter[str] = field(default_factory=Counter)
    damages: Counter[tuple[str, str]] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    unpublished: list[str] = field(default_factory=list)
    hurt: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        return [*self.unpublished, *self.silent, *self.people, *self.hurt]

    def add(self, other: "Outcome") -> None:
        self.packs += other.packs
        self.figures += other.figures
        self.damages += other.damages
        for name in ("silent", "people", "unpublished", "hurt"):
            getattr(self, name).extend(getattr(other, name))


@contextmanager
def _data_folder(keep: Path | None, name: str) -> Iterator[Path]:
    if keep:
        (keep / name).mkdir(parents=True, exist_ok=True)
        yield keep / name
        return
    with tempfile.TemporaryDirectory(prefix="safety-truth-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "data"


def try_folder(
    seed: int, folder: int, packs: int, only: str | None = None, keep: Path | None = None
) -> Outcome:
    """Plan, write, build and judge one folder; where nothing is published, each of its packs alone."""
    planned = plan_folder(seed, folder, packs, only)
    with _data_folder(keep, f"s{seed}-f{folder}") as root:
        outcome, published = _try(planned, root)
    if not published and len(planned) > 1:
        for pack in planned:
            with _data_folder(keep, f"s{seed}-f{folder}-{pack.year}") as root:
                alone, _ = _try([pack], root)
                outcome.add(alone)
    return outcome


def _try(packs: list[Pack], root: Path) -> tuple[Outcome, bool]:
    data, outcome, said = DataDir(root), Outcome(), ""
    looks = max(p.look for pack in packs for p in pack.papers)
    for look in range(1, looks + 1):
        for pack in packs:
            for paper in pack.papers:
                if paper.look == look:
                    write_paper(data.inbox, paper)
            for when, write in pack.strays:
                if when == look:
                    write(data.inbox)
        code, text = _build(data)
        said += text
        if code:
            problem = next((line for line in reversed(text.splitlines()) if line.strip()), "")
            outcome.unpublished.append(
                f"{'; '.join(map(_where, packs))}: look {look} exit {code}: {problem[-300:]}"
            )
            if len(packs) > 1:
                return outcome, False
            for name in {name for name, _, _ in packs[0].done}:
                outcome.damages[name, "stopped"] += 1
    outcome.packs += len(packs)
    try:
        with connect(data) as warehouse:
            judge = Judge(warehouse)
            for pack in packs:
                _judge_pack(outcome, pack, judge)
    except NotPublished:
        for pack in packs:
            outcome.damages.update((name, "times") for name, _, _ in pack.done)
    _look_for_people(outcome, packs, [*texts_of(root), ("console", said)])
    return outcome, not outcome.unpublished


def _look_for_people(outcome: Outcome, packs: list[Pack], texts: list[tuple[str, str]]) -> None:
    """Whoever of the packs stands in one of `texts` (where, what), told by person and by damage."""
    by_person = {id(person): pack for pack in packs for person in pack.people.all}
    hits = found((person for pack in packs for person in pack.people.all), texts)
    for person in {id(p): p for p, _, _ in hits}.values():
        mine = [(trace, where) for p, trace, where in hits if p is person]
        traces, places = sorted({t for t, _ in mine}), sorted({w for _, w in mine})
        outcome.people.append(
            f"{_where(by_person[id(person)])}: {person.where}: {traces} found in {len(places)} places: {places[:4]}"
        )
    for pack in {id(by_person[id(p)]): by_person[id(p)] for p, _, _ in hits}.values():
        mine = [p.where for p, _, _ in hits if by_person[id(p)] is pack]
        planters = {n for n, _, _ in pack.done if n.startswith("people_in_") or n == "strays"}
        for name in planters if any(w != "当事人" for w in mine) else {n for n, _, _ in pack.done}:
            outcome.damages[name, "people"] += 1


def _build(data: DataDir) -> tuple[int, str]:
    """The product as an office runs it: (exit code, all that it printed)."""
    command = [sys.executable, "-m", "analysis.cli", "build", "--data", str(data.root)]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_MOST_SECONDS, check=False, env=dict(os.environ)
        )
    except subprocess.TimeoutExpired:
        return 99, f"no end after {_MOST_SECONDS} s"
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def _judge_pack(outcome: Outcome, pack: Pack, judge: Judge) -> None:
    damaged = {form for _, form, _ in pack.done}
    worst: dict[tuple[str, str], str] = {}
    order = ("right", "told", "silent")
    hurt: list[Figure] = []
    explained: dict[tuple[str, str], int] = {}  # (verdict, form): the narrowest period's months
    # the narrowest first: a year is wrong because a month is
    for figure in sorted(judge.figures(pack.truth), key=lambda f: len(f.months)):
        outcome.figures[figure.verdict] += 1
        if figure.verdict == "silent":
            outcome.silent.append(f"{_where(pack)}: {_line(figure)}")
        if not figure.forms & damaged:
            if figure.verdict != "right":
                hurt.append(figure)
            continue
        width, keys = len(figure.months), [(figure.verdict, f) for f in figure.suspects & damaged]
        if any(explained.get(key, width) < width for key in keys):
            continue
        if figure.verdict != "right":
            explained = dict.fromkeys(keys, width) | explained
        for name, form in _blamed(pack, figure):
            before = worst.get((name, form), "right")
            worst[name, form] = max(before, figure.verdict, key=order.index)
    for name, form, _ in pack.done:
        outcome.damages[name, "times"] += 1
        outcome.damages[name, worst.get((name, form), "right")] += 1
        outcome.damages[name, "hurt"] += bool(hurt)
    for figure in hurt[:3]:
        outcome.hurt.append(f"{_where(pack)}: not damaged, yet {_line(figure)}")


def _blamed(pack: Pack, figure: Figure) -> list[tuple[str, str]]:
    """The damages behind a figure: those of its months, or else all of its forms."""
    mine = [(n, f, months) for n, f, months in pack.done if f in figure.suspects]
    near = [(n, f) for n, f, months in mine if set(months) & set(figure.months)]
    return near or [(n, f) for n, f, _ in mine]


def _line(figure: Figure) -> str:
    return f"{figure.name}: truth {figure.truth}, published {figure.published}, said {figure.said}"


def _where(pack: Pack) -> str:
    done = ", ".join(f"{name}({form} {m[0]}-{m[-1]})" for name, form, m in pack.done)
    return f"seed {pack.seed} folder {pack.folder} year {pack.year} [{done}]"

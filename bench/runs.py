"""Builds that were measured, as rows of a file to which later ones are added."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

EQUAL = "equal"


@dataclass(frozen=True)
class Run:
    """A build with its tests by an `engine`: seconds, megabytes, and the `outcome`, `EQUAL` where its marts
    hold what DuckDB's do, else what went wrong."""

    engine: str
    accidents: int
    counties: int
    outcome: str
    cpu: float = 0.0
    wall: float = 0.0
    peak_mb: float = 0.0
    shuffled_mb: float = 0.0
    raw_mb: float = 0.0
    built_mb: float = 0.0
    day: str = ""
    machine: str = ""

    @property
    def what(self) -> tuple[int, int, str]:
        return self.counties, self.accidents, self.engine

    @property
    def is_whole(self) -> bool:
        """Whether it came to its end, and is worth counting."""
        return self.outcome == EQUAL

    @property
    def is_wrong(self) -> bool:
        return self.outcome.startswith(("DIFFERS", "FAILED"))


def read_runs(path: Path) -> list[Run]:
    if not path.is_file():
        return []
    kinds = {field.name: field.type for field in fields(Run)}
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Run(**{name: kinds[name](text) for name, text in row.items()})
            for row in csv.DictReader(file)
        ]


def write_runs(path: Path, runs: Iterable[Run]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Run))
        for one in runs:
            row = astuple(one)
            writer.writerow(f"{v:.2f}" if isinstance(v, float) else v for v in row)


def with_run(runs: Iterable[Run], new: Run) -> list[Run]:
    """In order, an earlier run of the same replaced."""
    return sorted([*(one for one in runs if one.what != new.what), new], key=lambda one: one.what)

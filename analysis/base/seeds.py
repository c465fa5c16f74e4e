"""The rows of the seeds in use: the project's own, or those of another place
(`analysis.warehouse.home`)."""

import csv
from functools import cache

from analysis.base.settings import seeds_folder


@cache
def seed_rows(name: str) -> tuple[dict[str, str], ...]:
    with (seeds_folder() / name).open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def seed_names(name: str, column: str) -> set[str]:
    """The values of one column of a seed."""
    return {row[column] for row in seed_rows(name)}

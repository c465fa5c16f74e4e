"""The words that may be kept as they stand: the project's own seeds, and nothing else."""

import hashlib
from functools import cache

from analysis.base.places import ancestors, own
from analysis.base.seeds import seed_rows
from analysis.base.settings import seeds_folder
from analysis.base.text import squeeze

TARGET = "target"  # the kind of words that the names of the plan's targets are
_NAMING = {  # seed → its columns that hold words
    "vocabulary.csv": ["word"],
    "regions.csv": ["name_zh"],
    "region_aliases.csv": ["alias"],
    "departments.csv": ["name_zh"],
    "department_aliases.csv": ["alias"],
    "targets.csv": ["name_zh"],
    "target_aliases.csv": ["alias"],
}


def seed_words() -> set[str]:
    """All words of the seeds that name things; the own region and those around it without the
    last character, which says what they are, as well."""
    around = [region for region in ancestors(own().region_id) if region.level != "nation"]
    bare = {region.name_zh[:-1] for region in (own(), *around)}
    return bare | {
        row[column]
        for name, columns in _NAMING.items()
        for row in seed_rows(name)
        for column in columns
    }


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of a kind (``seeds/vocabulary.csv``, or ``target``), squeezed; empty for a kind that there is none
    of, and for the targets of a place without a plan."""
    if kind == TARGET:
        return frozenset(targets_by_name())
    words = {row["word"] for row in seed_rows("vocabulary.csv") if row["kind"] == kind}
    return frozenset(squeeze(word) for word in words)


@cache
def targets_by_name() -> dict[str, str]:
    """The id of every target by each of its names, squeezed."""
    named = [(row["name_zh"], row["target_id"]) for row in seed_rows("targets.csv")]
    named += [(row["alias"], row["target_id"]) for row in seed_rows("target_aliases.csv")]
    return {squeeze(name): target for name, target in named}


@cache
def kinds_of_targets() -> dict[str, str]:
    """The kind of every target by each of its names, squeezed."""
    kinds = {row["target_id"]: row["kind"] for row in seed_rows("targets.csv")}
    return {name: kinds[target] for name, target in targets_by_name().items() if target in kinds}


@cache
def vocabulary_version() -> str:
    """Changes with any seed that decides which words are known."""
    content = b"".join((seeds_folder() / name).read_bytes() for name in _NAMING)
    return hashlib.sha256(content).hexdigest()[:8]

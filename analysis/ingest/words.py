"""The words that may be kept as they stand: the project's own seeds, and nothing else."""

import csv
import hashlib
from functools import cache

import yaml

from analysis.ingest.cells import squeeze
from analysis.ingest.units import split_header
from analysis.ingest.vocabulary import Vocabulary, known_words
from analysis.messages import say
from analysis.settings import LAYOUTS, SEEDS

_NAMING = {  # seed → its columns that hold words
    "vocabulary.csv": ["word"],
    "regions.csv": ["name_zh"],
    "region_aliases.csv": ["alias"],
    "departments.csv": ["name_zh"],
    "department_aliases.csv": ["alias"],
    "targets.csv": ["name_zh"],
    "target_aliases.csv": ["alias"],
}

_ERRORS = ("#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")  # of a spreadsheet


@cache
def seed_rows(name: str) -> tuple[dict[str, str], ...]:
    with (SEEDS / name).open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def seed_names(name: str, column: str) -> set[str]:
    """The values of one column of a seed."""
    return {row[column] for row in seed_rows(name)}


@cache
def vocabulary(kind: str) -> frozenset[str]:
    """The words of a kind, squeezed; empty for a kind that there is none of."""
    if kind == "target":
        names = seed_names("targets.csv", "name_zh") | seed_names("target_aliases.csv", "alias")
    else:
        names = {row["word"] for row in seed_rows("vocabulary.csv") if row["kind"] == kind}
    return frozenset(squeeze(name) for name in names)


@cache
def vocabulary_version() -> str:
    """Changes with any seed that decides which words are known."""
    content = b"".join((SEEDS / name).read_bytes() for name in _NAMING)
    return hashlib.sha256(content).hexdigest()[:8]


@cache
def shown_words() -> Vocabulary:
    """Everything that may stand in a message or a table: the seeds, and what the layouts name."""
    more = {*_ERRORS, say("formula_without_result")}
    for path in sorted(LAYOUTS.glob("*.yml")):
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        more |= {form["name_zh"], *form["file_stems"]}
        for column in form["columns"].values():
            headers = column["headers"]
            more |= {*headers, *(split_header(header)[0] for header in headers)}
            more |= {word for words in column.get("values", {}).values() for word in words}
        for codes in form.get("attributes", {}).values():
            more |= {word for words in codes.values() for word in words}
    return known_words(frozenset(more))

"""Files of one content that two places handed in: whose it is nobody knows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.base.places import is_below
from analysis.ingest.resolve import Outcome
from analysis.messages import Message, Several


def with_copies_held(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes of all places together: where two places' files in force have the same bytes, both are
    held, but for those that somebody released. Files without a row say the same anywhere, and an area that
    repeats a county's is looked at row by row."""
    others = dict(_copies(outcomes))
    return [
        replace(
            o,
            status="held",
            waits=True,
            reasons=[*o.reasons, Message("same_in_another_place", {"files": Several(paths)})],
        )
        if (paths := others.get(o.hand_in.hand_in_id)) and not o.released
        else o
        for o in outcomes
    ]


def _copies(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[str]]]:
    by_content = defaultdict(list)
    for outcome in outcomes:
        if outcome.in_force and outcome.in_force.counts["accepted"]:
            by_content[outcome.hand_in.sha256].append(outcome.hand_in)
    for same in by_content.values():
        for one in same:
            if paths := [
                other.path
                for other in same
                if _are_apart(one.reporting_region_id, other.reporting_region_id)
            ]:
                yield one.hand_in_id, paths


def _are_apart(one: str, other: str) -> bool:
    return one != other and not is_below(one, other) and not is_below(other, one)

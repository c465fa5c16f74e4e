"""Which hand-in is in force for each form, department and period, and what became of the others."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

import polars as pl

from analysis.ingest.decisions import Decision
from analysis.ingest.hand_in import HandIn
from analysis.ingest.periods import Period
from analysis.ingest.plausibility import find_doubts
from analysis.ingest.store import Stored
from analysis.messages import Message

Status = Literal["accepted", "superseded", "held", "rejected"]

# Copying a folder stamps its files within moments of each other, in no meaningful order, and some
# file systems keep times to two seconds: files this close are ordered by name.
SAME_MOMENT_SECONDS = 2.0

# Two files that disagree are about as far from each other; then the later one is held.
_AS_FAR = 0.8


@dataclass(frozen=True)
class Outcome:
    """One hand-in with its fate; `repeats` are its rows whose key another hand-in holds."""

    hand_in: HandIn
    stored: Stored | None
    status: Status
    reasons: list[Message] = field(default_factory=list)
    same_bytes: list[str] = field(default_factory=list)
    repeats: list[dict[str, object]] = field(default_factory=list)


@dataclass
class _Candidate:
    hand_in: HandIn
    stored: Stored | None
    decision: Decision | None
    doubts: list[Message]
    same_bytes: list[str]

    @property
    def is_refused(self) -> bool:
        unreadable = self.stored is None or self.stored.rejected is not None
        return unreadable or (self.decision is not None and self.decision.verdict == "reject")

    @property
    def is_released(self) -> bool:
        return self.decision is not None and self.decision.verdict == "accept"

    @property
    def is_usable(self) -> bool:
        return not self.is_refused and (self.is_released or not self.doubts)


def resolve(
    readings: Iterable[tuple[HandIn, Stored | None, list[str]]], decisions: dict[str, Decision]
) -> list[Outcome]:
    """The fate of every hand-in.

    Args:
        readings: each hand-in once, what it holds (``None`` if its name already refused it), and
            the paths of files with the same content for the same period.
        decisions: by content hash, what the office decided.
    """
    slots: dict[tuple[object, ...], list[_Candidate]] = defaultdict(list)
    for hand_in, stored, same_bytes in readings:
        decision = decisions.get(hand_in.sha256)
        # Wording was settled when the file was read; only that there is a doubt counts here.
        doubts = [_settled(doubt) for doubt in stored.doubts] if stored else []
        candidate = _Candidate(hand_in, stored, decision, doubts, same_bytes)
        slots[hand_in.slot].append(candidate)
    versions = [in_order(slot) for slot in slots.values()]
    _hold_implausible(versions)
    outcomes = [outcome for slot in versions for outcome in _fates(slot)]
    return _without_repeats(outcomes)


def in_order(slot: Sequence[_Candidate]) -> list[_Candidate]:
    """Earliest first: by modification time, and by name among files of the same moment."""
    by_time = sorted(slot, key=lambda c: c.hand_in.modified)
    moment, moments = 0, {}
    for earlier, later in pairwise(by_time):
        moments[earlier.hand_in.path] = moment
        moment += later.hand_in.modified - earlier.hand_in.modified > SAME_MOMENT_SECONDS
    moments[by_time[-1].hand_in.path] = moment
    return sorted(
        by_time, key=lambda c: (moments[c.hand_in.path], c.hand_in.name.rsplit(".", 1)[0])
    )


def _current(slot: list[_Candidate]) -> _Candidate | None:
    return next((candidate for candidate in reversed(slot) if candidate.is_usable), None)


def _hold_implausible(versions: list[list[_Candidate]]) -> None:
    by_form: dict[str, list[list[_Candidate]]] = defaultdict(list)
    for slot in versions:
        by_form[slot[0].hand_in.layout.form].append(slot)
    for slots in by_form.values():
        layout = slots[0][0].hand_in.layout
        while layout.plausibility:
            current = {c.hand_in.hand_in_id: c for slot in slots if (c := _current(slot))}
            exempt = {name for name, c in current.items() if c.is_released}
            pairs = [(c.hand_in, c.stored) for c in current.values()]
            doubts = find_doubts(layout, pairs, exempt)
            if not doubts:
                break
            furthest = max(doubt.distance for doubt in doubts)
            suspects = [d for d in doubts if d.distance >= _AS_FAR * furthest]
            worst = max(suspects, key=lambda d: _lateness(current[d.hand_in_id].hand_in))
            current[worst.hand_in_id].doubts.append(worst.message)


def _lateness(hand_in: HandIn) -> tuple[float, Period]:
    return (hand_in.modified, hand_in.period)


def _fates(slot: list[_Candidate]) -> list[Outcome]:
    in_force = _current(slot)
    after_current = False
    outcomes = []
    for candidate in slot:
        status, reasons = _fate(candidate, in_force, after_current)
        if candidate.decision:
            params = {"who": candidate.decision.who, "reason": candidate.decision.reason or "—"}
            verdict = "accepted_by" if candidate.is_released else "rejected_by"
            reasons = [*reasons, Message(verdict, params)]
        after_current = after_current or candidate is in_force
        outcomes.append(
            Outcome(candidate.hand_in, candidate.stored, status, reasons, candidate.same_bytes)
        )
    return outcomes


def _fate(
    candidate: _Candidate, in_force: _Candidate | None, after_current: bool
) -> tuple[Status, list[Message]]:
    if candidate.is_refused:
        if candidate.hand_in.refused:
            return "rejected", [candidate.hand_in.refused]
        unreadable = candidate.stored.rejected if candidate.stored else None
        return "rejected", [_settled(unreadable)] if unreadable else []
    if candidate is in_force:
        return "accepted", candidate.doubts
    if in_force is not None and not after_current:
        return "superseded", [Message("superseded", {"by": in_force.hand_in.path})]
    return "held", candidate.doubts


def _settled(worded: dict[str, str]) -> Message:
    """A message that was worded when the file was read."""
    return Message("worded", {"zh": worded["zh"], "en": worded["en"]})


def _without_repeats(outcomes: list[Outcome]) -> list[Outcome]:
    """Quarantine a row whose key an earlier period's hand-in of the same form already holds."""
    by_form: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.status == "accepted" and outcome.hand_in.layout.key_is_global:
            by_form[outcome.hand_in.layout.form].append(outcome)
    repeats: dict[str, list[dict[str, object]]] = defaultdict(list)
    for accepted in by_form.values():
        layout = accepted[0].hand_in.layout
        order = {
            o.hand_in.hand_in_id: n
            for n, o in enumerate(sorted(accepted, key=lambda o: o.hand_in.period))
        }
        frame = pl.concat(
            pl.read_parquet(
                o.stored.rows_file,
                columns=["hand_in_id", "source_sheet", "source_row", *layout.key],
            )
            for o in accepted
        )
        frame = frame.filter(pl.struct(layout.key).is_duplicated())
        frame = frame.with_columns(pl.col("hand_in_id").replace_strict(order).alias("order"))
        firsts = frame.sort("order", "source_row")
        window = {"partition_by": layout.key}
        again = firsts.with_columns(
            first_hand_in=pl.col("hand_in_id").first().over(**window),
            first_row=pl.col("source_row").first().over(**window),
        ).filter(pl.col("hand_in_id") != pl.col("first_hand_in"))
        for row in again.iter_rows(named=True):
            params = {"hand_in_id": row["first_hand_in"], "row": row["first_row"]}
            key = layout.key[-1]
            repeats[row["hand_in_id"]].append(
                {
                    "sheet": row["source_sheet"],
                    "row": row["source_row"],
                    "column": layout.columns[key].headers[0],
                    "value": str(row[key]),
                    "message": Message("repeated_across", params),
                }
            )
    return [replace(o, repeats=repeats.get(o.hand_in.hand_in_id, [])) for o in outcomes]

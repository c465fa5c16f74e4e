"""Which hand-in is in force for each form, place, department, part and period, and what became of the others.

The order is that in which the warehouse met them, never the files' own times. In one look the last
vintage, then a correction's mark and number in the name, then the file's time decide.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from analysis.ingest.decisions import Decision, shown_reason
from analysis.ingest.hand_in import (
    HandIn,
    is_named_after_another,
    is_of_no_region_known,
    names_a_part,
)
from analysis.ingest.plausibility import find_doubts
from analysis.ingest.repeats import Repeat, repeated_above, repeated_rows
from analysis.ingest.replacing import same_as_another_period, shrinks
from analysis.ingest.store import Stored
from analysis.messages import Message, Several

Status = Literal["accepted", "superseded", "held", "rejected"]

# Two files that disagree are about as far from each other; then the later one is held.
_AS_FAR = 0.8
_SHOWN = 3  # of files that a correction may be of


@dataclass(frozen=True)
class Outcome:
    """One hand-in with its fate; `repeats` are its rows whose key another hand-in holds; it `waits`
    if somebody must act before its figures are what was handed in, and is `released` if it is in
    force because somebody decided so; `hints` are for whoever handed it in."""

    hand_in: HandIn
    stored: Stored | None
    status: Status
    reasons: list[Message] = field(default_factory=list)
    same_bytes: list[str] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    waits: bool = False
    released: bool = False
    hints: list[Message] = field(default_factory=list)

    @property
    def in_force(self) -> Stored | None:
        """What it holds, where that counts."""
        return self.stored if self.status == "accepted" else None


@dataclass
class Candidate:
    """A hand-in among those of its slot."""

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

    @property
    def rank(self) -> int:
        """How final its vintage is; 0 for none, so that nothing final is lost to it."""
        ranked = self.hand_in.layout.ranked
        if ranked is None or self.stored is None:
            return 0
        codes = list(reversed(self.hand_in.layout.attributes[ranked]))
        found = self.stored.attributes.get(ranked)
        return codes.index(found) + 1 if found in codes else 0

    @property
    def order(self) -> tuple[object, ...]:
        """Earliest first, with nothing left to chance."""
        received = self.hand_in.received
        return (received.look, self.rank, self.hand_in.mark, received.modified, self.hand_in.path)


def resolve(
    readings: Iterable[tuple[HandIn, Stored | None, list[str]]], decisions: dict[str, Decision]
) -> list[Outcome]:
    """The fate of every hand-in, but for what other places say (`with_repeats_above`).

    Args:
        readings: each hand-in once, what it holds (``None`` if its name already refused it), and
            the paths of files with the same content for the same period.
        decisions: by hand-in id or content hash, what the office decided.
    """
    slots: dict[tuple[object, ...], list[Candidate]] = defaultdict(list)
    for hand_in, stored, same_bytes in readings:
        decision = decisions.get(hand_in.hand_in_id) or decisions.get(hand_in.sha256)
        doubts = list(stored.doubts) if stored else []
        if is_named_after_another(hand_in):
            doubts.append(Message("name_elsewhere"))
        elif towns := names_a_part(hand_in):
            doubts.append(Message("names_a_part", {"parts": Several(towns)}))
        if is_of_no_region_known(hand_in):
            doubts.append(Message("folder_elsewhere"))
        slots[hand_in.slot].append(Candidate(hand_in, stored, decision, doubts, same_bytes))
    versions = [sorted(slot, key=lambda c: c.order) for slot in slots.values()]
    _hold_copies(versions)
    _hold_corrections_of_others(versions)
    _hold_shrunken(versions)
    _hold_implausible(versions)
    outcomes = [outcome for slot in versions for outcome in _outcomes(slot)]
    found, beside = repeated_rows(_accepted(outcomes)), _unlisted_beside(outcomes)
    return [
        replace(
            o,
            repeats=found.get(o.hand_in.hand_in_id, []),
            hints=o.hints + beside.get(o.hand_in.hand_in_id, []),
        )
        for o in outcomes
    ]


def with_repeats_above(outcomes: list[Outcome]) -> list[Outcome]:
    """The outcomes of all places together: what an area above a county repeats is known only of them."""
    found = repeated_above(_accepted(outcomes))
    return [replace(o, repeats=o.repeats + found.get(o.hand_in.hand_in_id, [])) for o in outcomes]


def _accepted(outcomes: list[Outcome]) -> list[tuple[HandIn, Stored]]:
    return [(o.hand_in, o.in_force) for o in outcomes if o.in_force]


def _current(slot: list[Candidate]) -> Candidate | None:
    """The last that is usable; none that is less final than another."""
    usable = [candidate for candidate in slot if candidate.is_usable]
    return max(usable, key=lambda c: (c.rank, slot.index(c)), default=None)


def _hold_copies(versions: list[list[Candidate]]) -> None:
    """The same content for another period: last year's file under this year's name."""
    for form in _by_form(versions):
        usable = [c for slot in form for c in slot if c.is_usable and c.stored is not None]
        usable.sort(key=lambda c: c.order)
        copies = same_as_another_period([(c.hand_in, c.stored) for c in usable if c.stored])
        for candidate in usable:
            if (period := copies.get(candidate.hand_in.hand_in_id)) and not candidate.is_released:
                candidate.doubts.append(Message("same_as_other_period", {"period": period}))


def _hold_corrections_of_others(versions: list[list[Candidate]]) -> None:
    """A correction of nothing that its department handed in, where a department that is not in the
    list is or may be the one that did: both would be added up."""
    for form in _by_form(versions):
        usable = sorted((c for slot in form for c in slot if c.is_usable), key=lambda c: c.order)
        for at, candidate in enumerate(usable):
            own = candidate.hand_in
            if not own.is_correction or candidate.is_released:
                continue
            same = [c.hand_in for c in usable[:at] if c.hand_in.period == own.period]
            others = [h.path for h in same if own.is_unlisted or h.is_unlisted]
            if others and all(h.slot != own.slot for h in same):
                code = "correction_of_whom" if own.is_unlisted else "correction_of_unlisted"
                candidate.doubts.append(Message(code, {"files": Several(others[:_SHOWN])}))


def _unlisted_beside(outcomes: list[Outcome]) -> dict[str, list[Message]]:
    """By hand-in in force of a department that is not in the list, that others of the same form and
    period are not either: two spellings of one would be added up."""
    unlisted: dict[tuple[object, ...], list[HandIn]] = defaultdict(list)
    for hand_in, _ in _accepted(outcomes):
        if hand_in.is_unlisted:
            kind = (hand_in.layout.form, hand_in.reporting_region_id, hand_in.period)
            unlisted[kind].append(hand_in)
    return {
        one.hand_in_id: [Message("unlisted_beside", {"files": Several(others)})]
        for same in unlisted.values()
        for one in same
        if (others := sorted(h.path for h in same if h.hand_in_id != one.hand_in_id))
    }


def _hold_shrunken(versions: list[list[Candidate]]) -> None:
    """A replacement must look like one, beside what it would replace."""
    for slot in versions:
        before: Candidate | None = None
        for candidate in slot:
            if not candidate.is_usable or candidate.stored is None:
                continue
            if before is not None and before.stored is not None and not candidate.is_released:
                doubt = shrinks(candidate.hand_in, candidate.stored, before.hand_in, before.stored)
                if doubt and before.rank <= candidate.rank:
                    candidate.doubts.append(doubt)
                    continue
            before = candidate


def _hold_implausible(versions: list[list[Candidate]]) -> None:
    for slots in _by_form(versions):
        layout = slots[0][0].hand_in.layout
        while layout.plausibility:
            current = {c.hand_in.hand_in_id: c for slot in slots if (c := _current(slot))}
            exempt = {name for name, c in current.items() if c.is_released}
            pairs = [(c.hand_in, c.stored) for c in current.values() if c.stored]
            doubts = find_doubts(layout, pairs, exempt)
            if not doubts:
                break
            furthest = max(doubt.distance for doubt in doubts)
            suspects = [d for d in doubts if d.distance >= _AS_FAR * furthest]
            worst = max(suspects, key=lambda d: _lateness(current[d.hand_in_id]))
            current[worst.hand_in_id].doubts.append(worst.message)


def _by_form(versions: list[list[Candidate]]) -> list[list[list[Candidate]]]:
    """Slots that may be compared: those of one form and reporting place."""
    by_form: dict[tuple[str, str], list[list[Candidate]]] = defaultdict(list)
    for slot in versions:
        hand_in = slot[0].hand_in
        by_form[hand_in.layout.form, hand_in.reporting_region_id].append(slot)
    return list(by_form.values())


def _lateness(candidate: Candidate) -> tuple[object, ...]:
    hand_in = candidate.hand_in
    return (hand_in.received.look, hand_in.mark, hand_in.period, *candidate.order)


def _outcomes(slot: list[Candidate]) -> list[Outcome]:
    in_force = _current(slot)
    outcomes = []
    for at, candidate in enumerate(slot):
        status, reasons = _status(candidate, in_force, slot)
        is_rejected_by_office = candidate.decision and candidate.decision.verdict == "reject"
        later = in_force is not None and slot.index(in_force) > at
        waits = status in ("held", "rejected") and not later and not is_rejected_by_office
        if candidate.decision:
            params = {"who": candidate.decision.who, "reason": shown_reason(candidate.decision)}
            verdict = "accepted_by" if candidate.is_released else "rejected_by"
            reasons = [*reasons, Message(verdict, params)]
        outcomes.append(
            Outcome(
                candidate.hand_in,
                candidate.stored,
                status,
                reasons,
                candidate.same_bytes,
                [],
                waits,
                status == "accepted" and candidate.is_released,
                _handed_in_again(candidate),
            )
        )
    return outcomes


def _handed_in_again(candidate: Candidate) -> list[Message]:
    """Whoever hands in again what was rejected is told that it stays so, and how it is freed."""
    decision, received = candidate.decision, candidate.hand_in.received
    if decision is None or decision.verdict != "reject" or received.met_at is None:
        return []
    if datetime.fromisoformat(received.met_at) <= decision.at:
        return []
    on = {
        "who": decision.who,
        "at": f"{decision.at:%Y-%m-%d}",
        "sha": candidate.hand_in.sha256[:8],
    }
    return [Message("rejected_again", on)]


def _status(
    candidate: Candidate, in_force: Candidate | None, slot: list[Candidate]
) -> tuple[Status, list[Message]]:
    if candidate.is_refused:
        if candidate.hand_in.refused:
            return "rejected", [candidate.hand_in.refused]
        unreadable = candidate.stored.rejected if candidate.stored else None
        return "rejected", [unreadable] if unreadable else []
    if candidate is in_force:
        return "accepted", candidate.doubts
    if in_force is not None and slot.index(in_force) > slot.index(candidate):
        return "superseded", [Message("superseded", {"by": in_force.hand_in.path})]
    if in_force is not None and candidate.is_usable:  # it came later, and is less final
        by = Message("less_final", {"by": in_force.hand_in.path})
        return ("superseded" if candidate.rank else "held"), [by]
    return "held", candidate.doubts

"""Targets in words: what is asked, where one stands, how old its figure is."""

from collections.abc import Sequence
from datetime import date

from analysis.findings.few import are_few
from analysis.findings.findings import Findings
from analysis.marts.plan import StandingRow
from analysis.marts.snapshot import Snapshot
from analysis.marts.target_words import standing
from analysis.messages.dates import month_words
from analysis.messages.numbers import bound, short

STALE_MONTHS = 3  # figures come by the month, and by the quarter at the least
STATUSES = ("met", "on_track", "behind", "overdue", "undecided", "no_data")


def state_of(findings: Findings, row: StandingRow) -> str:
    """The status of a target, that it was missed on its day where it was, and the month that its figures stop at
    where that is long ago."""
    said = standing(row["status"], row["reason"], findings.lang)
    if is_stale(findings, row):
        said = findings.say(
            "status_stale", status=said, end=month_words(row["period_end"], findings.lang)
        )
    return said


def target_counts(findings: Findings, targets: Sequence[StandingRow]) -> str:
    """How many targets stand how."""
    counts = {status: sum(row["status"] == status for row in targets) for status in STATUSES}
    stand = [
        findings.say("target_count", status=findings.say(f"target_{status}"), count=count)
        for status, count in counts.items()
        if count
    ]
    return findings.say("chart_targets", all=len(targets), counts=findings.listed(stand))


def asked(findings: Findings, row: StandingRow) -> str:
    """What a target asks for."""
    if row["source_form"] == "fct_verdicts":
        return findings.say("threshold_verdict")
    if row["threshold"] is None:
        return findings.say("threshold_not_given")
    if row["kind"] == "milestone":
        return findings.say("milestone_reached")
    return bound(row["operator"], row["threshold"], row["unit"])


def is_due_unknown(row: StandingRow) -> bool:
    """Whether a target's day is over and the data do not say whether it was reached."""
    return row["status"] in ("undecided", "no_data") and row["days_left"] < 0


def is_stale(findings: Findings, row: StandingRow) -> bool:
    """Whether a standing rests on a figure of months ago; what is built stays built."""
    if row["status"] == "no_data" or (row["kind"] == "milestone" and row["status"] == "met"):
        return False
    return age_in_months(findings.marts, row["period_end"]) > STALE_MONTHS


def age_in_months(marts: Snapshot, end: date) -> int:
    """Months from the one that `end` lies in to that of the build's day."""
    day = marts.as_of
    return 12 * (day.year - end.year) + day.month - end.month


def dated_value(findings: Findings, row: StandingRow) -> str:
    """The latest figure of a target, with its unit and its month: a stale one is seen to be so."""
    value = target_value(findings, row)
    if row["value"] is None:
        return value
    return findings.say("value_at", value=value, end=month_words(row["period_end"], findings.lang))


def target_value(findings: Findings, row: StandingRow) -> str:
    """The latest figure of a target, with its unit; a percent of few with what it is a percent of."""
    if row["value"] is None:
        return "—"
    if row["kind"] == "milestone":
        return findings.say("milestone_reached" if row["value"] >= 1 else "milestone_not_reached")
    value, unit = short(row["value"], row["threshold"]), row["unit"] or ""
    if unit != "%":
        return findings.say("figure_in_unit", value=value, unit=unit)
    if row["denominator"] is None or not are_few(row["denominator"]):
        return value + unit
    part, whole = short(row["numerator"]), short(row["denominator"])
    return findings.say("percent_of_few", value=value + unit, part=part, whole=whole)

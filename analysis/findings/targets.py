"""Targets in words: what is asked, where one stands, how old its figure is."""

from collections.abc import Sequence

from analysis.findings.few import are_few
from analysis.findings.findings import Findings
from analysis.marts import target_words
from analysis.marts.plan import StandingRow
from analysis.messages.dates import month_words
from analysis.messages.numbers import bound, short

STATUSES = ("met", "on_track", "behind", "overdue", "undecided", "no_data")


def state_of(findings: Findings, row: StandingRow) -> str:
    """The status of a target, as every surface says it."""
    known = (row["status"], row["reason"], row["kind"], row["period_end"])
    return target_words.state(*known, findings.marts.as_of, findings.lang)


def target_counts(findings: Findings, targets: Sequence[StandingRow]) -> str:
    """How many targets stand how, and of how many of them the figures stop long ago."""
    stand = []
    for status in STATUSES:
        own = [row for row in targets if row["status"] == status]
        if not own:
            continue
        stale = sum(is_stale(findings, row) for row in own)
        said = {"status": findings.say(f"target_{status}"), "count": len(own), "stale": stale}
        stand.append(findings.say("target_count_stale" if stale else "target_count", **said))
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
    """Whether a standing rests on a figure of months ago."""
    known = (row["status"], row["reason"], row["kind"], row["period_end"])
    return target_words.is_stale(*known, findings.marts.as_of)


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

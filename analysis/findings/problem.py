"""One thing that is wrong, with what to do about it."""

from dataclasses import dataclass
from datetime import date

from analysis.findings.findings import Findings


@dataclass(frozen=True)
class Problem:
    """`words` say what is wrong, without a stop, and `action` what to do about it; `kind` is a code.

    `by` is the day by which it must be done: none means at once."""

    kind: str
    words: str
    action: str
    departments: list[str]
    by: date | None


def report_due(findings: Findings) -> date | None:
    """The last day of the plan's evaluation, while it is still to come."""
    ends = findings.marts.table("reference", "plan_phases").filter(phase="evaluate")["ends_on"]
    end: date | None = ends.to_list()[0] if ends.len() else None
    return end if end and end >= findings.marts.as_of else None


def problem(
    findings: Findings, kind: str, departments: list[str], by: date | None, /, **figures: object
) -> Problem:
    words, action = (findings.say(f"{what}_{kind}", **figures) for what in ("problem", "advice"))
    return Problem(kind, words, action, departments, by)

"""目标完成情况: where each target of the plan stands, and what that stands on."""

from collections.abc import Iterator

from analysis.findings.targets import asked, dated_value, state_of
from analysis.marts.plan import StandingRow
from analysis.messages.dates import month_words
from analysis.messages.numbers import short
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition

_COLUMNS = ("target", "threshold", "value", "due_date", "status", "departments")
_PROOF = ("target", "period_end", "numerator", "denominator", "note")
_NAMED = 1  # of those who answer; the annex names all


def targets(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_targets"), 1)
    if not edition.targets:
        yield Paragraph(edition.say("targets_none"))
        return
    rows = [
        (
            row["name"],
            asked(edition, row),
            dated_value(edition, row),
            edition.day(row["due_date"]),
            state_of(edition, row),
            edition.listed(edition.others(row["departments"]), _NAMED),
        )
        for row in edition.targets
    ]
    yield edition.table(
        edition.say("table_targets_stand", as_of=edition.day(edition.marts.as_of)), _COLUMNS, rows
    )


def targets_proved(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_targets_proved"), 1)
    if not edition.targets:
        yield Paragraph(edition.say("targets_none"))
        return
    yield edition.table(
        edition.say("table_targets_proved"),
        _PROOF,
        [_proof(edition, row) for row in edition.targets],
    )
    if edition.lang == "zh":
        yield _wordings(edition)


def _proof(edition: Edition, row: StandingRow) -> list[str]:
    end = month_words(row["period_end"], edition.lang) if row["value"] is not None else "—"
    return [row["name"], end, short(row["numerator"]), short(row["denominator"]), row["note"] or ""]


def _wordings(edition: Edition) -> Block:
    """The plan's own words, which there are in Chinese alone: each once, with the targets that it sets."""
    by_wording: dict[str, list[str]] = {}
    wordings = dict(edition.marts["dim_target"].select("target_id", "wording").iter_rows())
    for row in edition.targets:
        by_wording.setdefault(wordings[row["target_id"]], []).append(row["name"])
    rows = [(edition.listed(names), wording) for wording, names in by_wording.items()]
    return edition.table(edition.say("table_wordings"), ("target", "wording"), rows)

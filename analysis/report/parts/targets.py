"""目标完成情况: where each target of the plan stands, and what that stands on."""

from collections.abc import Iterator

from analysis.findings.words import asked, target_value
from analysis.messages.numbers import short
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition

_COLUMNS = ("target", "threshold", "value", "due_date", "status", "departments")
_PROOF = ("target", "wording", "period_end", "numerator", "denominator", "note")
_NAMED = 3  # so many who answer stand in the paper; the annex names all


def targets(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_targets"), 1)
    if not edition.targets:
        yield Paragraph(edition.say("targets_none"))
        return
    rows = [
        (
            row["name"],
            asked(edition, row),
            target_value(edition, row),
            f"{row['due_date']:%Y-%m-%d}",
            edition.say(f"target_{row['status']}"),
            edition.listed(edition.others(row["departments"]), _NAMED),
        )
        for row in edition.targets
    ]
    yield edition.table(edition.say("table_targets"), _COLUMNS, rows)


def targets_proved(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_targets_proved"), 1)
    if not edition.targets:
        yield Paragraph(edition.say("targets_none"))
        return
    yield from edition.pictures("targets")
    wording = dict(edition.marts["dim_target"].select("target_id", "wording").iter_rows())
    rows = [
        (
            row["name"],
            wording[row["target_id"]],
            f"{row['period_end']:%Y-%m}" if row["value"] is not None else "—",
            short(row["numerator"]),
            short(row["denominator"]),
            row["note"] or "",
        )
        for row in edition.targets
    ]
    yield edition.table(edition.say("table_targets_proved"), _PROOF, rows)
    yield from edition.pictures("due_dates")

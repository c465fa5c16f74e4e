"""目标进度: where each target of the plan stands."""

from collections.abc import Iterator

from analysis.marts.plan import StandingRow, latest_progress
from analysis.marts.rows import rows_of
from analysis.messages.numbers import short
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition

_COLUMNS = {
    "target": 0.18,
    "status": 0.1,
    "value": 0.08,
    "threshold": 0.1,
    "due_date": 0.12,
    "departments": 0.2,
    "note": 0.22,
}


def targets(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_targets"), 1)
    progress = rows_of(latest_progress(edition.marts, edition.lang), StandingRow)
    if not progress:
        yield Paragraph(edition.say("targets_none"))
        return
    yield from edition.pictures("targets")
    rows = [
        (
            row["name"],
            edition.say(f"target_{row['status']}"),
            short(row["value"]),
            _bound(edition, row),
            f"{row['due_date']:%Y-%m-%d}",
            edition.listed(row["departments"]),
            row["note"] or "",
        )
        for row in progress
    ]
    yield edition.table(edition.say("table_targets_full"), _COLUMNS, rows)
    yield from edition.pictures("due_dates")


def _bound(edition: Edition, row: StandingRow) -> str:
    if row["source_form"] == "fct_verdicts":
        return edition.say("threshold_verdict")
    if row["threshold"] is None:
        return edition.say("threshold_not_given")
    return f"{row['operator']} {short(row['threshold'])}"

"""下一步建议: who must do what by when."""

from collections.abc import Iterator

from analysis.findings.problem import Problem
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition

_COLUMNS = ("number", "action", "departments", "due_date")
_NAMED = 1


def advice(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_advice"), 1)
    rows = [
        (
            str(at),
            problem.action,
            edition.listed(problem.departments, _NAMED) or "—",
            edition.day(problem.by) if problem.by else edition.say(_without_day(problem)),
        )
        for at, problem in enumerate(edition.problems, start=1)
    ]
    if not rows:
        yield Paragraph(edition.say("advice_none"))
        return
    yield edition.table(edition.say("table_advice"), _COLUMNS, rows)


def _without_day(problem: Problem) -> str:
    """What is watched on goes on; the rest has no day to wait for."""
    return "month_by_month" if problem.kind == "rate_undecided" else "at_once"

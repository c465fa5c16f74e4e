"""存在问题: what the data show to be wrong."""

from collections.abc import Iterator

from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition


def problem_list(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_problems"), 1)
    found = edition.problems
    if not found:
        yield Paragraph(edition.say("problems_none"))
        return
    rows = [(str(at), problem.words) for at, problem in enumerate(found, start=1)]
    yield edition.table(edition.say("table_problems"), ("number", "problem"), rows)

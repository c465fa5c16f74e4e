"""指标与口径."""

from collections.abc import Iterator

from analysis.report.blocks import Block, Contents, Heading, Paragraph
from analysis.report.edition import Edition

_COLUMNS = ("name", "unit", "definition")


def definitions(edition: Edition) -> Iterator[Block]:
    yield Contents()
    yield Heading(edition.say("part_definitions"), 1)
    rows = [
        (edition.text(row), edition.text(row, "unit"), edition.text(row, "definition"))
        for row in edition.indicators
    ]
    yield edition.table(edition.say("table_definitions"), _COLUMNS, rows)
    yield Paragraph(edition.say("definitions_note"))

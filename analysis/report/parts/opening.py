"""What stands before the first part: that data are invented, or that they are not all there."""

from collections.abc import Iterator

from analysis.report.blocks import Block, Paragraph
from analysis.report.edition import Edition


def opening(edition: Edition) -> Iterator[Block]:
    if edition.marts.is_sample:
        yield Paragraph(edition.say("report_sample"), "warning")
    rows = [(indicator, edition.year_of(indicator)) for indicator in edition.indicators]
    gaps = [
        edition.say("gap", name=edition.text(indicator), why=edition.why_unknown(row))
        for indicator, row in rows
        if row is None or row["rate"] is None
    ]
    if gaps:
        listed = edition.say("list_semicolon").join(gaps)
        yield Paragraph(edition.say("report_incomplete", year=edition.year, gaps=listed), "warning")

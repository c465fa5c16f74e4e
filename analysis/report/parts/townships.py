"""分地区: the townships beside the banner."""

from collections.abc import Iterator

from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition


def townships(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_townships"), 1)
    keys = [key for key in edition.charts if key.startswith(("funnel_", "townships_"))]
    yield Paragraph(edition.say("townships_words" if keys else "townships_none"))
    yield from edition.pictures(*keys)

"""摘要: a sentence an indicator, the targets, the signals."""

from collections.abc import Iterator

from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition
from analysis.report.parts.signals import signals_of
from analysis.report.standing import standing


def summary(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_summary"), 1)
    for indicator in edition.indicators:
        yield Paragraph(standing(edition, indicator))
    if targets := edition.charts.get("targets"):
        as_of, finding = edition.marts.as_of, targets.finding
        yield Paragraph(edition.say("summary_targets", as_of=as_of, standing=finding))
    count = len(signals_of(edition))
    code = "summary_signals" if count else "summary_signals_none"
    yield Paragraph(edition.say(code, year=edition.year, count=count))
    yield Paragraph(edition.say("summary_caution"), "note")

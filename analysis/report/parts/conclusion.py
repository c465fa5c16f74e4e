"""总体结论: what got better, what got worse, what cannot be said, and how the targets stand."""

from collections.abc import Iterator

from analysis.findings.words import is_stale, target_counts, verdict_groups
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition


def conclusion(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_conclusion"), 1)
    yield Paragraph(
        edition.say("conclusion_rates", span=edition.span_words, groups=verdict_groups(edition))
    )
    if edition.targets:
        counts = target_counts(edition, edition.targets)
        yield Paragraph(
            edition.say("conclusion_targets", as_of=edition.day(edition.marts.as_of), counts=counts)
        )
        if stale := sum(is_stale(edition, row) for row in edition.targets):
            yield Paragraph(edition.say("conclusion_targets_stale", count=stale))
    count = len(edition.signals)
    code = "conclusion_signals" if count else "conclusion_signals_none"
    yield Paragraph(edition.say(code, span=edition.span_words, count=count))
    found = edition.problems
    if found:
        yield Paragraph(edition.say("conclusion_problems", count=len(found)))
    yield Paragraph(edition.say("conclusion_caution"), "note")

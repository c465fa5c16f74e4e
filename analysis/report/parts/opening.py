"""What stands before the first part: the contents, and that data are not all there."""

from collections.abc import Iterator

from analysis.findings.behind import behind
from analysis.findings.lacks import lacks, lacks_words
from analysis.findings.words import why_unknown
from analysis.report.blocks import Block, Contents, Paragraph
from analysis.report.edition import Edition


def opening(edition: Edition) -> Iterator[Block]:
    gaps = [
        edition.say(
            "gap",
            name=edition.text(found.indicator),
            why=why_unknown(edition, found),
        )
        for found in edition.of_indicators
        if ((now := found.rates.now) is None or now.rate is None)
        # years that nobody was asked for lack nothing
        and not (found.verdict and found.verdict["verdict_reason"] == "no_years_before")
    ]
    if gaps:
        listed = edition.say("list_semicolon").join(gaps)
        said = edition.say("report_incomplete", span=edition.span_words, gaps=listed)
        yield Paragraph(said, "warning")
    if edition.span.kind != "year" and (ends := behind(edition)):
        yield Paragraph(edition.say("report_behind", span=edition.span_words, ends=ends), "warning")
    if said := lacks_words(edition):
        count, day = lacks(edition).height, edition.day(edition.marts.as_of)
        yield Paragraph(edition.say("report_missing", day=day, count=count, lacks=said), "warning")
    yield Contents()

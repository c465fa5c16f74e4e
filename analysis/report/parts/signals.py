"""统计信号 and 监测预警: the statistical signals of the span, and the warnings of its last year."""

from collections.abc import Iterator

from analysis.findings.warned import warning_words
from analysis.findings.watched import is_any_watched, unwatched_words
from analysis.marts.code_names import name_of
from analysis.marts.signal_words import episode_words, power_words
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition

_COLUMNS = ("level", "name", "region", "message")


def signals(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_signals"), 1)
    if is_any_watched(edition):
        yield from _found(edition)
    if left := unwatched_words(edition):
        yield Paragraph(left)
    if is_any_watched(edition):
        yield Paragraph(power_words(edition.lang), "note")
    yield from edition.pictures("warnings")
    if "warnings" not in edition.charts:
        yield Paragraph(edition.say("sentence", words=warning_words(edition)))


def _found(edition: Edition) -> Iterator[Block]:
    found = edition.signals
    yield Paragraph(edition.say("signals_words", span=edition.span_words, count=len(found)))
    if found:
        series, regions = edition.series_names(), edition.region_names()
        rows = [
            (
                name_of("signal_level", row["level"], edition.lang),
                series[row["series"]],
                regions[row["region_id"]],
                episode_words(row, edition.lang),
            )
            for row in found
        ]
        yield edition.table(edition.say("table_signals"), _COLUMNS, rows)

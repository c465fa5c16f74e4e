"""总体结论: what got better, what got worse, what cannot be said, and how the targets stand."""

from collections.abc import Iterator

from analysis.findings.newest import lacking_words
from analysis.findings.targets import target_counts
from analysis.findings.watched import is_any_watched, unwatched_words
from analysis.findings.words import verdict_groups
from analysis.marts.plan import StandingRow
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition

_NAMED = 6  # so many targets are named


def conclusion(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_conclusion"), 1)
    if lacking := lacking_words(edition.marts, edition.lang):
        yield Paragraph(lacking.strip(), "warning")
    yield Paragraph(
        edition.say("conclusion_rates", span=edition.span_words, groups=verdict_groups(edition))
    )
    if edition.targets:
        counts = target_counts(edition, edition.targets)
        yield Paragraph(
            edition.say("conclusion_targets", as_of=edition.day(edition.marts.as_of), counts=counts)
        )
        late = [row["name"] for row in edition.targets if _is_late(row)]
        if late:
            yield Paragraph(
                edition.say(
                    "conclusion_targets_late",
                    names=edition.listed(late, _NAMED, "and_more_targets"),
                )
            )
        if _are_of_two_days(edition):
            yield Paragraph(edition.say("conclusion_two_days", span=edition.span_words))
    yield Paragraph(("" if edition.lang == "zh" else " ").join(_signals(edition)))
    found = edition.problems
    if found:
        yield Paragraph(edition.say("conclusion_problems", count=len(found)))
    compared = {found.verdict["comparison"] for found in edition.of_indicators if found.verdict}
    kind = compared.pop() if len(compared) == 1 else "plan"
    held = edition.say("conclusion_held_plan" if kind != "three_years" else "conclusion_held_three")
    yield Paragraph(edition.say("conclusion_caution", held=held), "note")


def _signals(edition: Edition) -> Iterator[str]:
    """How many there are, and in what none could be found."""
    if is_any_watched(edition):
        count = len(edition.signals)
        code = "conclusion_signals" if count else "conclusion_signals_none"
        yield edition.say(code, span=edition.span_words, count=count)
        yield from filter(None, [unwatched_words(edition)])
    else:
        yield edition.say("conclusion_unwatched", span=edition.span_words)


def _is_late(row: StandingRow) -> bool:
    return row["status"] in ("behind", "overdue") or row["reason"] == "met_late"


def _are_of_two_days(edition: Edition) -> bool:
    """Whether a rate was judged again after the end of the span: then targets, which stand as of the build's day,
    may stand otherwise than it."""
    latest = (edition.latest_verdict_of(found.indicator) for found in edition.of_indicators)
    return any(row and row["period_end"] > edition.span.end for row in latest)

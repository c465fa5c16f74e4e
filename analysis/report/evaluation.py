"""The evaluation report of a span, from the marts of one build: a paper that decides and an annex that
proves.

A part is a function from an edition to blocks. Sentences are templates with figures; no adjective
stands that the figures do not carry.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

from analysis.base.settings import local_now
from analysis.charts import Chart, chart_set
from analysis.findings import Findings
from analysis.report.blocks import Block, Heading, Paragraph, Report
from analysis.report.edition import Edition
from analysis.report.parts.advice import advice
from analysis.report.parts.appendix import appendix
from analysis.report.parts.closing import closing
from analysis.report.parts.conclusion import conclusion
from analysis.report.parts.definitions import definitions
from analysis.report.parts.each_rate import each_rate
from analysis.report.parts.evaluation_scores import item_scores, scheme_scores
from analysis.report.parts.four_rates import four_rates
from analysis.report.parts.opening import opening
from analysis.report.parts.problems import problem_list
from analysis.report.parts.quality import quality
from analysis.report.parts.signals import signals
from analysis.report.parts.tables import tables
from analysis.report.parts.targets import targets, targets_proved
from analysis.report.parts.tasks import tasks, units
from analysis.report.parts.townships import townships

Part = Callable[[Edition], Iterable[Block]]
_PAPER = (
    opening,
    conclusion,
    four_rates,
    targets,
    tasks,
    scheme_scores,
    problem_list,
    advice,
    closing,
)
_ANNEX = (
    definitions,
    each_rate,
    townships,
    signals,
    targets_proved,
    item_scores,
    units,
    quality,
    tables,
    appendix,
)


def evaluation_report(findings: Findings) -> tuple[Report, Report]:
    """The paper and the annex, as the build behind `findings` knows them."""
    by_key, build = dict[str, Chart](), findings.marts.build
    edition = Edition(findings.marts, findings.span, findings.lang, by_key)
    charts = chart_set(edition)  # what they find stands for the report too
    by_key.update({chart.key: chart for chart in charts})
    about = [
        edition.say("report_date", day=edition.day(local_now())),
        edition.say("report_build", build_id=build["build_id"], as_of=edition.day(build["as_of"])),
    ]
    return (
        _report(edition, "report_title", about, _PAPER, charts),
        _report(edition, "annex_title", about, _ANNEX, charts, is_annex=True),
    )


def _report(
    edition: Edition,
    title: str,
    about: list[str],
    parts: Sequence[Part],
    charts: Sequence[Chart],
    is_annex: bool = False,
) -> Report:
    blocks = list(_without_gaps(edition, [block for part in parts for block in part(edition)]))
    if edition.marts.is_sample:
        blocks.insert(0, Paragraph(edition.say("report_sample"), "warning"))
    said = edition.say(f"{title}_{edition.span.kind}", span=edition.span_words)
    return Report(said, about, blocks, list(charts), is_annex)


def _without_gaps(edition: Edition, blocks: Sequence[Block]) -> Iterator[Block]:
    """`blocks` with a sentence under each heading that nothing stands under."""
    for block, after in zip_longest(blocks, blocks[1:]):
        yield block
        if isinstance(block, Heading) and (
            after is None or (isinstance(after, Heading) and after.level <= block.level)
        ):
            yield Paragraph(edition.say("part_empty"))

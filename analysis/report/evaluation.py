"""The evaluation report of a year, from the marts of one build: its parts in order.

A part is a function from an edition to blocks. Sentences are templates with figures; no adjective
stands that the figures do not carry.
"""

from analysis.base.settings import local_now
from analysis.charts import chart_set
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang
from analysis.report.blocks import Report
from analysis.report.edition import Edition
from analysis.report.parts.appendix import appendix
from analysis.report.parts.definitions import definitions
from analysis.report.parts.four_rates import four_rates
from analysis.report.parts.opening import opening
from analysis.report.parts.quality import quality
from analysis.report.parts.signals import signals
from analysis.report.parts.summary import summary
from analysis.report.parts.tables import tables
from analysis.report.parts.targets import targets
from analysis.report.parts.tasks import tasks
from analysis.report.parts.townships import townships

_PARTS = (
    *(opening, summary, definitions, four_rates, townships),
    *(signals, targets, tasks, quality, tables, appendix),
)


def evaluation_report(marts: Snapshot, year: int, lang: Lang = "zh") -> Report:
    """The report of `year`, as the build behind `marts` knows it."""
    charts, build = chart_set(marts, year, lang), marts.build
    edition = Edition(marts, year, lang, {chart.key: chart for chart in charts})
    about = [
        edition.say("report_date", day=f"{local_now():%Y-%m-%d}"),
        edition.say("report_build", build_id=build["build_id"], as_of=build["as_of"]),
    ]
    report = Report(edition.say("report_title", year=year), about, charts=charts)
    for part in _PARTS:
        report.blocks += part(edition)
    return report

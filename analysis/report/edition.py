"""The findings that a report is made of, with the charts that draw them and what several of its parts use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from analysis.charts import Chart
from analysis.findings import Findings
from analysis.findings.few import fewest
from analysis.findings.problem import Problem
from analysis.findings.problems import problems
from analysis.report.blocks import Paragraph, Picture, Table
from analysis.report.columns import heads_rows


@dataclass(frozen=True)
class Edition(Findings):
    """What each part of a report is made from; `charts` by key."""

    charts: Mapping[str, Chart] = field(default_factory=dict)

    @cached_property
    def problems(self) -> list[Problem]:
        """See `problems`."""
        return problems(self)

    @property
    def span_words(self) -> str:
        return self.span.words(self.lang)

    def pictures(self, *keys: str) -> Iterator[Picture | Paragraph]:
        """Those of the charts named that the data allow; what is too few to be drawn in a sentence."""
        why = self.say("chart_told", fewest=fewest())
        for chart in (self.charts[key] for key in keys if key in self.charts):
            told = self.say("told_instead", finding=chart.finding, why=why)
            yield Paragraph(told) if chart.is_told else Picture(chart)

    def table(
        self,
        title: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        why: str = "why_no_rows",
    ) -> Table | Paragraph:
        """A table without empty cells; of no rows the sentence that there are none, and why.

        Args:
            columns: the columns' names in the messages; why: that of the reason.
        """
        if not rows:
            return Paragraph(self.say("table_empty", title=title, why=self.say(why)))
        shown = [row if heads_rows(row) else [cell or "—" for cell in row] for row in rows]
        return Table(title, [self.say(f"col_{name}") for name in columns], shown)

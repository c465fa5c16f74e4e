"""Charts with the numbers that their files have, and which of them shows a figure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from textwrap import shorten

from analysis.charts import Chart
from analysis.marts.snapshot import Snapshot
from analysis.marts.trace import NoSuchFigure, find_indicator

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # in names of files on Windows
_LONGEST = 80
_NEAR = 5  # so many codes are named in the place of one that is not there


class UnknownFigure(LookupError):
    """No chart shows the figure; `near` are codes like it."""

    def __init__(self, near: list[str]) -> None:
        super().__init__(*near)
        self.near = near


@dataclass(frozen=True)
class Numbered:
    """A chart with its place in the set, from 1 on."""

    number: int
    chart: Chart

    @property
    def stem(self) -> str:
        """As its files are named."""
        words = shorten(_FORBIDDEN.sub(" ", self.chart.caption).lower(), _LONGEST, placeholder="…")
        return f"{self.number:02d} {words}".rstrip(" .")


def numbered(charts: Sequence[Chart]) -> list[Numbered]:
    return [Numbered(at, chart) for at, chart in enumerate(charts, start=1)]


def codes_of(chart: Chart) -> list[str]:
    """The codes of the figures that a chart shows, as ``safety trace`` takes them."""
    if "code" not in chart.table.columns:
        return []
    return [code for code in chart.table["code"].unique(maintain_order=True) if code]


def code_asked(marts: Snapshot, asked: str) -> str:
    """A trace code as it is written; of an indicator, by its id, code or name, its own code."""
    try:
        return find_indicator(marts, asked)["code"]
    except NoSuchFigure:
        return asked.strip().upper()


def showing(charts: Sequence[Numbered], code: str) -> list[Numbered]:
    """The first chart that shows the figure of a trace code; all that are of one indicator alone, of its code.

    Raises:
        UnknownFigure: none does.
    """
    own = [one for one in charts if {c.split("-")[0] for c in codes_of(one.chart)} == {code}]
    shown = {known: one for one in reversed(charts) for known in codes_of(one.chart)}
    if own or code in shown:
        return own or [shown[code]]
    raise UnknownFigure(get_close_matches(code, shown, _NEAR, cutoff=0.5))

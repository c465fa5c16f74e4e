"""Charts with the numbers that their files have, and which of them shows a figure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from textwrap import shorten

from analysis.charts import Chart

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # in names of files on Windows
_LONGEST = 80
_NEAR = 5  # so many codes are named in the place of one that is not there


class UnknownFigure(LookupError):
    """No chart shows the figure; `near` are codes like it, `indicators` what the codes begin with."""

    def __init__(self, near: list[str], indicators: list[str]) -> None:
        super().__init__(*near)
        self.near, self.indicators = near, indicators


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


def showing(charts: Sequence[Numbered], code: str) -> Numbered:
    """The first chart that shows the figure of `code`.

    Raises:
        UnknownFigure: none does.
    """
    wanted = code.strip().upper()
    shown = {known: one for one in reversed(charts) for known in codes_of(one.chart)}
    if wanted in shown:
        return shown[wanted]
    near = get_close_matches(wanted, shown, _NEAR, cutoff=0.5)
    raise UnknownFigure(near, sorted({known.split("-")[0] for known in shown}))

"""What a report is made of, whatever it is written as."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from analysis.charts import Chart
from analysis.messages import Lang


@dataclass(frozen=True)
class Heading:
    """`level` 1 is a part of the report, 2 a section of a part; numbers are added when written."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """`kind`: ``body``; ``note`` in small type; ``warning`` set apart; ``own`` the group's;
    ``annexes`` the list of them before the signature.

    `strong` are the spans of the text that are bold, from and to, in order.
    """

    text: str
    kind: str = "body"
    strong: Sequence[tuple[int, int]] = ()

    @property
    def runs(self) -> list[tuple[str, bool]]:
        """Pieces of the text, and whether each is bold."""
        edges = [0, *(edge for span in self.strong for edge in span), len(self.text)]
        pieces = [(self.text[a:b], at % 2 == 1) for at, (a, b) in enumerate(pairwise(edges))]
        return [(text, is_strong) for text, is_strong in pieces if text]


@dataclass(frozen=True)
class Table:
    """Cells as they are shown."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Picture:
    chart: Chart


@dataclass(frozen=True)
class Contents:
    """The table of contents: the parts with their pages."""


@dataclass(frozen=True)
class Signature:
    """Who signs, and the day, at the right of the last page."""

    by: str
    day: str


Block = Heading | Paragraph | Table | Picture | Contents | Signature


@dataclass
class Report:
    """A report: title, what the cover says under it, the blocks in order, the charts that there are to
    draw. The tables and figures of an annex are numbered as such."""

    title: str
    about: list[str]
    blocks: list[Block] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    is_annex: bool = False

    def name(self, lang: Lang) -> str:
        """The title in one line."""
        return ("" if lang == "zh" else " ").join(self.title.split("\n"))

"""What a report is made of, whatever it is written as."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.charts import Chart


@dataclass(frozen=True)
class Heading:
    """`level` 1 is a part of the report, 2 a section of a part; numbers are added when written."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """`kind`: ``body``; ``note`` in small type; ``warning`` set apart; ``own`` the group's."""

    text: str
    kind: str = "body"


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

    @property
    def parts(self) -> list[str]:
        return [b.text for b in self.blocks if isinstance(b, Heading) and b.level == 1]

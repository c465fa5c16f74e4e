"""How clerks write: tidily, or each time a little differently; and the file that comes of it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from analysis.base.settings import local_now
from analysis.forms.periods import month_end
from analysis.sample.world import World

MARK = "（示例数据）"
_FOOTER = "单位负责人：    填表人：    联系电话：0477-0000000    报出日期：{day:%Y年%m月%d日}"

Cell = str | int | float | datetime
Cells = list[list[Cell]]
Spelling = TypeVar("Spelling")


@dataclass(frozen=True)
class SampleFile:
    """A file to write. `header` has one or two rows, `groups` the merged spans of its first."""

    folder: str
    name: str
    extension: str
    at: datetime
    title: str
    header: list[list[str]]
    rows: Cells
    above: Sequence[str] = ()
    below: Sequence[str] = ()
    groups: Sequence[tuple[int, int]] = ()
    instructions: bool = False
    encoding: str = "utf-8-sig"


class Clerk:
    """Writes values as clerks do."""

    def __init__(self, world: World, year: int, forms: str, messy: bool) -> None:
        self.dice, self.messy = random.Random(f"{world.seed}/{year}/{forms}"), messy
        self.own, self.kind = world.place.name_zh, world.place.kind_zh

    def one_of(self, *spellings: Spelling) -> Spelling:
        return self.dice.choice(spellings) if self.messy else spellings[0]

    def chance(self, probability: float) -> bool:
        return self.messy and self.dice.random() < probability

    def moment(self, at: datetime) -> str | datetime:
        forms = ("%Y-%m-%d %H:%M", "%Y年%m月%d日%H时%M分", "%Y.%m.%d %H:%M", "%Y/%m/%d %H:%M:00")
        if self.chance(0.3):
            return at
        return at.strftime(self.one_of(*forms))

    def text_moment(self, at: datetime) -> str:
        value = self.moment(at)
        return value if isinstance(value, str) else f"{value:%Y-%m-%d %H:%M}"

    def count(self, value: int) -> Cell:
        if value == 0 and self.chance(0.4):
            return self.dice.choice(("—", "-", ""))
        return self.number(value)

    def number(self, value: int | Decimal) -> Cell:
        text = f"{value:,}" if self.chance(0.15) else str(value)
        if self.chance(0.1):
            return text.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
        if self.chance(0.1):
            return f" {text} "
        return text if "," in text else float(value) if isinstance(value, Decimal) else value

    def place(self, township: str) -> str:
        return f"{self.own}{township}" if self.chance(0.3) else township

    def header(self, words: str) -> list[str]:
        """Headers with a blank between them; of those with a ``|`` in them one spelling."""
        return [self.one_of(*word.split("|")) if "|" in word else word for word in words.split(" ")]

    def grouped(
        self, group: str, flat: list[str], first: int, width: int
    ) -> tuple[list[list[str]], list[tuple[int, int]]]:
        """A header in one row, or in two, with `width` columns from `first` under a merged `group`."""
        if not self.messy:
            return [flat], []
        last = first + width
        top = [*flat[:first], group, *[""] * (width - 1), *flat[last:]]
        bottom = [*[""] * first, *flat[first:last], *[""] * (len(flat) - last)]
        return [top, bottom], [(first, last - 1)]

    def with_total(self, rows: Cells, totals: list[Cell]) -> Cells:
        return [totals, *rows] if self.chance(0.2) else [*rows, totals]

    def footer(self, at: datetime) -> list[str]:
        return [_FOOTER.format(day=at)] if self.messy else []


def months_over(year: int) -> int:
    """How many months of a year are over today: nobody hands in what is still to come."""
    today = local_now()
    return 12 if year < today.year else today.month - 1 if year == today.year else 0


def received(year: int, month: int, days: int) -> datetime:
    end = month_end(year, month)
    return datetime(end.year, end.month, end.day, 9) + timedelta(days=days)

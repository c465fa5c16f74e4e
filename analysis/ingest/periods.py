"""The period that a file name or a title names."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from analysis.ingest.cells import squeeze

_NUMERAL = {"一": 1, "二": 2, "三": 3, "四": 4}
_RANGE = re.compile(r"(?<!\d)(\d{4})年?(\d{1,2})月?(?:[-—–~至到]|--|——)(\d{1,2})月")
_QUARTER = re.compile(r"(?<!\d)(\d{4})年?第?(?:([1-4一二三四])季度?|[Qq]([1-4]))")
_PART = re.compile(r"(?<!\d)(\d{4})年?(上半年|下半年|前三季度)")
_MONTH = re.compile(r"(?<!\d)(\d{4})(?:年|[-._])?(1[0-2]|0?[1-9])(?:月|(?!\d))")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?:年|(?!\d))")
_PARTS = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9)}


@dataclass(frozen=True, order=True)
class Period:
    """Whole months, from the first day of one to the last day of another."""

    start: date
    end: date

    @classmethod
    def of_months(cls, year: int, first: int, last: int) -> "Period":
        return cls(date(year, first, 1), date(year, last, monthrange(year, last)[1]))

    @property
    def months(self) -> int:
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def label(self) -> str:
        """``2024``, ``2024Q1``, ``2024-03``, or ``2024-01..2024-06``."""
        year, first, last = self.start.year, self.start.month, self.end.month
        if self.months == 12 and first == 1:
            return f"{year}"
        if self.months == 3 and first % 3 == 1:
            return f"{year}Q{last // 3}"
        if self.months == 1:
            return f"{year}-{first:02}"
        return f"{year}-{first:02}..{self.end.year}-{last:02}"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def find_period(text: str) -> Period | None:
    """The first period that `text` names, from the most to the least exact form; or ``None``."""
    word = squeeze(text)
    if (match := _RANGE.search(word)) and int(match[2]) <= int(match[3]) <= 12:
        return Period.of_months(int(match[1]), int(match[2]), int(match[3]))
    if (match := _PART.search(word)) and match[2] in _PARTS:
        return Period.of_months(int(match[1]), *_PARTS[match[2]])
    if match := _QUARTER.search(word):
        numeral = match[2] or match[3]
        quarter = _NUMERAL.get(numeral) or int(numeral)
        return Period.of_months(int(match[1]), quarter * 3 - 2, quarter * 3)
    if match := _MONTH.search(word):
        return Period.of_months(int(match[1]), int(match[2]), int(match[2]))
    if match := _YEAR.search(word):
        return Period.of_months(int(match[1]), 1, 12)
    return None

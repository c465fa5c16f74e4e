"""The period that a file name or a title names."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from analysis.base.text import NUMERALS, squeeze

_YEAR_DIGITS = (
    r"(?<!\d)(19[4-9]\d|20\d\d)"  # nothing is older than 1949; the build's day bounds the rest
)
_TO = r"(?:[-—–~至到]{1,2})"
_DAY = re.compile(
    rf"{_YEAR_DIGITS}(?:年\d{{1,2}}月\d{{1,2}}[日号]|([-./])\d{{1,2}}\2\d{{1,2}}(?!\d)|[01]\d[0-3]\d(?!\d))"
)
# From the most to the least exact; what one has read the next does not see.
_RANGE = re.compile(rf"{_YEAR_DIGITS}年?(\d{{1,2}})月?{_TO}(?:\1年)?(\d{{1,2}})月")
_QUARTERS = re.compile(rf"{_YEAR_DIGITS}年?([1-4一二三四]){_TO}([1-4一二三四])季度?")
_PART = re.compile(rf"{_YEAR_DIGITS}年?(上半年|下半年|前三季度)")
_QUARTER = re.compile(rf"{_YEAR_DIGITS}年?第?(?:([1-4一二三四])季度?|[Qq]([1-4])(?!\d))")
_MONTH = re.compile(
    rf"{_YEAR_DIGITS}(?:年(\d{{1,2}})月|[-._](\d{{1,2}})(?![\d季])月?|(\d\d)(?!\d)月?)"
)
_YEAR = re.compile(rf"{_YEAR_DIGITS}(?:年|(?!\d))")
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

    def words(self, lang: str) -> str:
        """As people name it: 2024年, 2024年第一季度, 2024年3月, 2024年1至9月; in English the label."""
        year, first, last = self.start.year, self.start.month, self.end.month
        if lang != "zh" or year != self.end.year:
            return self.label
        if self.months == 12:
            return f"{year}年"
        if self.months == 3 and first % 3 == 1:
            return f"{year}年第{'一二三四'[last // 3 - 1]}季度"
        return f"{year}年{first}月" if self.months == 1 else f"{year}年{first}至{last}月"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def holds(self, other: "Period") -> bool:
        return self.start <= other.start and other.end <= self.end


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def periods_in(text: str) -> list[Period]:
    """All periods that `text` names, in no order; those of the most exact kind that occurs.

    A day (2024年4月5日) is when something was written, and no period; a month that is none
    (2024年0-3月, 2024年13月) makes the text name nothing.
    """
    word = _DAY.sub("；", squeeze(text)[:300])
    for pattern, read in _KINDS:
        if found := [read(match) for match in pattern.finditer(word)]:
            return [] if None in found else list(dict.fromkeys(p for p in found if p))
    return []


def find_period(text: str) -> Period | None:
    """The one period that `text` names; ``None`` where it names none, or several."""
    found = periods_in(text)
    return found[0] if len(found) == 1 else None


def _months(year: str, first: int, last: int) -> Period | None:
    fits = 1 <= first <= last <= 12
    return Period.of_months(int(year), first, last) if fits else None


def _of_quarters(year: str, first: str, last: str) -> Period | None:
    a, b = (NUMERALS.get(q) or int(q) for q in (first, last))
    return _months(year, a * 3 - 2, b * 3)


def _of_month(match: re.Match[str]) -> Period | None:
    month = int(match[2] or match[3] or match[4])
    return _months(match[1], month, month)


_KINDS = (
    (_RANGE, lambda m: _months(m[1], int(m[2]), int(m[3]))),
    (_QUARTERS, lambda m: _of_quarters(m[1], m[2], m[3])),
    (_PART, lambda m: _months(m[1], *_PARTS[m[2]])),
    (_QUARTER, lambda m: _of_quarters(m[1], m[2] or m[3], m[2] or m[3])),
    (_MONTH, _of_month),
    (_YEAR, lambda m: _months(m[1], 1, 12)),
)

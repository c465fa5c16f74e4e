"""Short codes of figures, as the report prints them and ``safety trace`` takes them.

``PD-2024`` is production deaths of the year 2024 in the own region; ``FD-2024Q1``, ``RD-2024M03``,
``RD-2024S09`` (since January to September) and ``ND-2024R06`` (twelve months to June) are other
periods; ``FD-2024-104`` is the township with the own region's code and 104. Any other region stands
with its whole code.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

import polars as pl

from analysis.base.places import own_id
from analysis.marts.rows import IndicatorRow, RateRow
from analysis.messages import Lang, say

_KINDS = {"quarter": "Q", "month": "M", "ytd": "S", "r12m": "R"}
_CODE = re.compile(r"^([A-Z]{2,4})-(\d{4})(?:([QMSR])(\d{1,2}))?(?:-(\d{3,12}))?$")
_WHOLE_CODE = 6  # digits that the code of a county has


@dataclass(frozen=True)
class Figure:
    """One row of ``fct_indicator_rates``; `indicator` is the indicator's own short code."""

    indicator: str
    region_id: str
    period_kind: str
    period_end: date

    @classmethod
    def of(cls, indicator: IndicatorRow, rate: RateRow) -> "Figure":
        """The figure that `rate`, a row of `indicator`, is."""
        return cls(indicator["code"], rate["region_id"], rate["period_kind"], rate["period_end"])

    @property
    def code(self) -> str:
        end, mark = self.period_end, _KINDS.get(self.period_kind)
        period = f"{end.year}"
        if mark == "Q":
            period += f"Q{end.month // 3}"
        elif mark:
            period += f"{mark}{end.month:02d}"
        if self.region_id == own_id():
            return f"{self.indicator}-{period}"
        rest = self.region_id.removeprefix(own_id())
        region = rest if len(rest) < _WHOLE_CODE else self.region_id
        return f"{self.indicator}-{period}-{region}"


def pooled_codes(indicator: IndicatorRow, region: str, first: int, last: int, lang: Lang) -> str:
    """The codes of the first and the last of the years that a figure is pooled of: it has none of its own."""
    ends = (
        Figure(indicator["code"], region, "year", date(year, 12, 31)).code for year in (first, last)
    )
    return say("pooled_codes", lang, **dict(zip(("first", "last"), ends, strict=True)))


def coded(rates: pl.DataFrame, indicator: IndicatorRow) -> pl.DataFrame:
    """`rates`, rows of ``fct_indicator_rates`` of `indicator`, with the ``code`` of each."""
    keys = rates.select("region_id", "period_kind", "period_end").iter_rows()
    codes = [Figure(indicator["code"], *key).code for key in keys]
    return rates.with_columns(code=pl.Series(codes, dtype=pl.String))


def parse(code: str) -> Figure:
    """The figure that `code` names.

    Raises:
        ValueError: it is no such code.
    """
    found = _CODE.match(code.strip().upper())
    if not found:
        raise ValueError(code)
    indicator, year, mark, number, region = found.groups()
    kind = next((k for k, m in _KINDS.items() if m == mark), "year")
    month = 12 if number is None else int(number) * (3 if mark == "Q" else 1)
    if not 1 <= month <= 12:
        raise ValueError(code)
    end = date(int(year), month, monthrange(int(year), month)[1])
    region = region or ""
    is_whole = len(region) >= _WHOLE_CODE
    return Figure(indicator, region if is_whole else own_id() + region, kind, end)

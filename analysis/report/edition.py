"""A report's year and language, and what several of its parts show of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from analysis.base.places import own_id
from analysis.charts import Chart
from analysis.marts.caveats import with_notes
from analysis.marts.forecast_words import ForecastRow, running_forecasts
from analysis.marts.judged import JudgedRow, judged
from analysis.marts.plan import PlanIndicatorRow, plan_indicators, plan_rows
from analysis.marts.rows import (
    IndicatorRow,
    NotedRow,
    RegionRow,
    SeriesRow,
    in_language,
    rows_of,
)
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang, say
from analysis.report.blocks import Picture, Table


class YearRow(NotedRow):
    """The rate of a year."""

    year: int


def default_year(marts: Snapshot) -> int:
    """The last year whose four rates are complete, else the one before the build's day."""
    plan = plan_indicators(marts)["indicator_id"]
    rates = marts["fct_indicator_rates"].filter(
        pl.col("indicator_id").is_in(plan.implode()),
        pl.col("rate").is_not_null(),
        region_id=own_id(),
        period_kind="year",
        origin="hand_in",
    )
    years = rates.group_by(year=pl.col("period_end").dt.year()).len().filter(len=len(plan))["year"]
    return max(years.to_list(), default=marts.as_of.year - 1)


@dataclass(frozen=True)
class Edition:
    """What each part of a report is made from: a snapshot, the year, the language, the charts of the
    year by key."""

    marts: Snapshot
    year: int
    lang: Lang
    charts: Mapping[str, Chart] = field(default_factory=dict)

    @cached_property
    def indicators(self) -> list[PlanIndicatorRow]:
        """The four rates of the plan."""
        return plan_rows(self.marts)

    @cached_property
    def _years(self) -> list[YearRow]:
        rates = self.marts["fct_indicator_rates"].filter(period_kind="year", region_id=own_id())
        rates = rates.with_columns(year=pl.col("period_end").dt.year()).sort("year")
        return rows_of(with_notes(rates, self.lang), YearRow)

    def every_year_of(self, indicator: IndicatorRow) -> list[YearRow]:
        """The yearly rates of an indicator."""
        return [r for r in self._years if r["indicator_id"] == indicator["indicator_id"]]

    def years_of(self, indicator: IndicatorRow) -> list[YearRow]:
        """Those up to the year of the report."""
        return [row for row in self.every_year_of(indicator) if row["year"] <= self.year]

    def year_of(self, indicator: IndicatorRow) -> YearRow | None:
        """The rate of the report's year; none where nothing was handed in."""
        last = self.years_of(indicator)[-1:]
        return last[0] if last and last[0]["year"] == self.year else None

    @cached_property
    def forecasts(self) -> list[ForecastRow]:
        """Of the year that runs, in order of time."""
        return running_forecasts(self.marts, self.lang)

    @cached_property
    def _judged(self) -> list[JudgedRow]:
        return rows_of(judged(self.marts, self.lang), JudgedRow)

    def verdict_of(self, indicator: IndicatorRow) -> JudgedRow | None:
        """The verdict at the end of the report's year."""
        own = [r for r in self._judged if r["indicator_id"] == indicator["indicator_id"]]
        at_end = [r for r in own if r["year"] == self.year and not r["is_to_date"]]
        return at_end[0] if at_end else None

    def latest_verdict_of(self, indicator: IndicatorRow) -> JudgedRow | None:
        """The last verdict that there is, of a year that runs by its months so far."""
        own = [r for r in self._judged if r["indicator_id"] == indicator["indicator_id"]]
        return own[-1] if own else None

    def why_unknown(self, row: YearRow | None) -> str:
        """Why there is no rate, of a row without one or of none."""
        return (row and row["note"]) or self.say("no_hand_in")

    def say(self, code: str, **params: object) -> str:
        return say(code, self.lang, **params)

    def text(self, row: Mapping[str, object], what: str = "name") -> str:
        """``name`` or another text of `row` in the language of the report."""
        return in_language(row, what, self.lang)

    def listed(self, names: Iterable[str]) -> str:
        return self.say("list_comma").join(names)

    def indicator_names(self) -> dict[str, str]:
        return {r["indicator_id"]: self.text(r) for r in self.marts.rows(IndicatorRow)}

    def series_names(self) -> dict[str, str]:
        return {row["series"]: self.text(row) for row in self.marts.rows(SeriesRow)}

    def region_names(self) -> dict[str, str]:
        return {row["region_id"]: self.text(row) for row in self.marts.rows(RegionRow)}

    def pictures(self, *keys: str) -> Iterator[Picture]:
        """Those of the charts named that the data allow."""
        yield from (Picture(self.charts[key]) for key in keys if key in self.charts)

    def table(
        self, title: str, columns: Mapping[str, float], rows: Sequence[Sequence[str]]
    ) -> Table:
        """A table.

        Args:
            columns: shares of the page's width, by the columns' names in the messages.
        """
        header = [self.say(f"col_{name}") for name in columns]
        return Table(title, header, rows, tuple(columns.values()))

"""All that a report says of one span, found once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from analysis.base.settings import setting
from analysis.findings.gaps import gaps_of, lacking
from analysis.findings.rates import Compared, compared, noted_rates
from analysis.findings.span import Span, default_year, whole_year, year_to
from analysis.findings.to_date import ToDate, counts_by_month, to_date
from analysis.marts.departments import department
from analysis.marts.forecast_words import ForecastRow, running_forecasts, without_figures
from analysis.marts.judged import JudgedRow, judged
from analysis.marts.plan import (
    PlanIndicatorRow,
    StandingRow,
    latest_progress,
    plan_indicators,
    plan_rows,
)
from analysis.marts.rows import (
    BreakRow,
    IndicatorRow,
    NotedRow,
    SeriesRow,
    SignalEpisodeRow,
    in_language,
    rows_of,
)
from analysis.marts.signal_words import most_urgent_first
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang, say
from analysis.messages.dates import day_words
from analysis.messages.numbers import listed


@dataclass(frozen=True)
class IndicatorFinding:
    """How an indicator stands in the span: its rates compared, the running year so far, verdict, forecast."""

    indicator: PlanIndicatorRow
    rates: Compared
    to_date: ToDate | None
    verdict: JudgedRow | None
    forecast: ForecastRow | None


class YearRow(NotedRow):
    """The rate of a year."""

    year: int


@dataclass(frozen=True)
class Findings:
    """What the marts of one build say of `span`, in a language."""

    marts: Snapshot
    span: Span
    lang: Lang

    @classmethod
    def of_year(cls, marts: Snapshot, year: int | None = None, lang: Lang = "zh") -> "Findings":
        """Of a whole year, by default the last one of which most rates are known."""
        return cls(marts, whole_year(year or default_year(marts)), lang)

    @property
    def year(self) -> int:
        """The year that the span ends in."""
        return self.span.year

    @cached_property
    def indicators(self) -> list[PlanIndicatorRow]:
        """The four rates of the plan."""
        return plan_rows(self.marts)

    @cached_property
    def of_indicators(self) -> list[IndicatorFinding]:
        """One a rate of the plan, in its order."""
        return [self._found(indicator) for indicator in self.indicators]

    def of_id(self, indicator_id: str) -> PlanIndicatorRow:
        """The rate of the plan of that id."""
        return next(row for row in self.indicators if row["indicator_id"] == indicator_id)

    def of(self, indicator: IndicatorRow) -> IndicatorFinding:
        """The finding of a rate of the plan."""
        key = indicator["indicator_id"]
        return next(f for f in self.of_indicators if f.indicator["indicator_id"] == key)

    def _found(self, indicator: PlanIndicatorRow) -> IndicatorFinding:
        key, verdict = indicator["indicator_id"], self.verdict_of(indicator)
        return IndicatorFinding(
            indicator,
            compared(self.rates, indicator, self.span, verdict),
            to_date(self.counts_to_date, self.counts_of_months, key, self.span),
            verdict,
            next((row for row in self.latest_forecasts if row["indicator_id"] == key), None),
        )

    @cached_property
    def accidents(self) -> pl.DataFrame:
        """The accidents that count: of a domain that states it those that it states."""
        series = self.marts["dim_series"].filter(filter_column="is_counted")
        states_it = pl.col("domain").is_in(series["event_domain"].unique().implode())
        return self.marts["fct_accidents"].filter(pl.col("is_counted").fill_null(~states_it))

    @cached_property
    def rates(self) -> pl.DataFrame:
        """See `noted_rates`."""
        return noted_rates(self.marts, self.lang)

    def yearly(self, indicator: IndicatorRow, region: str | None = None) -> pl.DataFrame:
        """The yearly rates of an indicator in a region, by default the own one, that are over
        at the end of the span, with ``year`` and ``note``."""
        rates = noted_rates(self.marts, self.lang, region) if region else self.rates
        return rates.filter(
            pl.col("period_end") <= self.span.end,
            indicator_id=indicator["indicator_id"],
            period_kind="year",
        ).with_columns(year=pl.col("period_end").dt.year())

    def years_of(self, indicator: IndicatorRow) -> list[YearRow]:
        """The rows of `yearly`."""
        return rows_of(self.yearly(indicator), YearRow)

    def year_of(self, indicator: IndicatorRow) -> YearRow | None:
        """The rate of the last year that is over; none where nothing was handed in."""
        last = self.years_of(indicator)[-1:]
        asked = self.year if self.span.kind == "year" else None
        return last[0] if last and asked in (None, last[0]["year"]) else None

    @cached_property
    def counts_to_date(self) -> pl.DataFrame:
        """See `counts_by_month`: the year of the span and so many before as the chart compares, those that count
        alike."""
        plan = plan_indicators(self.marts).with_columns(name=f"domain_{self.lang}")
        first = self.year - int(setting("year_to_date_years"))
        counts = counts_by_month(self.marts, plan, (first, self.year))
        since = pl.col("indicator_id").replace_strict(
            {row["indicator_id"]: self.comparable_from(row) for row in self.indicators}
        )
        alike = (pl.col("year") >= since) | (pl.col("year") == self.year)
        return counts.filter(pl.col("period_end") <= self.span.end, alike)

    @cached_property
    def counts_of_months(self) -> pl.DataFrame:
        """Of the single months of the year that the span ends in, see `counts_by_month`."""
        plan = plan_indicators(self.marts).with_columns(name=f"domain_{self.lang}")
        return counts_by_month(self.marts, plan, (self.year, self.year), "month")

    def breaks_of(self, indicator: IndicatorRow) -> list[BreakRow]:
        """The changes of its definition before and after which nothing compares, in order of time."""
        breaks = self.marts.table("reference", "definition_breaks").filter(
            ~pl.col("allows_comparison"), event_domain=indicator["event_domain"]
        )
        return rows_of(breaks.sort("effective_from"), BreakRow)

    def comparable_from(self, indicator: IndicatorRow, end: date | None = None) -> int:
        """The first whole year that is counted as `end`, by default that of the span, is; the year after that
        where the definition changed within its year."""
        days = [row["effective_from"] for row in self.breaks_of(indicator)]
        past = [day for day in days if day <= (end or self.span.end)]
        if not past:
            return 0
        last = past[-1]
        return last.year if (last.month, last.day) == (1, 1) else last.year + 1

    @cached_property
    def forecasts(self) -> list[ForecastRow]:
        """Of the running year and the rates of the plan, as they stood at the end of each month, in order of time:
        up to the end of the span, or all of them beside a year that is over. Nothing is forecast from the months
        before a missing one, where later ones are known."""
        known = {row["indicator_id"] for row in self.indicators}
        found = running_forecasts(self.marts, self.lang)
        own = [row for row in found if row["indicator_id"] in known]
        if self.span.kind != "year":
            own = [r for r in own if r["year"] == self.year and r["period_end"] <= self.span.end]
        elif self.year < self.marts.as_of.year - 1:
            return []  # what runs is not the year after it
        return [without_figures(r) if r["indicator_id"] in self._with_gaps else r for r in own]

    @cached_property
    def _with_gaps(self) -> set[str]:
        """The rates of the plan of whose running year months are known beyond one that is missing."""
        span = year_to(self.marts.as_of.year, 12) if self.span.kind == "year" else self.span
        plan = plan_indicators(self.marts).with_columns(name=f"domain_{self.lang}")
        sums, months = (
            counts_by_month(self.marts, plan, (span.year, span.year), kind)
            for kind in ("ytd", "month")
        )
        found = {key: to_date(sums, months, key, span) for key in plan["indicator_id"]}
        return {key for key, counted in found.items() if counted and counted.least is not None}

    @cached_property
    def latest_forecasts(self) -> list[ForecastRow]:
        """The last of each rate of the plan, in the plan's order."""
        latest = {row["indicator_id"]: row for row in self.forecasts}
        keys = [row["indicator_id"] for row in self.indicators]
        return [latest[key] for key in keys if key in latest]

    @cached_property
    def _judged(self) -> list[JudgedRow]:
        return rows_of(judged(self.marts, self.lang), JudgedRow)

    def verdict_of(self, indicator: IndicatorRow) -> JudgedRow | None:
        """The verdict at the end of the span: that of a whole year, or the last one up to its end, of the plan alone."""
        own = [r for r in self._judged if r["indicator_id"] == indicator["indicator_id"]]
        if self.span.kind == "year":
            own = [r for r in own if r["year"] == self.year and not r["is_to_date"]]
        if self.span.kind == "plan":
            own = [r for r in own if r["year"] >= self.span.first.year]
        return next((r for r in reversed(own) if r["period_end"] <= self.span.end), None)

    @cached_property
    def targets(self) -> list[StandingRow]:
        """Where the targets of the plan stand on the build's day, in the order in which they are due."""
        return rows_of(latest_progress(self.marts, self.lang), StandingRow)

    @cached_property
    def answers(self) -> dict[int, list[str]]:
        """Who answers for each task, in the plan's order."""
        who = department(self.marts["dim_department"], self.lang)
        links = self.marts["bridge_task_department"].with_columns(who)
        by_task = links.sort("task_id", "position").group_by("task_id", maintain_order=True)
        return dict(by_task.agg("department").iter_rows())

    @cached_property
    def common_departments(self) -> list[str]:
        """Those who answer for every task, in the plan's order."""
        first = next(iter(self.answers.values()), [])
        return [name for name in first if all(name in who for who in self.answers.values())]

    def others(self, departments: Sequence[str]) -> list[str]:
        """`departments` without those who answer for everything; all of them where nobody else does."""
        rest = [name for name in departments if name not in self.common_departments]
        return rest or list(departments)

    def latest_verdict_of(self, indicator: IndicatorRow) -> JudgedRow | None:
        """The last one that there is, whatever the span."""
        own = (r for r in self._judged if r["indicator_id"] == indicator["indicator_id"])
        return max(own, key=lambda row: row["period_end"], default=None)

    @cached_property
    def signals(self) -> list[SignalEpisodeRow]:
        """The episodes that have a month in the span, the most urgent first."""
        start, end = pl.col("start_period_end"), pl.col("end_period_end")
        in_span = (start <= self.span.end) & (end >= self.span.first)
        return most_urgent_first(self.marts["fct_signal_episodes"].filter(in_span))

    @cached_property
    def missing(self) -> pl.DataFrame:
        """The hand-ins that did not come or do not count (see `lacking`)."""
        return lacking(self.marts, self.span, self.indicators, self.lang)

    @cached_property
    def gaps(self) -> pl.DataFrame:
        return gaps_of(self.marts, self.lang)

    def day(self, day: date) -> str:
        """A day as officials write it."""
        return day_words(day, self.lang)

    def say(self, code: str, **params: object) -> str:
        return say(code, self.lang, **params)

    def text(self, row: Mapping[str, object], what: str = "name") -> str:
        """``name`` or another text of `row` in the language of the report."""
        return in_language(row, what, self.lang)

    def listed(
        self, names: Iterable[str], most: int | None = None, more: str = "and_others"
    ) -> str:
        return listed(list(names), self.lang, most, more)

    def indicator_names(self) -> dict[str, str]:
        return {r["indicator_id"]: self.text(r) for r in self.marts.rows(IndicatorRow)}

    def series_names(self) -> dict[str, str]:
        return {row["series"]: self.text(row) for row in self.marts.rows(SeriesRow)}

    def series_units(self) -> dict[str, str]:
        return {row["series"]: self.text(row, "unit") for row in self.marts.rows(SeriesRow)}

    def region_names(self) -> dict[str, str]:
        return self.marts.region_names(self.lang)

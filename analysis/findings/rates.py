"""The rates of an indicator that a report compares, each with its terms and its code."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from analysis.base.places import own_id
from analysis.findings.few import are_few
from analysis.findings.span import Span
from analysis.marts.caveats import with_notes
from analysis.marts.figure_codes import Figure
from analysis.marts.judged import JudgedRow
from analysis.marts.rows import IndicatorRow, NotedRow, rows_of
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang


class _TermsRow(NotedRow):
    """With the note without what its comparison says."""

    note_on_terms: str | None


@dataclass(frozen=True)
class Rate:
    """A rate of the own region, null where its note says why.

    Attributes:
        first: first year of the period.
        end: its last day.
        code: what ``safety trace`` takes; none for pooled years.
    """

    first: int
    end: date
    count: float | None
    denominator: float | None
    rate: float | None
    lower: float | None = None
    upper: float | None = None
    code: str | None = None
    note: str | None = None
    note_on_terms: str | None = None
    is_complete: bool = True


@dataclass(frozen=True)
class Compared:
    """A rate and the one before it. `change` says how they compare: fell, rose, none, few, from_zero, defined_anew,
    unknown; `change_pct` is known for the first three."""

    now: Rate | None
    before: Rate | None
    change: str
    change_pct: float | None = None


def noted_rates(marts: Snapshot, lang: Lang, region: str | None = None) -> pl.DataFrame:
    """The rows of a region, by default the own one, over whole years and twelve months, in order of time, with
    ``note``."""
    found = marts["fct_indicator_rates"].filter(
        pl.col("period_kind").is_in(["year", "r12m"]), region_id=region or own_id()
    )
    noted = with_notes(found.sort("period_end"), lang)
    of_terms = noted.with_columns(pl.col("caveats").list.set_difference(["defined_anew"]))
    return noted.with_columns(note_on_terms=with_notes(of_terms, lang)["note"])


def compared(
    rates: pl.DataFrame, indicator: IndicatorRow, span: Span, judged: JudgedRow | None
) -> Compared:
    """What `span` compares: a year and the one before; to a month, the last twelve months that have a rate
    and the same a year before; of the plan, its years and those that its verdict sets against them.

    Args:
        rates: see `noted_rates`.
        judged: the verdict at the end of `span`.
    """
    if span.kind == "plan":
        return _pooled(indicator, judged)
    kind = "year" if span.kind == "year" else "r12m"
    own = rates.filter(indicator_id=indicator["indicator_id"], period_kind=kind)
    within = own.filter(pl.col("period_end").is_between(span.first, span.end))
    known = within.filter(pl.col("rate").is_not_null())
    rows = rows_of(within if known.is_empty() else known, _TermsRow)
    if not rows:
        return Compared(None, None, "unknown")
    now = rows[-1]
    year_before = {(now["period_end"].year - 1, now["period_end"].month)}
    before = [
        r
        for r in rows_of(own, _TermsRow)
        if (r["period_end"].year, r["period_end"].month) in year_before
    ]
    return Compared(
        _rate(indicator, now),
        _rate(indicator, before[0]) if before else None,
        _change(now),
        now["change_pct"],
    )


def _rate(indicator: IndicatorRow, row: _TermsRow) -> Rate:
    return Rate(
        first=row["period_end"].year,
        end=row["period_end"],
        count=row["numerator"],
        denominator=row["denominator"],
        rate=row["rate"],
        lower=row["rate_lower_95"],
        upper=row["rate_upper_95"],
        code=Figure.of(indicator, row).code,
        note=row["note"],
        note_on_terms=row["note_on_terms"],
        is_complete=row["is_complete"],
    )


def _change(row: _TermsRow) -> str:
    before, rate = row["prior_year_rate"], row["rate"]
    if before is None or rate is None:
        return "unknown"
    if before == 0:
        return "from_zero" if rate else "none"
    if "defined_anew" in row["caveats"]:
        return "defined_anew"
    if rate == before:
        return "none"
    if row["change_pct"] is None:
        return "few"
    return "fell" if rate < before else "rose"


def _ratio(count: float | None, over: float | None, per: float) -> float | None:
    return count / over * per if count is not None and over else None


def _pooled(indicator: IndicatorRow, judged: JudgedRow | None) -> Compared:
    if judged is None or judged["first_year"] is None or judged["first_year_before"] is None:
        return Compared(None, None, "unknown")
    last = judged["last_year"] or judged["first_year"]
    end = judged["period_end"] if last == judged["period_end"].year else date(last, 12, 31)
    now, before = (
        Rate(first, until, count, over, _ratio(count, over, indicator["per"]))
        for first, until, count, over in (
            (judged["first_year"], end, judged["events"], judged["denominator"]),
            (
                judged["first_year_before"],
                date(judged["last_year_before"] or judged["first_year_before"], 12, 31),
                judged["events_before"],
                judged["denominator_before"],
            ),
        )
    )
    if now.rate is None or before.rate is None:
        return Compared(now, before, "unknown")
    if before.rate == 0:
        return Compared(now, before, "from_zero" if now.rate else "none")
    if now.rate == before.rate:
        return Compared(now, before, "none", 0.0)
    if are_few(before.count):
        return Compared(now, before, "few")
    change = "fell" if now.rate < before.rate else "rose"
    return Compared(now, before, change, 100 * (now.rate / before.rate - 1))

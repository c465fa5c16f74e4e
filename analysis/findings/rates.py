"""The rates of an indicator that a report compares, each with its terms and its code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

import polars as pl

from analysis.base.places import own_id
from analysis.base.settings import baseline_years
from analysis.findings.few import are_few
from analysis.findings.span import Span
from analysis.marts.caveats import with_notes
from analysis.marts.figure_codes import Figure
from analysis.marts.judged import JudgedRow
from analysis.marts.rows import IndicatorRow, NotedRow, rows_of
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang

_ANEW = {"defined_anew", "defined_anew_within"}
# what must be known of a rate that there is, which does not say why there is none
_NO_LACK = [
    "places_unlisted",
    "rows_doubted",
    "files_released",
    "corrected",
    "denominator_corrected",
    "stock_carried_forward",
    "denominator_projected",
    "denominator_preliminary",
    "denominator_verified",
    "denominator_final",
    "denominator_mixed",
]


class _TermsRow(NotedRow):
    """With the note without what its comparison says, and what of it says why there is no rate."""

    note_on_terms: str | None
    note_on_lack: str | None


@dataclass(frozen=True)
class Rate:
    """A rate of the own region, null where its note says why.

    Attributes:
        first: first year of the period.
        end: its last day.
        code: what ``safety trace`` takes; none for pooled years.
        years: so many years of the period are in it, one that runs among them; none where all are.
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
    years: int | None = None


@dataclass(frozen=True)
class Compared:
    """A rate and the one before it. `change` says how they compare: fell, rose, none, few, from_zero, defined_anew,
    unknown; `change_pct` is known for the first three."""

    now: Rate | None
    before: Rate | None
    change: str
    change_pct: float | None = None


def noted_rates(marts: Snapshot, lang: Lang, region: str | None = None) -> pl.DataFrame:
    """The rows of a region, by default the own one, over whole years, twelve months and years so far, in order of
    time, with ``note``."""
    found = marts["fct_indicator_rates"].filter(
        pl.col("period_kind").is_in(["year", "r12m", "ytd"]), region_id=region or own_id()
    )
    noted = with_notes(found.sort("period_end"), lang)

    def note_without(caveats: list[str]) -> pl.Series:
        left = noted.with_columns(pl.col("caveats").list.set_difference(caveats))
        return with_notes(left, lang)["note"]

    return noted.with_columns(
        note_on_terms=note_without(["defined_anew"]),
        note_on_lack=note_without([*_ANEW, *_NO_LACK]),
    )


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
        return _pooled(rates, indicator, span, judged)
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
        note=row["note"] if row["rate"] is not None else row["note_on_lack"],
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


def _pooled(
    rates: pl.DataFrame, indicator: IndicatorRow, span: Span, judged: JudgedRow | None
) -> Compared:
    if judged is None or judged["first_year"] is None or judged["first_year_before"] is None:
        first, last = baseline_years()
        now = _together(rates, indicator, (span.first, span.end), is_first=True)
        base = _together(rates, indicator, (date(first, 1, 1), date(last, 12, 31)), is_first=False)
        return Compared(now, base, "unknown")
    last = judged["last_year"] or judged["first_year"]
    end = judged["period_end"] if last == judged["period_end"].year else date(last, 12, 31)
    now, before = (
        Rate(
            first,
            until,
            count,
            over,
            _ratio(count, over, indicator["per"]),
            years=ceil(years) if years and ceil(years) <= until.year - first else None,
        )
        for first, until, count, over, years in (
            (judged["first_year"], end, judged["events"], judged["denominator"], judged["years"]),
            (
                judged["first_year_before"],
                date(judged["last_year_before"] or judged["first_year_before"], 12, 31),
                judged["events_before"],
                judged["denominator_before"],
                judged["years_before"],
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


def years_between(
    rates: pl.DataFrame, indicator: IndicatorRow, first: date, end: date
) -> pl.DataFrame:
    """The yearly rows of an indicator between two days, and the last of a year so far that ends within a year."""
    own = rates.filter(
        pl.col("period_end").is_between(first, end), indicator_id=indicator["indicator_id"]
    )
    years = own.filter(period_kind="year")
    runs = own.filter(pl.col("period_end").dt.year() == end.year, period_kind="ytd").tail(1)
    is_over = years["period_end"].is_in(runs["period_end"].implode()).any()
    return years if is_over else pl.concat([years, runs])


def _of_one_definition(rows: Sequence[_TermsRow], is_first: bool) -> list[_TermsRow]:
    """The last years in a row that count alike, as verdicts take them: none that mixes two definitions, unless no
    other is known.

    Args:
        is_first: whether as the first of the years counts, and not as the last.
    """
    whole = [row for row in rows if "defined_anew_within" not in (row["caveats"] or [])] or rows
    anew = ("defined_anew" in (row["caveats"] or []) for row in whole[1:])
    until = next((at for at, is_anew in enumerate(anew, 1) if is_anew), None)
    return _alike(whole[:until] if is_first else whole)


def _alike(rows: Sequence[_TermsRow]) -> list[_TermsRow]:
    """The last years in a row that count alike."""
    found: list[_TermsRow] = []
    for row in reversed(rows):
        if found and found[0]["period_end"].year != row["period_end"].year + 1:
            break
        found.insert(0, row)
        if not _ANEW.isdisjoint(row["caveats"] or []):
            break
    return found


def _together(
    rates: pl.DataFrame, indicator: IndicatorRow, days: tuple[date, date], *, is_first: bool
) -> Rate | None:
    """The years that have a rate and count alike (see `_of_one_definition`), in sum; of none the counts that are
    known."""
    rows = rows_of(years_between(rates, indicator, *days), _TermsRow)
    alike = _of_one_definition([row for row in rows if row["rate"] is not None], is_first)
    counts = [row for row in rows if row["numerator"] is not None]
    counted = alike or _of_one_definition(counts, is_first)
    if not counted:
        return None
    count = sum(row["numerator"] or 0 for row in counted)
    over = sum(row["denominator"] or 0 for row in alike) or None
    return Rate(
        counted[0]["period_end"].year,
        counted[-1]["period_end"],
        count,
        over,
        _ratio(count, over, indicator["per"]),
        note=None if alike else counted[-1]["note_on_lack"],
        is_complete=bool(alike) or all(row["is_complete"] for row in counted),
    )

"""Periods in which an indicator is worse than chance explains.

Each rule gives candidates with the figures that raised them; the levels are the office's choice.
Only complete periods are looked at, each against periods counted by the same definition.
"""

import itertools
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl
from scipy.stats import beta, poisson

from analysis.messages import Lang, say
from analysis.statistics.rules import seven_on_one_side, seven_point_trend, two_in_three
from analysis.statistics.spc import spc_limits

SCHEMA = {
    "indicator_id": pl.String,
    "region_id": pl.String,
    "period_kind": pl.String,
    "period_end": pl.Date,
    "rule": pl.String,
    "strength": pl.String,
    "value": pl.Float64,
    "center": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "p": pl.Float64,
    "message_zh": pl.String,
    "message_en": pl.String,
}
Settings = Mapping[str, float]
Key = dict[str, str]


@dataclass(frozen=True)
class Candidate:
    """A period that one rule finds worse than chance explains; figures in the unit of `value`."""

    period_kind: str
    period_end: date
    rule: str
    strength: str | None
    value: float
    center: float
    lower: float | None
    upper: float | None
    p: float | None
    message_zh: str
    message_en: str


def likely_range(years: pl.DataFrame) -> Iterator[Candidate]:
    """A year's count above the Poisson range around the mean rate of the five years about it
    (as Transport Scotland's likely range of random variation; exact Poisson points).

    Args:
        years: year, numerator, denominator in order, of one definition; the last two years and
            the first two have no range.
    """
    rows = years.rows(named=True)
    for at in range(2, len(rows) - 2):
        window = rows[at - 2 : at + 3]
        if window[-1]["year"] - window[0]["year"] != 4:
            continue
        row = rows[at]
        rate = sum(w["numerator"] for w in window) / sum(w["denominator"] for w in window)
        expected = rate * row["denominator"]
        for strength, tail in (("above_998", 0.001), ("above_95", 0.025)):
            upper = float(poisson.isf(tail, expected))
            if row["numerator"] > upper:
                lower = float(poisson.ppf(tail, expected))
                yield _candidate(
                    "likely_range", strength, "year", date(row["year"], 12, 31),
                    row["numerator"], expected, lower, upper,
                )  # fmt: skip
                break


def monthly_chart(months: pl.DataFrame, settings: Settings) -> Iterator[Candidate]:
    """XmR chart of monthly counts of events that are frequent enough (Wheeler 1993).

    Args:
        months: period_end and numerator of consecutive complete months of one definition.
    """
    values = months["numerator"].to_list()
    if len(values) < settings["xmr_min_points"] or np.mean(values) < settings["xmr_min_mean"]:
        return
    limits = spc_limits(values, "xmr", baseline=int(settings["xmr_baseline_points"]))
    side = [int(np.sign(v - c)) for v, c in limits.select("plotted", "centre").iter_rows()]
    close = [int(v > near) for v, near in limits.select("plotted", "near_upper").iter_rows()]
    over = [int(v > upper) for v, upper in limits.select("plotted", "upper").iter_rows()]
    above = [1 if sign > 0 else 0 for sign in side]
    flags = {
        "beyond_limit": over,
        "two_in_three": _ends(two_in_three(close, side), close, above),
        "seven_on_one_side": [f and a for f, a in zip(seven_on_one_side(side), above, strict=True)],
        "seven_point_trend": [int(f > 0) for f in seven_point_trend(values)],
    }
    centre, upper = limits["centre"][0], limits["upper"][0]
    lower = max(limits["lower"][0], 0.0)
    for strength, marked in flags.items():
        for end, value, flag in zip(months["period_end"], values, marked, strict=True):
            if flag:
                yield _candidate(
                    "monthly_chart", strength, "month", end, value, centre, lower, upper,
                )  # fmt: skip


def _ends(flags: Sequence[int], close: Sequence[int], above: Sequence[int]) -> list[int]:
    """Of the points of two-in-three, the high ones that are themselves close to the limit."""
    return [int(f and c and a) for f, c, a in zip(flags, close, above, strict=True)]


def days_between(moments: Sequence[datetime], settings: Settings) -> Iterator[Candidate]:
    """t chart of the days between fatal accidents, for rare ones (Nelson 1994): a gap below the
    lower limit. A long gap is good and raises nothing.

    Args:
        moments: when each fatal accident happened, in order, of one definition.
    """
    if len(moments) <= settings["days_min_events"]:
        return
    months = (moments[-1] - moments[0]).days / 30.44
    if months <= 0 or len(moments) / months >= settings["days_max_monthly"]:
        return
    gaps = [(b - a).total_seconds() / 86_400 for a, b in itertools.pairwise(moments)]
    gaps = [max(gap, 1 / 24) for gap in gaps]  # two in one hour still lie apart
    limits = spc_limits(gaps, "t")
    for moment, row in zip(moments[1:], limits.iter_rows(named=True), strict=True):
        if row["plotted"] < row["lower"]:
            yield _candidate(
                "days_between", "below_limit", "event", moment.date(),
                row["plotted"], row["centre"], row["lower"], row["upper"],
            )  # fmt: skip


def year_to_date(
    periods: pl.DataFrame, settings: Settings, largest_p: float
) -> Iterator[Candidate]:
    """Exact probability of at least so many events from January on, given those of the same
    months of earlier years (conditional binomial, Przyborowski & Wilenski 1940).

    Args:
        periods: period_end, numerator, denominator of complete years to date, one definition.
        largest_p: probabilities above it raise nothing.
    """
    by_end = {row["period_end"]: row for row in periods.iter_rows(named=True)}
    for end, row in by_end.items():
        earlier = [
            by_end.get(_years_before(end, n))
            for n in range(1, int(settings["year_to_date_years"]) + 1)
        ]
        known = [other for other in earlier if other]
        if not known or row["numerator"] == 0:
            continue
        before = sum(other["numerator"] for other in known)
        exposure = sum(other["denominator"] for other in known)
        share = row["denominator"] / (row["denominator"] + exposure)
        p = float(beta.cdf(share, row["numerator"], before + 1))
        if p <= largest_p:
            expected = before * row["denominator"] / exposure
            yield _candidate(
                "year_to_date", None, "ytd", end, row["numerator"], expected, None, None, p, len(known),
            )  # fmt: skip


def _years_before(end: date, years: int) -> date:
    """The same month's last day, so that the 29th of February has a year before."""
    year = end.year - years
    return date(year, end.month, monthrange(year, end.month)[1])


def _candidate(
    rule: str,
    strength: str | None,
    kind: str,
    end: date,
    value: float,
    center: float,
    lower: float | None,
    upper: float | None,
    p: float | None = None,
    years: int | None = None,
) -> Candidate:
    code = f"signal_{rule}_{strength}" if rule == "monthly_chart" else f"signal_{rule}"
    figures = {
        "value": _to_one_decimal(value),
        "center": _to_one_decimal(center),
        "lower": _to_one_decimal(lower),
        "upper": _to_one_decimal(upper),
        "p": f"{p:.3g}" if p is not None else "",
        "years": years,
    }
    messages = [
        say(code, lang, period=_period(kind, end, lang), **figures) for lang in ("zh", "en")
    ]
    return Candidate(kind, end, rule, strength, value, center, lower, upper, p, *messages)


def _period(kind: str, end: date, lang: Lang) -> str:
    forms = {"year": ("%Y年", "%Y"), "event": ("%Y-%m-%d", "%Y-%m-%d")}
    zh, en = forms.get(kind, ("%Y年%m月", "%Y-%m"))
    return f"{end:{zh if lang == 'zh' else en}}"


def _to_one_decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}".removesuffix(".0")


def table(found: Iterable[tuple[Key, Candidate]]) -> pl.DataFrame:
    """Candidates with their indicator and region, one row each."""
    rows: list[dict[str, Any]] = [key | vars(candidate) for key, candidate in found]
    return pl.DataFrame(rows, schema=SCHEMA)

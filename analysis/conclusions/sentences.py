"""A verdict in words: what the official rule says, what statistics say of it, and what they stand on.

The wording follows from codes alone: what both say decides how the two halves are joined, the verdict
and its reason what is said, the counts what stands beside the rate.
"""

from datetime import date
from math import ceil
from typing import TypedDict

from analysis.base.settings import setting
from analysis.conclusions.codes import OfficialVerdict, Reason, Verdict
from analysis.messages import Lang, say
from analysis.messages.numbers import listed

_BETTER = (Verdict.IMPROVING, Verdict.PROBABLY_IMPROVING)
_WORSE = (Verdict.WORSENING, Verdict.PROBABLY_WORSENING)


class VerdictRow(TypedDict):
    """The columns of a row of ``fct_verdicts`` that its sentence needs, and what `better` is."""

    period_end: date
    is_to_date: bool
    statistical_verdict: str | None
    verdict_reason: str | None
    first_year_before: int | None
    last_year_before: int | None
    first_year: int | None
    last_year: int | None
    events_before: float | None
    events: float | None
    years_before: float | None
    years: float | None
    rate_ratio: float | None
    rate_ratio_lower_95: float | None
    rate_ratio_upper_95: float | None
    is_by_denominator_alone: bool | None
    official_verdict: str | None
    official_years: int
    official_chance: float | None


def verdict_sentence(row: VerdictRow, better: str, counted: str, lang: Lang) -> str:
    """One sentence, with its stop.

    Args:
        better: whether ``lower`` or ``higher`` rates are better.
        counted: the unit of its count, in `lang`.
    """
    official = _official(row, lang)
    if row["statistical_verdict"] is None:
        return say("verdict_of_money", lang, official=official)
    verdict = Verdict(row["statistical_verdict"])
    change = say(f"verdict_change_{'fell' if _fell(row) else 'rose'}", lang)
    words = {
        "comparison": _comparison(row, counted, lang),
        "why": _why(row, counted, lang),
        "change": change,
    }
    said = say(f"verdict_{verdict}", lang, **words)
    if row["verdict_reason"] in (Reason.EVEN_SO_COUNTED, Reason.BEFORE_BREAK_ONLY):
        said += say(f"verdict_but_{row['verdict_reason']}", lang)
    if row["is_by_denominator_alone"] and verdict in (*_BETTER, *_WORSE):
        said += say("verdict_by_denominator_alone", lang, counted=counted)
    joined = "verdict_although" if _disagree(row, verdict, better) else "verdict_and"
    return say(joined, lang, official=official, statistical=said)


def _fell(row: VerdictRow) -> bool:
    """Whether the rate fell; from nothing it can only have risen."""
    return row["rate_ratio"] is not None and row["rate_ratio"] < 1


def _says_fall(row: VerdictRow) -> bool:
    return row["official_verdict"] == OfficialVerdict.FELL_EACH_YEAR


def _disagree(row: VerdictRow, verdict: Verdict, better: str) -> bool:
    """Whether the official rule and the verdict point to two sides, or one of them to none."""
    fell, rose = _says_fall(row), row["official_verdict"] == OfficialVerdict.ROSE_EACH_YEAR
    good, bad = (fell, rose) if better == "lower" else (rose, fell)
    if verdict in _BETTER:
        return bad
    return good if verdict in _WORSE else good or bad


def _official(row: VerdictRow, lang: Lang) -> str:
    years, last = row["official_years"], row["period_end"].year - row["is_to_date"]
    words = {"years": years, "first": last - years + 1, "last": last}
    said = say(f"official_{row['official_verdict'] or 'unknown'}", lang, **words)
    chance = row["official_chance"]
    if _says_fall(row) and chance is not None:
        said += say("chance_of_fall", lang, pct=f"{100 * chance:.0f}")
    return said


def _why(row: VerdictRow, counted: str, lang: Lang) -> str:
    """Why there is no verdict, with the events where they are too few."""
    code = row["verdict_reason"]
    if code is None:
        return ""
    events, least = (row["events_before"] or 0) + (row["events"] or 0), setting("few_deaths")
    if code == Reason.FEW_EVENTS and events >= least:
        code = "few_accidents"  # that had several each
    figures = {"events": f"{events:.12g}", "least": f"{least:g}", "counted": counted}
    return say(f"verdict_because_{code}", lang, **figures)


def _comparison(row: VerdictRow, counted: str, lang: Lang) -> str:
    """The years, and the ratio of their rates with its limits, or the counts on a zero base."""
    if row["first_year"] is None or row["first_year_before"] is None:
        return ""
    # part of a year that runs is a year that is known
    known = None if row["years"] is None else ceil(row["years"])
    is_running = row["is_to_date"] and row["last_year"] == row["period_end"].year
    months = row["period_end"].month if is_running else None
    now = _span(row["first_year"], row["last_year"], lang, known, months)
    before = _span(row["first_year_before"], row["last_year_before"], lang, row["years_before"])
    figures = {"now": now, "before": before}
    if row["rate_ratio"] is None:
        counts = {"events": f"{row['events']:.12g}", "counted": counted}
        return say("comparison_on_zero", lang, **figures, **counts)
    lower, upper = _limit(row["rate_ratio_lower_95"]), _limit(row["rate_ratio_upper_95"])
    code = "comparison_ratio" if upper else "comparison_ratio_open"
    ratio = f"{row['rate_ratio']:.2f}"
    return say(code, lang, **figures, ratio=ratio, lower=lower or "0.00", upper=upper)


def _limit(value: float | None) -> str | None:
    """A limit of a ratio; one beside 1 is never rounded to it."""
    if value is None:
        return None
    return f"{value:.3f}" if value != 1 and f"{value:.2f}" == "1.00" else f"{value:.2f}"


def _span(
    first: int, last: int | None, lang: Lang, count: float | None = None, months: int | None = None
) -> str:
    """Years; how many of them are known where not all are, and the `months` of the last where it runs."""
    last = last or first
    if first == last and months:
        return say("span_of_months", lang, first=first, months=months)
    span = say("span_year" if first == last else "span_years", lang, first=first, last=last)
    notes = []
    if count is not None and count < last - first + 1:
        notes.append(say("span_known", lang, count=f"{count:g}"))
    if months:
        notes.append(say("span_to_month", lang, months=months))
    return say("span_noted", lang, span=span, notes=listed(notes, lang)) if notes else span

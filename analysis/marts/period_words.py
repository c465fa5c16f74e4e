"""The periods of the marts: which months they span, and what people call them."""

from datetime import date

from analysis.forms.periods import Period
from analysis.messages import Lang, say

_MONTHS = {"year": 12, "r12m": 12, "quarter": 3, "month": 1}  # ytd: since January


def first_day(kind: str, end: date) -> date:
    """The day that a period begins with."""
    month = end.year * 12 + end.month - _MONTHS.get(kind, end.month)
    return date(month // 12, month % 12 + 1, 1)


def period_words(kind: str, end: date, lang: Lang) -> str:
    """A period as a reader names it."""
    if kind == "r12m":
        month = Period.of_months(end.year, end.month, end.month)
        return say("twelve_months_to", lang, month=month.words(lang))
    return Period(first_day(kind, end), end).words(lang)


def pooled_words(first: int, last: int, years: int, lang: Lang) -> dict[str, int | str]:
    """`first` and `last` of pooled years for a message, and how many are `known` where not all are."""
    is_whole = years == last - first + 1
    known = "" if is_whole else say("pooled_known", lang, years=years)
    return {"first": first, "last": last, "known": known}

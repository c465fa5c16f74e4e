"""Days, months and periods as officials write them (GB/T 9704): 2026年10月, 2025年第一季度; in English as ISO 8601 has them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.messages import Lang, say
from analysis.messages.numbers import listed

_LABEL = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)|Q(?P<quarter>[1-4]))?")
_QUARTERS = "一二三四"
_A_YEAR = {"year": 1, "quarter": 4, "month": 12}  # so many periods


@dataclass(frozen=True)
class _Run:
    """Years, quarters or months next to each other, counted through all years."""

    kind: str
    first: int
    last: int


def day_words(day: date, lang: Lang) -> str:
    return say("day", lang, year=day.year, month=day.month, day=day.day)


def month_words(day: date, lang: Lang) -> str:
    """The month that `day` lies in."""
    at = 12 * day.year + day.month - 1
    return _words(_Run("month", at, at), lang)


def period_list(labels: Sequence[str], lang: Lang, most: int | None = None) -> str:
    """The periods of `labels` (2025, 2025Q1, 2025-03) in order of time, those next to each other as a range; after
    `most` ranges how many periods there are in all. What is no label stands as it is."""
    said = [_words(run, lang) if isinstance(run, _Run) else run for run in _runs(labels)]
    if most is None or len(said) <= most:
        return listed(said, lang)
    return say("and_more_periods", lang, names=listed(said[:most], lang), count=len(labels))


def _runs(labels: Sequence[str]) -> Iterator[_Run | str]:
    run: _Run | None = None
    for label in labels:
        one = _run(label)
        if run and one and (run.kind, run.last + 1) == (one.kind, one.first):
            run = _Run(run.kind, run.first, one.last)
            continue
        if run:
            yield run
        run = one
        if one is None:
            yield label
    if run:
        yield run


def _run(label: str) -> _Run | None:
    if not (found := _LABEL.fullmatch(label)):
        return None
    kind = next((kind for kind in ("month", "quarter") if found[kind]), "year")
    at = _A_YEAR[kind] * int(found["year"]) + int(found[kind] if kind != "year" else 1) - 1
    return _Run(kind, at, at)


def _words(run: _Run, lang: Lang) -> str:
    (year, first), (last_year, last) = (
        divmod(at, _A_YEAR[run.kind]) for at in (run.first, run.last)
    )
    if run.kind == "year":
        return say("period_years", lang, first=year, last=last_year)
    if year < last_year:
        ends = (_words(_Run(run.kind, at, at), lang) for at in (run.first, run.last))
        return say("period_over_years", lang, **dict(zip(("first", "last"), ends, strict=True)))
    named = {
        "first": _named(run.kind, year, first, lang),
        "last": _named(run.kind, year, last, lang),
    }
    return say(f"period_{run.kind}s", lang, year=year, **named)


def _named(kind: str, year: int, at: int, lang: Lang) -> str:
    """Month or quarter `at`, from 0, of a year; in Chinese the year is said once for all of them."""
    match kind, lang:
        case "month", "en":
            return f"{year}-{at + 1:02}"
        case "quarter", "en":
            return f"{year}Q{at + 1}"
        case "quarter", _:
            return f"第{_QUARTERS[at]}"
        case _:
            return str(at + 1)

"""Days, months and periods as officials write them (GB/T 9704): 2026年10月, 2025年第一季度; in English as ISO 8601 has them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.messages import Lang, say
from analysis.messages.numbers import listed

_LABEL = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)|Q(?P<quarter>[1-4]))?")
_QUARTERS = "一二三四"


@dataclass(frozen=True)
class _Run:
    """Years, quarters or months next to each other: of a `year`, or of none, where they are years."""

    kind: str
    year: int
    first: int
    last: int


def day_words(day: date, lang: Lang) -> str:
    return say("day", lang, year=day.year, month=day.month, day=day.day)


def month_words(day: date, lang: Lang) -> str:
    """The month that `day` lies in."""
    return _words(_Run("month", day.year, day.month, day.month), lang)


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
        if run and one and (run.kind, run.year, run.last + 1) == (one.kind, one.year, one.first):
            run = _Run(run.kind, run.year, run.first, one.last)
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
    year = int(found["year"])
    for kind in ("month", "quarter"):
        if found[kind]:
            return _Run(kind, year, int(found[kind]), int(found[kind]))
    return _Run("year", 0, year, year)


def _words(run: _Run, lang: Lang) -> str:
    first, last = (_named(run, at, lang) for at in (run.first, run.last))
    return say(f"period_{run.kind}s", lang, year=run.year, first=first, last=last)


def _named(run: _Run, at: int, lang: Lang) -> str:
    """One of its periods: in Chinese the year is said once for all of them."""
    match run.kind, lang:
        case "month", "en":
            return f"{run.year}-{at:02}"
        case "quarter", "en":
            return f"{run.year}Q{at}"
        case "quarter", _:
            return f"第{_QUARTERS[at - 1]}"
        case _:
            return str(at)

"""四项事故指标: each rate with its years, and all of them together."""

from collections.abc import Iterator

import polars as pl

from analysis.base.places import own_id
from analysis.marts.figure_codes import Figure
from analysis.marts.forecast_words import forecast_words
from analysis.marts.rows import IndicatorRow
from analysis.messages.numbers import number, short
from analysis.report.blocks import Block, Heading, Paragraph, Table
from analysis.report.edition import Edition
from analysis.report.standing import standing

_TOGETHER = ("verdicts", "year_to_date", "kinds")
_YEARS = 10
_COLUMNS = {
    "year": 0.07,
    "numerator": 0.07,
    "denominator": 0.15,
    "rate": 0.09,
    "limits_95": 0.15,
    "rate_3y": 0.09,
    "change_pct": 0.09,
    "code": 0.13,
    "note": 0.16,
}


def four_rates(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_rates"), 1)
    for indicator in edition.indicators:
        key = indicator["indicator_id"]
        yield Heading(edition.text(indicator), 2)
        yield Paragraph(standing(edition, indicator))
        yield from edition.pictures(f"trend_{key}")
        yield _years(edition, indicator)
        yield Paragraph(_limits(edition, indicator))
        yield from edition.pictures(f"change_{key}")
        if _crosses_break(edition, indicator):
            yield Paragraph(edition.say("change_broken", year=edition.year), "note")
    yield from _forecast(edition)
    yield Heading(edition.say("section_together"), 2)
    yield from edition.pictures(*_TOGETHER)


def _forecast(edition: Edition) -> Iterator[Block]:
    """How the year that runs will end; nothing where none runs."""
    known = {indicator["indicator_id"]: indicator for indicator in edition.indicators}
    latest = {row["indicator_id"]: row for row in edition.forecasts if row["indicator_id"] in known}
    if not latest:
        return
    yield Heading(edition.say("section_forecast"), 2)
    for key, indicator in known.items():
        if key in latest:
            words = forecast_words(latest[key], edition.lang)
            yield Paragraph(edition.say("named", name=edition.text(indicator), words=words))
    yield from edition.pictures("forecast")
    yield Paragraph(edition.say("forecast_caution"), "note")


def _years(edition: Edition, indicator: IndicatorRow) -> Table:
    decimals = indicator["decimals"]
    rows = [
        (
            str(row["year"]),
            short(row["numerator"]),
            number(row["denominator"], 0),
            number(row["rate"], decimals),
            f"{number(row['rate_lower_95'], decimals)}—{number(row['rate_upper_95'], decimals)}",
            number(row["rate_3y"], decimals),
            number(row["change_pct"], 1),
            Figure.of(indicator, row).code,
            row["note"] or "",
        )
        for row in edition.years_of(indicator)[-_YEARS:]
    ]
    name, unit = edition.text(indicator), edition.text(indicator, "unit")
    return edition.table(edition.say("table_years", name=name, unit=unit), _COLUMNS, rows)


def _limits(edition: Edition, indicator: IndicatorRow) -> str:
    """The limits of the rate as numbers of events."""
    row = edition.year_of(indicator)
    lower, upper = (row["rate_lower_95"], row["rate_upper_95"]) if row else (None, None)
    if row is None or lower is None or upper is None:
        return edition.say("limits_unknown")
    count, rate, per = row["numerator"], row["rate"], indicator["per"]
    if not rate:
        events = upper * (row["denominator"] or 0.0) / per
        return edition.say("limits_zero", upper=number(events, 1))
    few, many = (number(limit / rate * count, 1) for limit in (lower, upper))
    return edition.say("limits_words", count=short(count), lower=few, upper=many)


def _crosses_break(edition: Edition, indicator: IndicatorRow) -> bool:
    """Whether the definition changed between the year and the one before."""
    change = edition.marts["fct_rate_change"].filter(
        pl.col("period_end").dt.year() == edition.year,
        indicator_id=indicator["indicator_id"],
        region_id=own_id(),
        period_kind="year",
    )
    return bool(change["crosses_break"].any())

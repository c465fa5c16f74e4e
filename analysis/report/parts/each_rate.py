"""各项指标: of each rate its years, what their limits mean, why it changed and its last twelve months."""

from collections.abc import Iterator, Sequence
from datetime import date

from analysis.findings.change import change_words
from analysis.findings.gaps import between, counted_span
from analysis.findings.kinds import kinds_by_domain
from analysis.findings.words import count_words, row_change
from analysis.marts.figure_codes import Figure
from analysis.marts.rows import IndicatorRow
from analysis.messages.numbers import limits, number, scaled, short
from analysis.report.blocks import Block, Heading, Paragraph, Table
from analysis.report.edition import Edition

_TOGETHER = ("year_to_date", "forecast")
_KINDS = 3  # so many of each domain
_YEARS = 10
_DECEMBER = 12
_COLUMNS = (
    "year",
    "count",
    "denominator",
    "rate",
    "limits_95",
    "rate_3y",
    "change_pct",
    "code",
    "note",
)


def each_rate(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_each_rate"), 1)
    for indicator in edition.indicators:
        yield Heading(edition.text(indicator), 2)
        yield from _picture(edition, "trend", indicator)
        yield _years(edition, indicator)
        yield Paragraph(_limits(edition, indicator))
        if words := change_words(edition, indicator):
            yield Paragraph(edition.say("sentence", words=words))
        for row in edition.breaks_of(indicator):
            if edition.span.first <= row["effective_from"] <= edition.span.end:
                day = edition.day(row["effective_from"])
                yield Paragraph(edition.say("change_broken", day=day), "note")
        yield from _picture(edition, "rolling", indicator)
    yield Heading(edition.say("section_together"), 2)
    yield from edition.pictures(*_TOGETHER)
    yield from _few_to_date(edition)
    yield from _kinds(edition)


def _picture(edition: Edition, kind: str, indicator: IndicatorRow) -> Iterator[Block]:
    """The chart, or what is too few for one, or that there is nothing to draw."""
    found = list(edition.pictures(f"{kind}_{indicator['indicator_id']}"))
    caption = edition.say(f"caption_{kind}", name=edition.text(indicator))
    yield from found or [Paragraph(edition.say("not_drawn", name=caption))]


def _few_to_date(edition: Edition) -> Iterator[Paragraph]:
    """What is too little for a chart, in words."""
    chart = edition.charts.get("year_to_date")
    drawn = chart.indicators if chart else ()
    for found in edition.of_indicators:
        if found.to_date and found.to_date.end and found.indicator["indicator_id"] not in drawn:
            said = {"year": edition.year, "month": found.to_date.end.month}
            name, count = edition.text(found.indicator, "domain"), short(found.to_date.count)
            yield Paragraph(edition.say("few_to_date", name=name, count=count, **said))


def _kinds(edition: Edition) -> Iterator[Block]:
    """The commonest of each domain; of several years both counts of each as well."""
    span = edition.span
    years = range(span.first.year, span.year + 1) if span.first.year < span.year else ()
    commonest = [table.head(_KINDS) for table in kinds_by_domain(edition, years)]
    rows = [
        [*map(str, row[:4]), *_of_years(edition, row[0], years, row[4:])]
        for table in commonest
        for row in table.iter_rows()
    ]
    if rows:
        domains = [row["event_domain"] for row in edition.indicators]
        missing = between(edition.gaps, domains, span.first, span.end)
        title = edition.say("table_kinds", span=counted_span(missing, span, edition.lang))
        header = [edition.say(f"col_{name}") for name in ("domain", "kind", "accidents", "deaths")]
        yield Table(title, [*header, *(edition.say("col_kinds_of", year=y) for y in years)], rows)


def _of_years(
    edition: Edition, domain: str, years: Sequence[int], counts: Sequence[int]
) -> Iterator[str]:
    """Accidents and deaths of each year; of one that is not handed in whole at least so many."""
    own = [r["event_domain"] for r in edition.indicators if edition.text(r, "domain") == domain]
    for at, year in enumerate(years):
        last = min(date(year, 12, 31), edition.span.end)
        is_whole = between(edition.gaps, own, date(year, 1, 1), last).is_empty()
        both = [count_words(edition, n, is_whole) for n in counts[2 * at : 2 * at + 2]]
        yield "/".join(both) if {*both} != {"—"} else "—"


def _years(edition: Edition, indicator: IndicatorRow) -> Block:
    decimals = indicator["decimals"]
    unit_of = edition.series_units()[indicator["denominator_series"]]
    rows: list[tuple[str, ...]] = [
        (
            str(row["year"]),
            count_words(edition, row["numerator"], row["is_complete"]),
            scaled(row["denominator"], unit_of, edition.lang),
            number(row["rate"], decimals),
            limits(row["rate_lower_95"], row["rate_upper_95"], decimals),
            number(row["rate_3y"], decimals),
            row_change(edition, row),
            Figure.of(indicator, row).code,
            row["note"] or "",
        )
        for row in edition.years_of(indicator)[-_YEARS:]
    ]
    rows += _together(edition, indicator, unit_of)
    name, unit = edition.text(indicator), edition.text(indicator, "unit")
    title = edition.say("table_years", name=name, unit=unit)
    return edition.table(title, _COLUMNS, rows, "unknown_never")


def _together(edition: Edition, indicator: IndicatorRow, unit: str) -> list[tuple[str, ...]]:
    """Of a report of the plan the sums behind the rates of several years that it compares."""
    rates = edition.of(indicator).rates
    rows: list[tuple[str, ...]] = []
    for rate in (rates.before, rates.now) if edition.span.kind == "plan" else ():
        if rate is None or rate.rate is None or rate.first == rate.end.year:
            continue
        end = {"year": rate.end.year, "month": rate.end.month}
        runs = edition.say("together_runs", **end) if rate.end.month < _DECEMBER else ""
        years = edition.say("together_years", first=rate.first, last=rate.end.year)
        count = count_words(edition, rate.count, rate.is_complete)
        over = scaled(rate.denominator, unit, edition.lang)
        told = number(rate.rate, indicator["decimals"])
        rows.append((years, count, over, told, "", "", "", "", runs))
    return rows


def _limits(edition: Edition, indicator: IndicatorRow) -> str:
    """The limits of the rate of the last year as numbers of events."""
    row = edition.year_of(indicator)
    lower, upper = (row["rate_lower_95"], row["rate_upper_95"]) if row else (None, None)
    if row is None or lower is None or upper is None:
        return edition.say("limits_unknown")
    count, rate, per = row["numerator"], row["rate"], indicator["per"]
    if not rate or not count:
        events = upper * (row["denominator"] or 0.0) / per
        return edition.say("limits_zero", year=row["year"], upper=number(events, 1))
    few, many = (number(limit / rate * count, 1) for limit in (lower, upper))
    return edition.say("limits_words", year=row["year"], count=short(count), lower=few, upper=many)

"""四项事故指标: all of them in a table, each in a paragraph."""

from collections.abc import Iterator

from analysis.base.settings import baseline_years
from analysis.findings.findings import IndicatorFinding
from analysis.findings.rates import Rate
from analysis.findings.restated import restated_counts
from analysis.findings.words import change_cell, count_words, standing, verdict_name
from analysis.marts.code_names import name_of
from analysis.marts.forecast_words import ForecastRow, chance_words
from analysis.messages.numbers import limits, number, short
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition

_COLUMNS = {
    "year": (
        "name",
        "count",
        "rate",
        "limits_95",
        "prior_year_rate",
        "change_pct",
        "verdict",
        "code",
    ),
    "to_date": (
        "name",
        "count_to_date",
        "count_year_before",
        "rate_r12m",
        "rate_r12m_before",
        "change_pct",
        "verdict",
        "code",
    ),
    "plan": ("name", "count_before", "rate_baseline", "count", "rate", "rate_ratio", "verdict"),
}


_FORECAST = (
    "domain",
    "months",
    "count_so_far",
    "median_count",
    "limits_80",
    "chance_below_last_year",
    "chance_below_baseline",
)


def four_rates(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_rates"), 1)
    yield _table(edition)
    if restated := restated_counts(edition):
        yield Paragraph(restated)
    for found in edition.of_indicators:
        yield Paragraph(standing(edition, found))
    yield from edition.pictures("verdicts")
    yield from _forecast(edition)


def _table(edition: Edition) -> Block:
    kind = edition.span.kind
    rows = [_row(edition, found) for found in edition.of_indicators]
    return edition.table(
        edition.say(f"table_rates_{kind}", span=edition.span_words), _COLUMNS[kind], rows
    )


def _row(edition: Edition, found: IndicatorFinding) -> list[str]:
    now, before, decimals = found.rates.now, found.rates.before, found.indicator["decimals"]
    unit, verdict = edition.text(found.indicator, "unit"), verdict_name(edition, found.verdict)
    name = edition.say("name_of_unit", name=edition.text(found.indicator), unit=unit)
    few = found.rates.change in ("few", "from_zero")
    ends = [rate.count if rate and few else None for rate in (before, now)]
    change = change_cell(edition, found.rates.change_pct, *ends)
    code = (now and now.code) or "—"
    rates = [number(rate.rate if rate else None, decimals) for rate in (now, before)]
    counts = [
        _count(edition, rate, *years)
        for rate, years in zip((now, before), _whole(edition), strict=True)
    ]
    match edition.span.kind:
        case "year":
            return [
                name,
                counts[0],
                rates[0],
                limits(now.lower if now else None, now.upper if now else None, decimals),
                rates[1],
                change,
                verdict,
                code,
            ]
        case "to_date":
            return [name, *_to_date(edition, found), *rates, change, verdict, code]
        case "plan":
            return [name, counts[1], rates[1], counts[0], rates[0], _ratio(found), verdict]


def _to_date(edition: Edition, found: IndicatorFinding) -> list[str]:
    """The count so far and that a year before, with their last month where that is before the span's."""
    done = found.to_date
    if done is None:
        return ["—", "—"]
    if done.least is not None:  # of other months than a year before
        least = count_words(edition, done.least, is_complete=False)
        return [least, short(done.before_span)]
    counts = [short(done.count), short(done.before)]
    if done.end is None or done.end == edition.span.end:
        return counts
    return [edition.say("count_to_month", count=count, month=done.end.month) for count in counts]


def _ratio(found: IndicatorFinding) -> str:
    row = found.verdict
    if row is None or row["rate_ratio"] is None:
        return "—"
    lower, upper = number(row["rate_ratio_lower_95"], 2), number(row["rate_ratio_upper_95"], 2)
    return f"{number(row['rate_ratio'], 2)} ({lower}—{upper})"


def _whole(edition: Edition) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and the last year of the span, and of what the plan is held to."""
    return (edition.span.first.year, edition.span.year), baseline_years()


def _count(edition: Edition, rate: Rate | None, first: int, last: int) -> str:
    """The count of a rate's years, with their number where some are left out; of a plan with the years that it is
    of where these are not from `first` to `last`."""
    if rate is None:
        return "—"
    count = count_words(edition, rate.count, rate.is_complete)
    years = (rate.first, rate.end.year)
    if edition.span.kind == "plan" and years != (first, last) and rate.count is not None:
        kind = "count_of_year" if rate.first == rate.end.year else "count_from_year"
        return edition.say(kind, count=count, year=rate.first, last=rate.end.year)
    return edition.say("count_of_years", count=count, years=rate.years) if rate.years else count


def _forecast(edition: Edition) -> Iterator[Block]:
    """How the year that runs will end; nothing where none runs."""
    if not edition.latest_forecasts:
        return
    year = edition.latest_forecasts[0]["year"]
    known = {row["indicator_id"]: row for row in edition.latest_forecasts}
    why = edition.say("forecast_without_months", year=year)
    rows = [
        _forecast_row(edition, known[key])
        if (key := indicator["indicator_id"]) in known
        else [edition.text(indicator, "domain"), "—", "—", why, "—", "—", "—"]
        for indicator in edition.indicators
    ]
    yield edition.table(edition.say("table_forecast", year=year), _FORECAST, rows)
    yield Paragraph(edition.say("forecast_caution"), "note")


def _forecast_row(edition: Edition, row: ForecastRow) -> list[str]:
    name = edition.text(edition.of_id(row["indicator_id"]), "domain")
    known = [name, str(row["months"]), short(row["count_so_far"])]
    if row["median_count"] is None:
        why = name_of("forecast_reason", row["reason"], edition.lang) if row["reason"] else "—"
        return [*known, why, "—", "—", "—"]
    within = f"{short(row['lower_80_count'])}—{short(row['upper_80_count'])}"
    chances = (row["chance_below_last_year"], row["chance_below_baseline"])
    return [
        *known,
        short(row["median_count"]),
        within,
        *(chance_words(chance, edition.lang) for chance in chances),
    ]

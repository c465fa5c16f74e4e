"""附表: all indicators, the townships, the published figures."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from analysis.base.places import own_id, siblings
from analysis.findings.published import beside_published
from analysis.findings.words import count_words, row_change
from analysis.marts.code_names import name_of
from analysis.marts.figure_codes import Figure, pooled_codes
from analysis.marts.period_words import period_words, pooled_words
from analysis.marts.rows import IndicatorRow, RegionComparisonRow, rows_of
from analysis.messages.numbers import number, scaled, short
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition

_LARGE = 1e4
_INDICATORS = ("name", "year", "numerator", "rate", "unit", "prior_year_rate", "change_pct", "code")
_PUBLISHED = (
    "name",
    "year",
    "our_value",
    "published_value",
    "difference_pct",
    "reason",
    "source",
)
_TOWNSHIPS = ("region", "count", "denominator_years", "rate", "eb_rate", "significance", "code")


def tables(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_tables"), 1)
    yield from _indicators(edition)
    yield from _townships(edition)
    yield from _published(edition)
    yield Paragraph(edition.say("tables_more"), "note")


def _indicators(edition: Edition) -> Iterator[Block]:
    """Of each its last year, and under the table why there is no rate where there is none."""
    units = edition.series_units()
    indicators = sorted(edition.marts.rows(IndicatorRow), key=lambda row: row["code"])
    of_year = [(one, row) for one in indicators if (row := edition.year_of(one))]
    rows = [
        (
            edition.text(indicator),
            str(row["year"]),
            count_words(
                edition, row["numerator"], row["is_complete"], units[indicator["numerator_series"]]
            ),
            _figure(edition, row["rate"], indicator),
            edition.text(indicator, "unit"),
            _figure(edition, row["prior_year_rate"], indicator),
            row_change(edition, row),
            Figure.of(indicator, row).code,
        )
        for indicator, row in of_year
    ]
    title = edition.say("table_all", span=edition.span_words)
    yield edition.table(title, _INDICATORS, rows, f"unknown_{edition.span.kind}")
    why = [
        edition.say("gap", name=edition.text(indicator), why=row["note"])
        for indicator, row in of_year
        if row["rate"] is None and row["note"]
    ]
    if why:
        said = edition.say("list_semicolon").join(why)
        yield Paragraph(edition.say("rates_unknown", why=said), "note")


def _published(edition: Edition) -> Iterator[Block]:
    """Of each place how many agree; all of the place itself, and of others those that do not."""
    found = beside_published(edition)
    if found.is_empty():
        return
    is_own, regions = pl.col("region_id") == own_id(), edition.region_names()
    by_region = found.sort(~is_own, "region_id", maintain_order=True).group_by(
        "region_id", maintain_order=True
    )
    for (region,), own in by_region:
        said = {"place": regions[str(region)], "agree": own.filter("is_equal").height}
        yield Paragraph(edition.say("published_words", **said, all=own.height))
    listed = found.filter(is_own | ~pl.col("is_equal")).sort(~is_own, maintain_order=True)
    rows = [
        (
            edition.say(
                "name_in_region", region=regions[row["region_id"]], name=_named(edition, row)
            ),
            period_words("year", row["period_end"], edition.lang),
            _value(edition, row, row["our_value"]),
            _value(edition, row, row["published_value"]),
            number(row["difference_pct"], 1),
            row["reason"],
            edition.say("published_source", id=row["figure_id"], source=row["source"]),
        )
        for row in listed.iter_rows(named=True)
    ]
    yield edition.table(edition.say("table_published"), _PUBLISHED, rows, "why_all_agree")


def _named(edition: Edition, row: Mapping[str, Any]) -> str:
    """A rate with its unit."""
    if row["kind"] != "rate":
        return str(row["name"])
    return edition.say("name_of_unit", name=row["name"], unit=row["unit"])


def _value(edition: Edition, row: Mapping[str, Any], value: float) -> str:
    """A rate to as many decimals as tell it from another, others with their unit in the scale that officials write."""
    if row["kind"] == "rate":
        return f"{value:.5g}"
    return scaled(value, row["unit"] or "", edition.lang)


def _figure(edition: Edition, rate: float | None, indicator: IndicatorRow) -> str:
    """A rate; one of money in the scale that officials write."""
    if rate is not None and abs(rate) >= _LARGE:
        return scaled(rate, "", edition.lang).strip()
    return number(rate, indicator["decimals"])


def _name(edition: Edition, indicator: IndicatorRow) -> str:
    unit = edition.text(indicator, "unit")
    return edition.say("name_of_unit", name=edition.text(indicator), unit=unit)


def _townships(edition: Edition) -> Iterator[Block]:
    """Of each indicator the last years compared: none end where the definition changed."""
    regions = edition.region_names()
    up_to_year = edition.marts["fct_region_comparison"].filter(
        pl.col("year") <= edition.span.last_whole_year,
        pl.col("region_id").is_in([place.region_id for place in siblings()]),
    )
    for indicator in edition.indicators:
        own = up_to_year.filter(indicator_id=indicator["indicator_id"])
        own = own.filter(pl.col("year") == pl.col("year").max()).sort("region_id")
        if own.is_empty():
            continue
        first, last, years = own.select("first_year", "year", "years").row(0)
        decimals = indicator["decimals"]
        unit_of = edition.series_units()[indicator["denominator_series"]]
        rows = [
            (
                regions[row["region_id"]],
                short(row["numerator"]),
                scaled(row["denominator"], unit_of, edition.lang),
                number(row["rate"], decimals),
                number(row["eb_rate"], decimals),
                name_of("significance", row["significance"], edition.lang),
                pooled_codes(indicator, row["region_id"], first, last, edition.lang),
            )
            for row in rows_of(own, RegionComparisonRow)
        ]
        name, span = _name(edition, indicator), pooled_words(first, last, years, edition.lang)
        yield edition.table(edition.say("table_townships", name=name, **span), _TOWNSHIPS, rows)

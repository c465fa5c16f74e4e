"""Why the rate of an indicator changed in the span's last year."""

import polars as pl

from analysis.base.places import own_id
from analysis.findings.few import are_few
from analysis.findings.findings import Findings
from analysis.marts.caveats import caveat_words
from analysis.marts.code_names import name_of
from analysis.marts.figure_codes import coded
from analysis.marts.rows import IndicatorRow, RateChangeRow, rows_of
from analysis.messages.numbers import number, short

_OTHER_YEARS = ("stock_carried_forward", "denominator_projected")


def rate_change(
    findings: Findings, indicator: IndicatorRow, region: str | None = None
) -> pl.DataFrame:
    """Its row of ``fct_rate_change`` in a region, by default the own one, with ``code``; none where a change of definition lies between."""
    found = findings.marts["fct_rate_change"].filter(
        ~pl.col("crosses_break"),
        pl.col("period_end").dt.year() == findings.span.last_whole_year,
        period_kind="year",
        region_id=region or own_id(),
        indicator_id=indicator["indicator_id"],
    )
    return coded(found, indicator)


def change_words(findings: Findings, indicator: IndicatorRow, region: str | None = None) -> str:
    """By how much the rate rose or fell, and what the deaths and the denominator made of it, or of few events both
    years; empty where it is not known."""
    said = "".join(
        _few(findings, indicator, row) if are_few_in(row) else _parts(findings, indicator, row)
        for row in rows_of(rate_change(findings, indicator, region), RateChangeRow)
    )
    return said + (_denominators(findings, indicator, region) if said else "")


def are_few_in(row: RateChangeRow) -> bool:
    """Whether a year of the change has too few events for a part of it to mean anything."""
    return are_few(min(row["numerator_before"], row["numerator"]))


def _parts(findings: Findings, indicator: IndicatorRow, row: RateChangeRow) -> str:
    decimals = indicator["decimals"] + 1
    return findings.say(
        "chart_change",
        name=findings.text(indicator),
        year=findings.span.last_whole_year,
        direction=name_of("direction", row["direction"], findings.lang),
        change=number(abs(row["change"]), decimals),
        unit=findings.text(indicator, "unit"),
        count_part=f"{row['numerator_part']:+.{decimals}f}",
        denominator_part=f"{row['denominator_part']:+.{decimals}f}",
    )


def _few(findings: Findings, indicator: IndicatorRow, row: RateChangeRow) -> str:
    return findings.say(
        "chart_change_few",
        name=findings.text(indicator),
        year=findings.span.last_whole_year,
        unit=findings.text(indicator, "unit"),
        count_unit=findings.series_units()[indicator["numerator_series"]],
        count=short(row["numerator"]),
        count_before=short(row["numerator_before"]),
        rate=number(row["rate"], indicator["decimals"]),
        rate_before=number(row["rate_before"], indicator["decimals"]),
    )


def _denominators(findings: Findings, indicator: IndicatorRow, region: str | None) -> str:
    """Which of both years has no denominator of its own: its part of the change is then none of that year's."""
    last = findings.span.last_whole_year
    years = findings.yearly(indicator, region).filter(pl.col("year").is_between(last - 1, last))
    return "".join(
        findings.say("change_denominator", year=row["year"], why=caveat_words(row, findings.lang))
        for row in years.with_columns(_of_other_years()).iter_rows(named=True)
        if row["caveats"]
    )


def _of_other_years() -> pl.Expr:
    """Of the caveats those that say so."""
    return pl.col("caveats").list.set_intersection(pl.lit(list(_OTHER_YEARS)))

"""Why the rate of an indicator changed in the span's last year."""

import polars as pl

from analysis.base.places import own_id
from analysis.findings.findings import Findings
from analysis.marts.code_names import name_of
from analysis.marts.figure_codes import coded
from analysis.marts.rows import IndicatorRow, RateChangeRow, rows_of
from analysis.messages.numbers import number


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
    """By how much the rate rose or fell, and what the deaths and the denominator made of it; empty
    where it is not known."""
    decimals = indicator["decimals"] + 1
    return "".join(
        findings.say(
            "chart_change",
            name=findings.text(indicator),
            year=findings.span.last_whole_year,
            direction=name_of("direction", row["direction"], findings.lang),
            change=number(abs(row["change"]), decimals),
            unit=findings.text(indicator, "unit"),
            count_part=f"{row['numerator_part']:+.{decimals}f}",
            denominator_part=f"{row['denominator_part']:+.{decimals}f}",
        )
        for row in rows_of(rate_change(findings, indicator, region), RateChangeRow)
    )

"""The plan's rates beside those of the areas around: what was published, and what is missing."""

from datetime import date
from typing import TypedDict

import polars as pl

from analysis.base.places import ancestors, own_id
from analysis.findings.findings import Findings
from analysis.marts.caveats import caveat_words
from analysis.marts.rows import IndicatorRow
from analysis.messages import Lang, say

_SHOWN = ("indicator", "year", "region", "rate", "unit", "origin", "missing", "note")
FIRST_YEAR = 2019  # of the published figures that are looked for


class BesideRow(TypedDict):
    """A rate of a region and year.

    Attributes:
        origin: ``hand_in``, ``published`` (as a rate), ``computed`` (over published halves), or ``missing``.
        missing: the halves that nobody published, in words.
        note: what must be known of the rate, or why the own one is not known.
    """

    indicator_id: str
    indicator: str
    unit: str
    decimals: int
    year: int
    region_id: str
    region: str
    rate: float | None
    origin: str
    missing: str | None
    note: str | None


def beside(findings: Findings) -> pl.DataFrame:
    """The rates of the own region and the areas around it since `FIRST_YEAR`, one row an indicator, year and region:
    a frame of `BesideRow`, by indicator in the plan's order, year, and region, the widest first."""
    around = [area.region_id for area in ancestors(own_id())]
    rates = findings.marts["fct_indicator_rates"].filter(
        pl.col("region_id").is_in([*around, own_id()]), period_kind="year"
    )
    keys = ("indicator_id", "region_id", "period_end")
    known = {tuple(row[key] for key in keys): row for row in rates.iter_rows(named=True)}
    published = findings.marts.table("staging", "stg_published_figures").filter(period_kind="year")
    figures: dict[tuple[str, str, date], float] = {}
    for name, region, end, value in published.select(
        pl.coalesce("indicator_id", "series"), "region_id", "period_end", "value"
    ).iter_rows():
        figures[name, region, end] = value
    names, rows = findings.region_names(), []
    for indicator in findings.indicators:
        for year in range(FIRST_YEAR, findings.year + 1):
            for region in (*around, own_id()):
                end = date(year, 12, 31)
                row = known.get((indicator["indicator_id"], region, end), {})
                rate, origin, missing = _rate(findings, indicator, row, figures, region, end)
                note = caveat_words(row, findings.lang) if row and origin != "published" else ""
                rows.append(
                    BesideRow(
                        indicator_id=indicator["indicator_id"],
                        indicator=findings.text(indicator),
                        unit=findings.text(indicator, "unit"),
                        decimals=indicator["decimals"],
                        year=year,
                        region_id=region,
                        region=names[region],
                        rate=rate,
                        origin=origin,
                        missing=missing,
                        note=note or None,
                    )
                )
    return pl.DataFrame(rows, infer_schema_length=None)


def _rate(
    findings: Findings,
    indicator: IndicatorRow,
    row: dict[str, float | None],
    figures: dict[tuple[str, str, date], float],
    region: str,
    end: date,
) -> tuple[float | None, str, str | None]:
    """Rate, origin and what is missing of one region and year."""
    stated = figures.get((indicator["indicator_id"], region, end))
    if region == own_id():
        return row.get("rate"), "hand_in", None
    if stated is not None:
        return stated, "published", None
    if row.get("rate") is not None:
        return row["rate"], "computed", None
    lacking = [
        findings.series_names()[series]
        for half in ("numerator", "denominator")
        if (series := str(indicator[f"{half}_series"]))  # type: ignore[literal-required]
        and (series, region, end) not in figures
        and row.get(half) is None
    ]
    return None, "missing", findings.listed(lacking)


def rates_of(findings: Findings, indicator: IndicatorRow, region: str) -> pl.DataFrame:
    """The yearly rates of a region, as they were published or else computed: ``year, rate``, in order."""
    stated = findings.marts.table("staging", "stg_published_figures").filter(
        indicator_id=indicator["indicator_id"], region_id=region, period_kind="year"
    )
    stated = stated.select(year=pl.col("period_end").dt.year(), stated="value")
    computed = findings.yearly(indicator, region).select("year", "rate")
    found = computed.join(stated, on="year", how="full", coalesce=True).sort("year")
    return found.select("year", rate=pl.coalesce("stated", "rate")).drop_nulls("rate")


def origin_words(lang: Lang) -> dict[str, str]:
    """Where a rate is from, in words; of what is missing nothing."""
    return {code: say(f"beside_{code}", lang) for code in ("hand_in", "published", "computed")}


def in_words(findings: Findings) -> pl.DataFrame:
    """`beside` as people read it, the rates to their decimals, the widest region first."""
    found = beside(findings)
    rates = [
        None if rate is None else round(rate, decimals)
        for rate, decimals in found.select("rate", "decimals").iter_rows()
    ]
    origins = origin_words(findings.lang)
    said = found.with_columns(
        pl.Series("rate", rates, dtype=pl.Float64),
        pl.col("origin").replace_strict(origins, default=None, return_dtype=pl.String),
    )
    return said.select(pl.col(name).alias(findings.say(f"beside_column_{name}")) for name in _SHOWN)

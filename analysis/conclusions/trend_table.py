"""The trend of the yearly rates, as description: no verdict stands on it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import polars as pl

from analysis.conclusions.verdicts import Year, accident_size
from analysis.statistics.rank_test import mann_kendall
from analysis.statistics.trend import NoTrend, PoissonTrend, poisson_trend

SCHEMA = {
    "indicator_id": pl.String,
    "region_id": pl.String,
    "year": pl.Int64,
    "trend_points": pl.Int64,
    "first_trend_year": pl.Int64,
    "events": pl.Float64,
    "annual_change_pct": pl.Float64,
    "annual_change_lower_95": pl.Float64,
    "annual_change_upper_95": pl.Float64,
    "annual_change_p": pl.Float64,
    "dispersion": pl.Float64,
    "no_trend_reason": pl.String,
    "is_low_power": pl.Boolean,
    "mann_kendall_s": pl.Int64,
    "mann_kendall_p": pl.Float64,
    "sen_slope": pl.Float64,
}
Row = dict[str, Any]


class NoTrendReason(StrEnum):
    """Why no yearly change is given; named in ``seeds/code_names.csv``."""

    BROKEN = "broken"
    TOO_SHORT = "too_short"
    FEW_EVENTS = "few_events"
    AT_ONE_END = "at_one_end"
    TOO_WIDE = "too_wide"


def trend_table(years: pl.DataFrame, settings: Mapping[str, float]) -> pl.DataFrame:
    """One row an indicator of counts, region and whole year, over the years of its definition.

    Args:
        years: the model int_years.
        settings: the settings seed.
    """
    whole = years.filter(pl.col("months") == 12, "is_number_of_events").sort("year")
    every = whole.rows_by_key(["indicator_id", "region_id"], named=True, include_key=True)
    most = int(settings["trend_years"])
    found = [
        _at(series[max(0, at - most) : at], settings)
        for series in every.values()
        for at in range(1, len(series) + 1)
    ]
    return pl.DataFrame(found, schema=SCHEMA)


def _at(series: list[Row], settings: Mapping[str, float]) -> Row:
    """The trend at the end of the last of some years."""
    row = series[-1]
    key = {name: row[name] for name in ("indicator_id", "region_id", "year")}
    if row["segment"] is None:
        return key | {"no_trend_reason": NoTrendReason.BROKEN}
    first = row["year"] - settings["trend_years"]
    used = [one for one in series if first < one["year"] and one["segment"] == row["segment"]]
    key |= {"trend_points": len(used), "first_trend_year": used[0]["year"]}
    key |= {"events": sum(one["numerator"] for one in used)}
    if len(used) < settings["trend_min_points"]:
        return key | {"no_trend_reason": NoTrendReason.TOO_SHORT}
    rates = {one["year"]: one["rate"] for one in used}
    every = range(used[0]["year"], used[-1]["year"] + 1)  # a year without a rate keeps its place
    rank = mann_kendall([rates.get(year) for year in every])
    key |= {
        "is_low_power": len(used) < settings["low_power_points"],
        "mann_kendall_s": int(rank.s),
        "mann_kendall_p": rank.p if rank.p_exact is None else rank.p_exact,
        "sen_slope": rank.slope,
    }
    return key | _fitted(used, settings)


def _fitted(used: list[Row], settings: Mapping[str, float]) -> Row:
    """The yearly change, or why there is none that the data can carry."""
    years = [
        Year(one["year"], one["numerator"], one["denominator"], one["deaths_squared"])
        for one in used
    ]
    size, events = accident_size(years), sum(year.events for year in years)
    if events / size < settings["few_deaths"]:
        return {"no_trend_reason": NoTrendReason.FEW_EVENTS}
    try:
        fit = poisson_trend(
            [year.events for year in years],
            [year.denominator for year in years],
            [year.year for year in years],
            accident_size=size,
        )
    except NoTrend:
        return {"no_trend_reason": NoTrendReason.AT_ONE_END}
    if events / fit.scale < settings["few_deaths"]:
        return {"no_trend_reason": NoTrendReason.FEW_EVENTS}
    if _is_too_wide(fit, settings["widest_annual_ratio"]):
        return {"no_trend_reason": NoTrendReason.TOO_WIDE}
    return {
        "annual_change_pct": fit.annual_pct_change,
        "annual_change_lower_95": fit.lower,
        "annual_change_upper_95": fit.upper,
        "annual_change_p": fit.p,
        "dispersion": fit.scale,
    }


def _is_too_wide(fit: PoissonTrend, widest: float) -> bool:
    """Whether one limit of the yearly factor is more than `widest` times the other."""
    return not (100 + fit.upper) <= widest * (100 + fit.lower)

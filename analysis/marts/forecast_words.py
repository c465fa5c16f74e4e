"""The forecast of the year that runs, and what it says in a sentence."""

from datetime import date
from typing import TypedDict

import polars as pl

from analysis.base.places import own_id
from analysis.base.settings import baseline_years
from analysis.marts.code_names import name_of
from analysis.marts.rows import rows_of
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang, say

_SURE = 0.99


class ForecastRow(TypedDict):
    """A row of ``fct_forecasts``, with the unit of its count in words."""

    indicator_id: str
    year: int
    period_end: date
    months: int
    count_so_far: float
    median_count: float | None
    lower_80_count: float | None
    upper_80_count: float | None
    lower_95_count: float | None
    upper_95_count: float | None
    chance_below_last_year: float | None
    chance_below_baseline: float | None
    reason: str | None
    counted: str


def running_forecasts(marts: Snapshot, lang: Lang) -> list[ForecastRow]:
    """Of the year that runs, what was forecast at the end of each month, for every indicator of the own
    place, in order of time; nothing where no year runs: a year that is over has no end to be forecast, also
    where months of it are missing."""
    indicators = marts["dim_indicator"].select("indicator_id", series="numerator_series")
    units = marts["dim_series"].select("series", counted=f"unit_{lang}")
    found = marts["fct_forecasts"].filter(region_id=own_id())
    running = found.filter(pl.col("months") < 12, year=marts.as_of.year)
    # a year whose December is known is over
    running = running.join(found.filter(months=12), on=["indicator_id", "year"], how="anti")
    named = running.join(indicators, on="indicator_id").join(units, on="series")
    return rows_of(named.sort("period_end"), ForecastRow)


def without_figures(row: ForecastRow) -> ForecastRow:
    """`row` of a year of which a month is missing, before months that are known."""
    return {
        **row,
        "median_count": None,
        "lower_80_count": None,
        "upper_80_count": None,
        "lower_95_count": None,
        "upper_95_count": None,
        "chance_below_last_year": None,
        "chance_below_baseline": None,
        "reason": "months_missing",
    }


def forecast_words(row: ForecastRow, lang: Lang) -> str:
    """What `row` says, in one sentence."""
    span = say("months_one" if row["months"] == 1 else "months_to", lang, months=row["months"])
    said = {"year": row["year"], "span": span, "counted": row["counted"]}
    said |= {"count": f"{row['count_so_far']:.12g}"}
    if row["reason"] is not None or row["median_count"] is None:
        if row["reason"] is None:
            return say("forecast_so_far", lang, **said)
        return say(
            "forecast_none", lang, **said, reason=name_of("forecast_reason", row["reason"], lang)
        )
    first, last = baseline_years()
    chances = [
        say(
            f"forecast_{name}" if chance else f"forecast_not_{name}",
            lang,
            first=first,
            last=last,
            pct=chance_words(chance, lang),
        )
        for name in ("below_last_year", "below_baseline")
        if (chance := row[f"chance_{name}"]) is not None  # type: ignore[literal-required]
    ]
    counts = {
        "median": row["median_count"],
        "lower": row["lower_80_count"],
        "upper": row["upper_80_count"],
    }
    figures = {name: f"{count:.12g}" for name, count in counts.items()}
    return say("forecast_words", lang, **said, **figures, chances="".join(chances))


def chance_words(chance: float | None, lang: Lang) -> str:
    """A chance in percent; nothing is sure but what has come already, and a dash is unknown."""
    if chance is None:
        return "—"
    if not chance:
        return say("forecast_impossible", lang)
    if not 1 - _SURE <= chance <= _SURE:
        return say("forecast_hardly" if chance < 0.5 else "forecast_nearly", lang)
    return f"{100 * chance:.0f}%"

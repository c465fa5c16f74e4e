"""What the explorer says of its figures: verdicts, places beside the whole, signals, forecasts; each as JSON can
hold it."""

from typing import Any

import polars as pl

from analysis.marts.code_names import names_of
from analysis.marts.judged import JudgedRow, dated_verdict, judged
from analysis.marts.period_words import pooled_words
from analysis.marts.rows import RegionComparisonRow, rows_of
from analysis.marts.signal_words import episode_words, most_urgent_first
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang, say

Record = dict[str, Any]


class ComparedRow(RegionComparisonRow):
    """A place beside the whole, over `years` from the `first_year` to `year`."""

    indicator_id: str
    first_year: int
    year: int
    years: int


def verdicts(marts: Snapshot, codes: dict[str, str], lang: Lang) -> list[Record]:
    """Those on the own region, in order of time; of money statistics say nothing."""
    return [
        {
            "indicator": codes[row["indicator_id"]],
            "end": row["period_end"],
            "to_date": row["is_to_date"],
            "verdict": dated_verdict(row, row["period_end"].year, lang),
            "sentence": row["sentence"],
        }
        for row in rows_of(judged(marts, lang), JudgedRow)
    ]


def compared(marts: Snapshot, codes: dict[str, str], lang: Lang) -> list[Record]:
    """The places beside the whole, each by the years that are pooled."""
    significance = names_of("significance", lang)
    return [
        {
            "indicator": codes[row["indicator_id"]],
            "region": row["region_id"],
            "year": row["year"],
            "said": say(
                "explorer_compared",
                lang,
                **pooled_words(row["first_year"], row["year"], row["years"], lang),
                said=significance[row["significance"]],
            ),
        }
        for row in rows_of(marts["fct_region_comparison"], ComparedRow)
    ]


def signals(marts: Snapshot, codes: dict[str, str], lang: Lang) -> list[Record]:
    """Months in which a series of accidents was more than its own past explains, each at its peak."""
    return [
        {
            "indicator": codes[row["indicator_id"]],
            "region": row["region_id"],
            "month": f"{row['peak_period_end']:%Y-%m}",
            "said": say(f"level_{row['level']}", lang)
            + say("explorer_colon", lang)
            + episode_words(row, lang),
        }
        for row in most_urgent_first(marts["fct_signal_episodes"])
    ]


def forecasts(marts: Snapshot, codes: dict[str, str]) -> list[Record]:
    """How the years of the own region end, as forecast from each of their months."""
    found = marts["fct_forecasts"].filter(
        pl.col("months") < 12, pl.col("median_count").is_not_null()
    )
    limits = {"median": "median_count", "lower": "lower_80_count", "upper": "upper_80_count"}
    return [
        {
            "indicator": codes[row["indicator_id"]],
            "region": row["region_id"],
            "end": row["period_end"],
        }
        | {name: row[column] for name, column in limits.items()}
        for row in found.sort("period_end").iter_rows(named=True)
    ]

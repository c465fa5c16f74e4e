"""The verdicts on the own place, with the sentence that each says."""

from typing import cast

import polars as pl

from analysis.base.places import own_id
from analysis.conclusions.sentences import VerdictRow, verdict_sentence
from analysis.marts.code_names import name_of
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang, say


class JudgedRow(VerdictRow):
    """A verdict in words."""

    indicator_id: str
    year: int
    comparison: str | None
    denominator_before: float | None
    denominator: float | None
    sentence: str


def dated_verdict(row: JudgedRow, year: int, lang: Lang) -> str | None:
    """What the verdict is called, with its last year where that lies before `year`; nothing where statistics
    say nothing."""
    if row["statistical_verdict"] is None:
        return None
    said = name_of("statistical_verdict", row["statistical_verdict"], lang)
    if is_older(row, year):
        return say("verdict_up_to", lang, verdict=said, last=row["last_year"])
    return said


def is_older(row: JudgedRow, year: int) -> bool:
    """Whether the last year that it judges lies before `year`."""
    return row["last_year"] is not None and row["last_year"] < year


def judged(marts: Snapshot, lang: Lang) -> pl.DataFrame:
    """Rows of ``fct_verdicts`` of the own place with ``sentence``, in order of time."""
    indicators = marts["dim_indicator"].select("indicator_id", "better", "numerator_series")
    units = marts["dim_series"].select(numerator_series="series", counted=f"unit_{lang}")
    own = marts["fct_verdicts"].filter(region_id=own_id())
    own = own.join(indicators, on="indicator_id").join(units, on="numerator_series")
    sentences = [
        verdict_sentence(cast("VerdictRow", row), row["better"], row["counted"], lang)
        for row in own.iter_rows(named=True)
    ]
    said = pl.Series("sentence", sentences, dtype=pl.String)
    return own.with_columns(said).drop("better", "counted", "numerator_series").sort("period_end")

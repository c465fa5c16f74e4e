"""Statistical signals in words, and what they can and cannot see."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analysis.base.seeds import seed_rows
from analysis.marts.code_names import name_of
from analysis.marts.rows import SignalEpisodeRow, rows_of
from analysis.messages import Lang, say
from analysis.messages.dates import day_words, month_words

_HARDLY = 0.06


def episode_words(episode: Mapping[str, Any], lang: Lang) -> str:
    """The figures of a row of ``fct_signal_episodes`` in a sentence."""
    figures = {
        name: f"{episode[name]:.1f}".removesuffix(".0") for name in ("value", "expected", "upper")
    }
    days = {name: day_words(episode[name], lang) for name in ("peak_first_day", "peak_last_day")}
    months = {
        name: month_words(episode[name], lang)
        for name in ("start_period_end", "end_period_end", "peak_period_end")
    }
    state = name_of("signal_state", episode["state"], lang)
    if episode["state"] == "stopped":
        state = say("signal_stopped", lang, end=month_words(episode["known_to"], lang))
    return say(f"signal_{episode['rule']}", lang, **figures, **days, **months, state=state)


def most_urgent_first(signals: pl.DataFrame) -> list[SignalEpisodeRow]:
    """Rows of ``fct_signal_episodes`` by level, the latest of a level first."""
    levels = [row["level"] for row in seed_rows("signal_levels.csv")]  # the mildest first
    order = pl.col("level").replace_strict({level: at for at, level in enumerate(levels)})
    found = signals.sort(order, "peak_period_end", descending=[True, True])
    return rows_of(found, SignalEpisodeRow)


def power_words(lang: Lang) -> str:
    """How often a rise is found within twelve months, by how many accidents there are a year: rows of
    ``seeds/signal_power.csv``, made by ``calibration/signals.py``."""
    parts = [
        say(
            "signal_power_at",
            lang,
            accidents=row["accidents_a_year"],
            half_more=_found(row["found_half_more"], lang),
            doubled=_found(row["found_doubled"], lang),
        )
        for row in seed_rows("signal_power.csv")
    ]
    return say("signal_power", lang, rows=say("list_semicolon", lang).join(parts))


def _found(share: str, lang: Lang) -> str:
    """A share of simulated rises; of so few a number would be noise."""
    found = float(share)
    return say("signal_hardly_seen", lang) if found < _HARDLY else f"{found:.0%}"

"""统计信号 and 监测预警: the statistical signals of the year, the rates over twelve months, the warnings."""

from collections.abc import Iterator

import polars as pl

from analysis.charts.theme import LEVELS
from analysis.marts.rows import SignalEpisodeRow, rows_of
from analysis.marts.signal_words import episode_words, power_words
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition

_COLUMNS = {"level": 0.1, "name": 0.3, "region": 0.15, "message": 0.45}


def most_urgent_first(signals: pl.DataFrame) -> list[SignalEpisodeRow]:
    """Rows of ``fct_signal_episodes`` by level, the latest of a level first."""
    order = pl.col("level").replace_strict({level: at for at, level in enumerate(LEVELS)})
    return rows_of(
        signals.sort(order, "peak_period_end", descending=[False, True]), SignalEpisodeRow
    )


def signals_of(edition: Edition) -> list[SignalEpisodeRow]:
    """The episodes that have a month in the year, the most urgent first."""
    first, last = (pl.col(f"{edge}_period_end").dt.year() for edge in ("start", "end"))
    in_year = (first <= edition.year) & (last >= edition.year)
    return most_urgent_first(edition.marts["fct_signal_episodes"].filter(in_year))


def signals(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_signals"), 1)
    found, year = signals_of(edition), edition.year
    yield Paragraph(edition.say("signals_words", year=year, count=len(found)))
    if found:
        series, regions = edition.series_names(), edition.region_names()
        rows = [
            (
                edition.say(f"level_word_{row['level']}").strip(),
                series[row["series"]],
                regions[row["region_id"]],
                episode_words(row, edition.lang),
            )
            for row in found
        ]
        yield edition.table(edition.say("table_signals"), _COLUMNS, rows)
    yield Paragraph(power_words(edition.lang), "note")
    yield from edition.pictures(*(f"rolling_{i['indicator_id']}" for i in edition.indicators))
    yield from edition.pictures("warnings")
    if "warnings" not in edition.charts:
        yield Paragraph(edition.say("warnings_none", year=year))

"""预警信号: the signals of the year, the rates over twelve months, the warnings."""

from collections.abc import Iterator

import polars as pl

from analysis.charts.theme import LEVELS
from analysis.marts.rows import SignalRow, rows_of
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition

_COLUMNS = {"level": 0.1, "name": 0.3, "region": 0.15, "message": 0.45}


def most_urgent_first(signals: pl.DataFrame) -> list[SignalRow]:
    """Rows of ``fct_indicator_signals`` by level, the latest of a level first."""
    order = pl.col("level").replace_strict({level: at for at, level in enumerate(LEVELS)})
    return rows_of(signals.sort(order, "period_end", descending=[False, True]), SignalRow)


def signals_of(edition: Edition) -> list[SignalRow]:
    """The signals of the year, the most urgent first."""
    ended = pl.col("period_end").dt.year() == edition.year
    return most_urgent_first(edition.marts["fct_indicator_signals"].filter(ended))


def signals(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_signals"), 1)
    found, year = signals_of(edition), edition.year
    yield Paragraph(edition.say("signals_words", year=year, count=len(found)))
    if found:
        indicators, regions = edition.indicator_names(), edition.region_names()
        rows = [
            (
                edition.say(f"level_word_{row['level']}").strip(),
                indicators[row["indicator_id"]],
                regions[row["region_id"]],
                edition.text(row, "message"),
            )
            for row in found
        ]
        yield edition.table(edition.say("table_signals"), _COLUMNS, rows)
    yield from edition.pictures(*(f"rolling_{i['indicator_id']}" for i in edition.indicators))
    yield from edition.pictures("warnings")
    if "warnings" not in edition.charts:
        yield Paragraph(edition.say("warnings_none", year=year))

"""分地区: the townships beside the banner, and their counts by year."""

from collections.abc import Iterator

import polars as pl

from analysis.charts import Chart
from analysis.messages.numbers import short
from analysis.report.blocks import Block, Heading, Paragraph, Table
from analysis.report.edition import Edition


def townships(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_townships"), 1)
    keys = [row["indicator_id"] for row in edition.indicators]
    drawn = [key for key in keys if f"townships_{key}" in edition.charts]
    yield Paragraph(edition.say("townships_words" if drawn else "townships_none"))
    for key in drawn:
        yield from edition.pictures(f"funnel_{key}")
        yield _counts(edition, edition.charts[f"townships_{key}"])


def _counts(edition: Edition, chart: Chart) -> Table:
    """Counts by township and year, as a matrix; what is not complete is missing."""
    shown = pl.when("is_complete").then("numerator").map_elements(short, pl.String)
    counts = chart.table.select("region_id", "name", pl.col("year").cast(pl.String), shown=shown)
    matrix = counts.pivot("year", index=["region_id", "name"], values="shown")
    matrix = matrix.drop("region_id").fill_null(edition.say("missing"))
    return Table(chart.finding, [edition.say("col_region"), *matrix.columns[1:]], matrix.rows())

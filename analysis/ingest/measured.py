"""Flows and stocks as the hand-ins in force give them, one row a value, as the layouts say."""

from collections.abc import Mapping, Sequence

import polars as pl

from analysis.forms.rules import Feed
from analysis.ingest.hand_in import HandIn
from analysis.ingest.resolve import Outcome

SCHEMA = pl.Schema(
    {
        "series": pl.String,
        "place": pl.String,
        "reporting_region_id": pl.String,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "value": pl.Float64,
        "vintage": pl.String,
        "hand_in_id": pl.String,
        "source_sheet": pl.String,
        "source_row": pl.Int64,
        "source_cell": pl.String,
        "is_corrected": pl.Boolean,
    }
)


def measured_table(
    outcomes: Sequence[Outcome],
    corrected: Mapping[str, pl.DataFrame],
    left_out: pl.DataFrame,
    columns: pl.DataFrame,
) -> pl.DataFrame:
    """Every value in base units; a flow is the sum from `period_start` to `period_end`.

    Args:
        corrected: by form, the rows that stand in the place of others.
        left_out: ``hand_in_id, sheet, row`` of rows that do not count as they were read.
        columns: where each column of each sheet stood (``columns_table``).
    """
    found = [pl.DataFrame(schema=SCHEMA)]
    for outcome in outcomes:
        hand_in = outcome.hand_in
        if outcome.in_force is None or not hand_in.layout.feeds:
            continue
        origin = {"sheet": "source_sheet", "row": "source_row"}
        bad = left_out.filter(hand_in_id=hand_in.hand_in_id).rename(origin)
        read = outcome.in_force.rows().with_columns(is_corrected=pl.lit(False))
        rows = read.join(bad, on=["hand_in_id", *origin.values()], how="anti")
        mended = corrected.get(hand_in.layout.form, rows.clear())
        rows = pl.concat(
            [rows, mended.filter(hand_in_id=hand_in.hand_in_id)], how="diagonal_relaxed"
        )
        letters = columns.filter(hand_in_id=hand_in.hand_in_id)
        for series, feed in hand_in.layout.feeds.items():
            found.append(_values(rows, series, feed, hand_in, letters))
    return pl.concat(found)


def _values(
    rows: pl.DataFrame, series: str, feed: Feed, hand_in: HandIn, letters: pl.DataFrame
) -> pl.DataFrame:
    own = letters.filter(column=feed.column).select("letter", source_sheet="sheet")
    wanted = [pl.col(n).is_in(v, nulls_equal=True) for n, v in feed.where.items()]
    vintage = pl.col("vintage") if "vintage" in rows.columns else pl.lit(None)
    kept = rows.filter(pl.col(feed.column).is_not_null(), *wanted)
    return (
        kept.join(own, on="source_sheet", how="left", maintain_order="left")
        .select(
            series=pl.lit(series),
            place=pl.col(feed.by) if feed.by else pl.lit(None),
            reporting_region_id=pl.lit(hand_in.reporting_region_id),
            period_start=None if feed.at else pl.lit(hand_in.covers.start),
            period_end=pl.col(feed.at) if feed.at else pl.lit(hand_in.covers.end),
            value=feed.column,
            vintage=vintage,
            hand_in_id="hand_in_id",
            source_sheet="source_sheet",
            source_row="source_row",
            source_cell=pl.col("letter") + pl.col("source_row").cast(pl.String),
            is_corrected="is_corrected",
        )
        .cast(SCHEMA)
    )

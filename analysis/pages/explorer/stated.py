"""Rates that the nation and the areas around published as such, among those that are computed here."""

import polars as pl

from analysis.base.places import ancestors, own_id
from analysis.marts.rows import NotedRow
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang, say

_KEYS = ["indicator_id", "region_id", "period_kind", "period_end"]


class StatedRow(NotedRow):
    """With the words of the caveats of each half, and whether it is known as a published rate alone."""

    note_numerator: str | None
    note_denominator: str | None
    is_stated: bool


def with_stated(marts: Snapshot, noted: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """`noted`, in order, with the rates that were published: in the place of those that cannot be computed, and
    said beside those that can."""
    figures = marts.table("staging", "stg_published_figures").filter(kind="rate")
    places = [own_id(), *(region.region_id for region in ancestors(own_id()))]
    stated = figures.filter(
        pl.col("region_id").is_in(places),
        pl.col("indicator_id").is_in(marts["dim_indicator"]["indicator_id"].implode()),
    ).select(*_KEYS, "title", stated="value")
    both = noted.join(stated, on=_KEYS, how="full", coalesce=True)
    said = [
        None if value is None else say("explorer_stated", lang, value=f"{value:.12g}", title=title)
        for value, title in both.select("stated", "title").iter_rows()
    ]
    return both.with_columns(
        rate=pl.coalesce("rate", "stated"),
        note=pl.concat_str(
            "note",
            pl.Series(said, dtype=pl.String),
            separator=say("explorer_semicolon", lang),
            ignore_nulls=True,
        ).replace("", None),
        is_complete=pl.col("is_complete").fill_null(value=False),
        is_provisional=pl.col("is_provisional").fill_null(value=False),
        is_stated=pl.col("caveats").is_null(),
    ).sort("indicator_id", "region_id", "period_kind", "period_end")

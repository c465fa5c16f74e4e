"""Which whole years were counted by one definition, so that they compare."""

import polars as pl

from analysis.base.places import own_id
from analysis.findings.findings import Findings


def years_alike(findings: Findings, indicator_id: str, most: int) -> list[int]:
    """The last whole years of the own region, in order, at most so many, up to the span's end and of one definition,
    that of the last of them."""
    years = findings.marts.table("intermediate", "int_years").filter(
        pl.col("year") <= findings.span.last_whole_year,
        pl.col("segment").is_not_null(),
        indicator_id=indicator_id,
        region_id=own_id(),
        months=12,
        origin="hand_in",
    )
    own = years.sort("year").filter(pl.col("segment") == pl.col("segment").last())
    return own["year"].to_list()[-most:]

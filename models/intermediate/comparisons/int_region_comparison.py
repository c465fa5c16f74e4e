"""Townships beside the banner's rate: funnel limits, significance and smoothed rates."""

import polars as pl

from analysis.statistics import (
    counts_by_chance,
    empirical_bayes,
    funnel_dispersion,
    funnel_significance,
)

FIGURES = [
    "numerator", "denominator", "rate", "banner_rate", "expected", "funnel_lower_95",
    "funnel_upper_95", "funnel_lower_998", "funnel_upper_998", "dispersion",
]  # fmt: skip
SCHEMA = (
    {"indicator_id": pl.String, "region_id": pl.String}
    | dict.fromkeys(["year", "first_year", "years"], pl.Int64)
    | dict.fromkeys(FIGURES, pl.Float64)
    | {"significance": pl.String, "eb_rate": pl.Float64, "eb_weight": pl.Float64}
)


def model(dbt, session):
    dbt.config(materialized="table")
    pooled = dbt.ref("int_region_years").pl()
    regions = dbt.ref("regions").pl()
    own = regions.filter("is_own")["region_id"][0]
    banner = pooled.filter(region_id=own).select(
        "indicator_id",
        "year",
        banner_first="first_year",
        banner_years="years",
        banner_rate=pl.col("numerator") / pl.col("denominator"),
    )
    townships = pooled.filter(pl.col("region_id") != own).join(banner, on=["indicator_id", "year"])
    # nothing can stand out where nothing happened in the whole banner
    townships = townships.filter(
        pl.col("years") == pl.col("banner_years"),
        pl.col("first_year") == pl.col("banner_first"),
        pl.col("banner_rate") > 0,
    )
    compared = [
        _compare(group)
        for _, group in townships.sort("region_id").group_by(
            ["indicator_id", "year"], maintain_order=True
        )
    ]
    if not compared:
        return pl.DataFrame(schema=SCHEMA).to_arrow()
    return _with_limits(pl.concat(compared)).to_arrow()


def _compare(group):
    expected = group["banner_rate"] * group["denominator"]
    smoothed = empirical_bayes(group["numerator"], group["denominator"])
    return group.with_columns(
        expected=expected,
        dispersion=pl.lit(funnel_dispersion(group["numerator"], expected)),
        eb_rate=smoothed["eb_rate"] * group["per"],
        eb_weight=smoothed["weight"],
    )


def _with_limits(areas):
    """All groups at once: asking scipy for each would take most of the time."""
    expected, dispersion = areas["expected"], areas["dispersion"]
    columns = {}
    for name, confidence in (("95", 0.95), ("998", 0.998)):
        limits = counts_by_chance(expected, confidence, dispersion)
        for side in ("lower", "upper"):
            limit = limits[side] * areas["per"] / areas["denominator"]
            columns[f"funnel_{side}_{name}"] = limit
    return areas.with_columns(
        **columns,
        rate=pl.col("numerator") * pl.col("per") / pl.col("denominator"),
        banner_rate=pl.col("banner_rate") * pl.col("per"),
        significance=funnel_significance(areas["numerator"], expected, dispersion),
    ).select(list(SCHEMA))

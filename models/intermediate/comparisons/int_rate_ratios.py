"""Exact conditional ratios of the pairs of counts; deaths that came several in one accident are
counted by their dispersion, as many fewer independent events."""

import polars as pl

from analysis.statistics import rate_ratio

KEYS = ["period_kind", "indicator_id", "region_id", "period_end"]


def model(dbt, session):
    dbt.config(materialized="table")
    pairs = dbt.ref("int_comparisons").pl()
    pairs = pairs.filter(~pl.col("crosses_break"), "is_number_of_events")
    counts = [
        pairs["numerator"] / pairs["dispersion"],
        pairs["denominator"],
        pairs["numerator_before"] / pairs["dispersion"],
        pairs["denominator_before"],
    ]
    both = rate_ratio(*counts, alternative="smaller")
    more = rate_ratio(*counts, alternative="larger")
    return pairs.select(
        *KEYS,
        ratio=both["ratio"],
        lower_95=both["lower"],
        upper_95=both["upper"],
        p_smaller=both["p_value"],
        p_larger=more["p_value"],
    ).to_arrow()

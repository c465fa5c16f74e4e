"""How each year ends, forecast from each of its months; scipy has the distributions that SQL has not."""

import numpy as np
import polars as pl

from analysis.statistics.forecast import (
    Level,
    accident_dispersion,
    level_of_years,
    seasonal_shares,
    year_end,
)

ENDS = ["indicator_id", "region_id", "year"]
FIGURES = [
    "expected_count", "median_count", "lower_80_count", "upper_80_count", "lower_95_count",
    "upper_95_count", "chance_below_last_year", "chance_below_baseline", "chance_below_target", "pit",
]  # fmt: skip
TAILS = {"median": 0.5, "lower_80": 0.1, "upper_80": 0.9, "lower_95": 0.025, "upper_95": 0.975}


def model(dbt, session):
    dbt.config(materialized="table")
    settings = dict(dbt.ref("settings").pl().select("setting", "value").iter_rows())
    years = dbt.ref("int_forecast_years").pl()
    periods = dbt.ref("int_forecast_periods").filter("reason is null").pl()
    periods = periods.sort(*ENDS, "period_end")
    keys = periods.select("indicator_id", "region_id", "period_end")
    if periods.is_empty():
        empty = [pl.lit(None, pl.Float64).alias(name) for name in FIGURES]
        return keys.with_columns(empty).to_arrow()
    ends = periods.select(ENDS).unique(maintain_order=True).with_row_index("end")
    past = years.join(ends, on=ENDS)
    at = past["end"].to_numpy(), past["age"].cast(pl.Int64).to_numpy() - 1
    shape = ends.height, int(at[1].max()) + 1

    def by_age(column):
        values = np.full(shape, np.nan)
        values[at] = past[column].to_numpy()
        return values

    counts = by_age("numerator")
    dispersion = accident_dispersion(
        np.nansum(counts, axis=1),
        np.nansum(by_age("deaths_squared"), axis=1),
        settings["dispersion_bound"],
    )
    months = np.full((*shape, 12), np.nan)
    months[at] = np.array([row or [np.nan] * 12 for row in past["months"].to_list()])
    level = level_of_years(counts, by_age("denominator"), dispersion)
    shares = seasonal_shares(months, dispersion)

    row = periods.join(ends, on=ENDS, maintain_order="left")["end"].to_numpy()
    month = periods["period_end"].dt.month().to_numpy()
    value, exposure, per, actual = (
        periods[name].cast(pl.Float64).to_numpy()
        for name in ("value", "exposure", "per", "actual_count")
    )
    forecast = year_end(
        Level(*(part[row] for part in (level.rate, level.shape, level.log_weight))),
        value,
        np.where(month == 12, 1.0, shares.cumsum(1)[row, month - 1]),
        exposure,
        dispersion[row],
    )
    figures = {"expected_count": forecast.mean()}
    figures |= {f"{name}_count": forecast.quantile(tail) for name, tail in TAILS.items()}
    for name in ("last_year", "baseline", "target"):
        rate = periods[f"{name}_rate"].cast(pl.Float64).to_numpy()
        figures[f"chance_below_{name}"] = forecast.below(rate / per * exposure)
    # at the end of the year nothing was forecast
    figures["pit"] = np.where(month == 12, np.nan, forecast.pit(actual))
    return keys.with_columns(**figures).with_columns(pl.col(FIGURES).fill_nan(None)).to_arrow()

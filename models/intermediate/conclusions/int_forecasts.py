"""How each year ends, forecast from each of its months; scipy has the distributions that SQL has not."""

import numpy as np
import polars as pl

from analysis.statistics.forecast import accident_dispersion, year_end
from analysis.statistics.level import Level, level_of_years
from analysis.statistics.season import Season, seasonal_shares

ENDS = ["indicator_id", "region_id", "year"]
FIGURES = [
    "expected_count", "median_count", "lower_80_count", "upper_80_count", "lower_95_count",
    "upper_95_count", "chance_below_last_year", "chance_below_baseline", "chance_below_target", "pit",
]  # fmt: skip
TAILS = {"median": 0.5, "lower_80": 0.1, "upper_80": 0.9, "lower_95": 0.025, "upper_95": 0.975}


def events_by_month(known, ends):
    """Events of each month of the years that end, n × 12: sums since January, each less the one before;
    of several months that are known together all have alike, in whole events."""
    sums = known.join(ends, on=ENDS).group_by("end").agg("value", pl.col("period_end").dt.month())
    months = np.zeros((ends.height, 12))
    for end, values, at in sums.iter_rows():
        months[end] = np.diff(np.floor(np.interp(range(13), [0, *at], [0, *values])))
    return months


def model(dbt, session):
    dbt.config(materialized="table")
    settings = dict(dbt.ref("settings").pl().select("setting", "value").iter_rows())
    years = dbt.ref("int_forecast_years").pl()
    known = dbt.ref("int_forecast_periods").pl().sort(*ENDS, "period_end")
    periods = known.filter(pl.col("reason").is_null())
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
    season = seasonal_shares(months, dispersion)

    row = periods.join(ends, on=ENDS, maintain_order="left")["end"].to_numpy()
    month = periods["period_end"].dt.month().to_numpy()
    exposure, per, actual = (
        periods[name].cast(pl.Float64).to_numpy() for name in ("exposure", "per", "actual_count")
    )
    forecast = year_end(
        Level(*(part[row] for part in (level.rate, level.shape, level.log_weight))),
        np.where(np.arange(12) < month[:, None], events_by_month(known, ends)[row], np.nan),
        Season(*(part[row] for part in season)),
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

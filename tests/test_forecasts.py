"""Forecasts of the year's end in a build: of what was known by then, and of nothing else."""

import itertools

import numpy as np
import polars as pl
import pytest

from analysis.marts import mart
from analysis.statistics.forecast import accident_dispersion, year_end
from analysis.statistics.level import level_of_years
from analysis.statistics.season import seasonal_shares
from tests.conftest import Published
from tests.expected import deaths

pytestmark = pytest.mark.slow
ROAD = "road_deaths_per_10k_vehicles"


@pytest.fixture(scope="module")
def forecasts(published: Published) -> pl.DataFrame:
    return mart("fct_forecasts", published.data).sort("indicator_id", "period_end")


def test_a_month_is_forecast_from_what_the_world_held_by_then(
    published: Published, forecasts: pl.DataFrame
) -> None:
    world = published.world
    found = forecasts.filter(pl.col("indicator_id") == ROAD, pl.col("year") == 2023)
    assert found["months"].to_list() == list(range(1, 13))
    months = np.array(
        [
            [deaths(world, "road", year, range(m, m + 1)) for m in range(1, 13)]
            for year in (2022, 2021)
        ],
        np.float64,
    )
    squared = sum(
        e.deaths**2 for year in (2021, 2022) for e in world.of("road", year, range(1, 13))
    )
    dispersion = accident_dispersion(np.array([months.sum()]), np.array([float(squared)]), 1.2)
    vehicles = [float(sum(world.vehicles[year, 12])) for year in (2022, 2021)]
    level = level_of_years(months.sum(1)[None], np.array([vehicles]), dispersion)
    season = seasonal_shares(months[None], dispersion)
    year = np.array(
        [[deaths(world, "road", 2023, range(m, m + 1)) for m in range(1, 13)]], np.float64
    )
    for row in found.iter_rows(named=True):
        m = row["months"]
        so_far = np.where(np.arange(12) < m, year, np.nan)
        exposure = np.array([float(sum(world.vehicles[2023, m]))])
        wanted = year_end(level, so_far, season, exposure, dispersion)
        last_year = months[0].sum() / np.array([vehicles[0]]) * exposure
        assert row["count_so_far"] == np.nansum(so_far)
        assert row["exposure"] == exposure[0]
        assert row["expected_count"] == pytest.approx(wanted.mean()[0])
        assert row["upper_95_count"] == wanted.quantile(0.975)[0]
        assert row["chance_below_last_year"] == pytest.approx(wanted.below(last_year)[0])


def test_the_end_of_a_year_is_what_the_year_was(forecasts: pl.DataFrame) -> None:
    ended = forecasts.filter(pl.col("months") == 12, pl.col("reason").is_null())
    assert ended.height >= 5
    for name in ("count_so_far", "expected_count", "lower_95_count", "upper_95_count"):
        assert ended[name].equals(ended["actual_count"].alias(name)), name
    assert ended["chance_below_last_year"].drop_nulls().is_in([0.0, 1.0]).all()
    assert ended["pit"].null_count() == ended.height


def test_what_is_not_forecast_says_why(forecasts: pl.DataFrame) -> None:
    figures = ["expected_count", "median_rate", "chance_below_last_year", "pit"]
    unknown = pl.col("indicator_id") == "production_deaths_per_100m_constant_gdp"
    assert set(forecasts.filter(unknown)["reason"]) <= {"denominator_unknown", "too_few_years"}
    forecasts = forecasts.filter(~unknown)
    without = forecasts.filter(pl.col("reason").is_not_null())
    assert without["reason"].unique().to_list() == ["too_few_years"]
    assert without["year"].unique().sort().to_list() == [2021, 2022]
    assert all(without[name].null_count() == without.height for name in figures)
    given = forecasts.filter(pl.col("reason").is_null())
    assert given["expected_count"].null_count() == 0
    flow = given.filter(pl.col("indicator_id") == "production_deaths_per_100m_gdp")
    projected = flow["caveats"].list.contains("denominator_projected")
    assert projected.to_list() == (flow["months"] < 12).to_list()


def test_limits_enclose_each_other_and_what_has_come(forecasts: pl.DataFrame) -> None:
    given = forecasts.filter(pl.col("reason").is_null())
    order = [
        "count_so_far",
        "lower_95_count",
        "lower_80_count",
        "median_count",
        "upper_80_count",
        "upper_95_count",
    ]
    for lower, upper in itertools.pairwise(order):
        assert (given[lower] <= given[upper]).all(), (lower, upper)
    assert (given["lower_95_count"] < given["upper_95_count"]).sum() > given.height / 2
    assert given["pit"].drop_nulls().is_between(0, 1).all()

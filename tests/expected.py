"""The rates that an invented world must come back to, worked out here without the warehouse."""

from collections.abc import Sequence
from itertools import product

import duckdb
import pytest

from analysis.sample import World

PLAN = {
    "production_deaths_per_100m_gdp": "production",
    "road_deaths_per_10k_vehicles": "road",
    "fire_deaths_per_100k_population": "fire",
    "disaster_deaths_per_1m_population": "disaster",
}


def deaths(world: World, domain: str, year: int, months: range = range(1, 13)) -> int:
    events = world.of(domain, year, months)
    if domain == "production":
        events = [event for event in events if event.is_counted]
    return sum(event.deaths + event.missing for event in events)


def gdp_to_date(world: World, year: int, quarter: int, final: bool = False) -> float:
    if final and quarter == 4:
        return float(world.gdp_final[year])
    return float(sum(world.gdp_quarters[year, q] for q in range(1, quarter + 1)))


def yearly_rates(world: World, final_gdp: bool = False) -> dict[tuple[str, int], tuple[int, float]]:
    """(indicator, year) → (numerator, denominator) of the four rates of the plan."""
    expected = {}
    for year in world.years:
        denominators = {
            "production": gdp_to_date(world, year, 4, final_gdp),
            "road": float(sum(world.vehicles[year, 12])),
            "fire": float(sum(world.population[year].values())),
            "disaster": float(sum(world.population[year].values())),
        }
        for indicator, domain in PLAN.items():
            expected[indicator, year] = (deaths(world, domain, year), denominators[domain])
    return expected


def assert_rates_as_invented(
    warehouse: duckdb.DuckDBPyConnection, world: World, years: Sequence[int]
) -> None:
    """The four rates of each year are right to the last death."""
    rows = warehouse.execute(
        "select indicator_id, year(period_end), numerator, denominator from marts.fct_indicator_rates "
        "where region_id = '150621' and period_kind = 'year'"
    ).fetchall()
    found = {row[:2]: row[2:] for row in rows}
    for (indicator, year), (numerator, denominator) in yearly_rates(world, True).items():
        if year in years:
            expected = (numerator, pytest.approx(denominator, rel=1e-12))
            assert found[indicator, year] == expected, (indicator, year)


def assert_accidents_as_invented(
    warehouse: duckdb.DuckDBPyConnection, world: World, years: Sequence[int]
) -> None:
    """Accidents of each domain and year, their dead, missing and losses."""
    rows = warehouse.execute(
        "select domain, year(occurred_at), count(*), sum(deaths), sum(missing), "
        "sum(direct_loss_yuan) from marts.fct_accidents group by 1, 2"
    ).fetchall()
    found = {row[:2]: row[2:] for row in rows}
    for domain, year in product(("production", "road", "fire", "disaster"), years):
        events = world.of(domain, year, range(1, 13))
        assert found[domain, year] == (
            len(events),
            sum(e.deaths for e in events),
            sum(e.missing for e in events),
            sum(e.loss_yuan for e in events),
        )

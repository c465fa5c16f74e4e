"""The rates that an invented world must come back to, worked out here without the warehouse."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import duckdb
import polars as pl
import pytest

from analysis.sample import World

ORACLES = Path(__file__).parent / "oracles"

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


def assert_running_counts_as_invented(
    warehouse: duckdb.DuckDBPyConnection, world: World, years: Sequence[int]
) -> None:
    """Deaths of each month and quarter, of each year up to its months, and of the twelve months that end
    with them."""
    rows = warehouse.execute(
        "select indicator_id, period_kind, period_end, numerator from marts.fct_indicator_rates "
        "where region_id = '150621' and period_kind in ('month', 'quarter', 'ytd', 'r12m')"
    ).fetchall()
    found = {
        (domain, *row[1:]) for row in rows if (domain := PLAN.get(row[0])) and row[2].year in years
    }
    assert len(found) > 80 * len(years)
    for domain, kind, end, count in found:
        first = {"month": end.month, "quarter": end.month - 2}.get(kind, 1)
        expected = deaths(world, domain, end.year, range(first, end.month + 1))
        if kind == "r12m":
            expected += deaths(world, domain, end.year - 1, range(end.month + 1, 13))
        assert count == expected, (domain, kind, end)


def assert_limits_as_known(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Exact limits of counts are those of the other programs in `ORACLES`, whatever they are divided by."""
    known = pl.read_csv(ORACLES / "stats_rate_ci.csv").filter(method="exact_garwood")
    limits = {
        (row["count"], round(row["confidence"] * 1000)): [
            row[side] * row["exposure"] / row["multiplier"] for side in ("lower", "upper")
        ]
        for row in known.iter_rows(named=True)
    }
    scale = "rates.denominator / indicators.per"
    figures = [f"rate_{side}_{c} * {scale}" for c in (95, 998) for side in ("lower", "upper")]
    rows = warehouse.execute(
        f"select numerator, {', '.join(figures)} from marts.fct_indicator_rates as rates "  # noqa: S608
        "inner join marts.dim_indicator as indicators using (indicator_id) "
        "where limits_method = 'exact' and rate is not null"
    ).fetchall()
    met = set()
    for count, *found in rows:
        if (count, 950) in limits and (count, 998) in limits:
            expected = [*limits[count, 950], *limits[count, 998]]
            assert found == pytest.approx(expected, rel=1e-7), count
            met.add(count)
    assert len(met) > 20

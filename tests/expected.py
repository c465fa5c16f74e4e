"""The rates that an invented world must come back to, worked out here without the warehouse."""

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

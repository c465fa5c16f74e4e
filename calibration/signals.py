"""How many statistical signals a county gets in which nothing changes, and how often and how soon one says
that events became more frequent; through the project's own functions.

``python -m calibration.signals --counties 100``
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
from rich.console import Console
from rich.table import Table

from analysis.base.settings import PROJECT
from analysis.conclusions.episodes import all_episodes
from calibration.worlds import Floats, World

# accidents a year in which something was counted, in a banner of 320,000 people
ACCIDENTS_A_YEAR = {
    "production_accidents": 29, "production_deaths": 20, "production_injuries": 24,
    "road_accidents": 270, "road_deaths": 22, "road_injuries": 230,
    "fire_accidents": 60, "fire_deaths": 5.5, "fire_injuries": 48,
    "disaster_accidents": 4, "disaster_deaths_and_missing": 1.7,
}  # fmt: skip
POWER_AT = (2, 5, 10, 20, 50, 100, 250)  # accidents a year
FIRST_YEAR = 2014
YEARS_BEFORE = 5
YEARS_JUDGED = 5
LEVELS = ("blue", "yellow", "orange", "red")

UNCHANGED = (
    World("nothing changes", 0),
    World("events and denominators +6% a year", 0, growth=0.06),
    World("events constant, denominators +6% a year", 0, growth=0.06, change=1 / 1.06 - 1),
    World("season ±40%", 0, season=0.4),
    World("years ±15%", 0, year_cv=0.15),
    World("clusters", 0, clusters=True),
)


@dataclass(frozen=True)
class Counties:
    """Months and moments of counties, each a region, as the models hand them to the episodes."""

    months: pl.DataFrame
    moments: pl.DataFrame


def settings() -> dict[str, float]:
    """The settings seed."""
    return dict(pl.read_csv(PROJECT / "seeds/settings.csv").select("setting", "value").iter_rows())


def bounds() -> dict[str, float]:
    """False rows a year that each level may have at most, from the seed."""
    with (PROJECT / "seeds/signal_levels.csv").open(encoding="utf-8") as file:
        return {row["level"]: float(row["rows_a_year"]) for row in csv.DictReader(file)}


def level_of(rows_a_year: float) -> str:
    """The level, as the mart gives it: that of the smallest bound that is not passed."""
    return min((bound, level) for level, bound in bounds().items() if rows_a_year <= bound)[1]


def draw(
    world: World, rng: np.random.Generator, counties: int, a_year: Mapping[str, float]
) -> Counties:
    """Series of so many accidents a year in so many counties, independent of each other."""
    months, moments, rare = [], [], settings()["signal_rare_below"]
    ends = pl.date_range(
        date(FIRST_YEAR, 1, 1),
        date(FIRST_YEAR + world.years, 1, 1),
        "1mo",
        closed="left",
        eager=True,
    ).dt.month_end()
    for series, accidents in a_year.items():
        drawn = replace(world, deaths=accidents * _people_an_accident(world)).draw(rng, counties)
        exposure = np.repeat(drawn.exposure, 12)
        for county, counts in enumerate(drawn.accidents.reshape(counties, -1)):
            key = {"series": series, "region_id": str(county), "segment": ""}
            columns = {"indicator_id": series, "month_end": ends}
            columns |= {"occurrences": counts, "exposure": exposure}
            months.append(pl.DataFrame(columns).with_columns(**_literals(key)))
            if counts.mean() < rare:
                happened = pl.DataFrame({"occurred_at": list(_moments(rng, counts))})
                moments.append(happened.with_columns(**_literals(key)))
    return Counties(pl.concat(months), pl.concat(moments))


def _people_an_accident(world: World) -> float:
    """A world of clusters is given by its deaths, 1.255 in an accident."""
    return 1.255 if world.clusters else 1.0


def _literals(key: dict[str, str]) -> dict[str, pl.Expr]:
    return {name: pl.lit(value) for name, value in key.items()}


def _moments(rng: np.random.Generator, counts: Floats) -> Iterator[datetime]:
    for month, count in enumerate(counts.astype(int).tolist()):
        begins = datetime(FIRST_YEAR + month // 12, month % 12 + 1, 1)
        days = np.sort(rng.random(count)) * 28
        yield from (begins + timedelta(days=day) for day in days.tolist())


def episodes(drawn: Counties, budget_share: float = 1.0) -> pl.DataFrame:
    """Episodes of all counties with their levels, within a share of the budget of false rows."""
    budget = max(bounds().values()) * budget_share
    found = all_episodes(drawn.months, drawn.moments, settings(), budget)
    levels = pl.Series([level_of(one) for one in found["rows_a_year"]], dtype=pl.String)
    return found.with_columns(level=levels)


def rows_a_county_year(
    world: World, rng: np.random.Generator, counties: int, scale: float = 1.0
) -> dict[str, float]:
    """Episodes a county-year by level, after five years of baseline."""
    world = replace(world, years=YEARS_BEFORE + YEARS_JUDGED)
    a_year = {series: accidents * scale for series, accidents in ACCIDENTS_A_YEAR.items()}
    found = episodes(draw(world, rng, counties, a_year))
    judged = found.filter(pl.col("start_period_end").dt.year() >= FIRST_YEAR + YEARS_BEFORE)
    counted = Counter(judged["level"])
    return {level: counted[level] / counties / YEARS_JUDGED for level in LEVELS}


def months_to_find(step: float, rng: np.random.Generator, counties: int) -> dict[int, list[int]]:
    """In which month of its first year a rise by `step` is first found, one value a county in which it
    is, by accidents a year before it. A look has the budget that it has among the county's series."""
    world = World("", 0, years=YEARS_BEFORE + 3, step=step)
    last = FIRST_YEAR + world.years - 1
    drawn = draw(world, rng, counties, {str(a_year): a_year for a_year in POWER_AT})
    found = episodes(drawn, len(POWER_AT) / len(ACCIDENTS_A_YEAR))
    found = found.filter(pl.col("start_period_end").dt.year() == last)
    first = found.group_by("series", "region_id").agg(pl.col("start_period_end").min().dt.month())
    by_series = dict(first.group_by("series").agg("start_period_end").iter_rows())
    return {a_year: sorted(by_series.get(str(a_year), [])) for a_year in POWER_AT}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng, console = np.random.default_rng(asked.seed), Console()
    table = Table("world", *LEVELS, "rows", "orange or red", title="Rows a county-year")
    worlds = [(world, 1.0) for world in UNCHANGED]
    worlds.append((replace(UNCHANGED[0], name="a county of a third of the size"), 1 / 3))
    for world, scale in worlds:
        rows = rows_a_county_year(world, rng, asked.counties, scale)
        sums = (sum(rows.values()), rows["orange"] + rows["red"])
        table.add_row(world.name, *(f"{one:.2f}" for one in (*rows.values(), *sums)))
    console.print(table)
    table = Table("accidents a year", "+50%", "months", "×2", "months", title="Found within a year")
    found = [months_to_find(step, rng, asked.counties) for step in (0.5, 1.0)]
    for a_year in POWER_AT:
        cells = []
        for months in (one[a_year] for one in found):
            cells += [f"{len(months) / asked.counties:.0%}"]
            cells += [f"{np.median(months):.0f}" if months else ""]
        table.add_row(str(a_year), *cells)
    console.print(table)


if __name__ == "__main__":
    main()

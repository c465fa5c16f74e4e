"""Invented counties of which the truth is known: months with accidents and deaths, denominators by
year, and whether the rate truly changed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Deaths in one accident where several may die, and how often: 1.26 an accident, of which the squares
# over the deaths are 1.9.
SIZES, SHARES = (1, 2, 3, 5, 10), (0.86, 0.09, 0.03, 0.015, 0.005)


@dataclass(frozen=True)
class Counties:
    """Drawn histories: c counties over y years of twelve months.

    Attributes:
        accidents: fatal accidents, c × y × 12.
        deaths: deaths in them, c × y × 12; deaths_squared: their squares summed over accidents.
        exposure: the denominator at each year's end, y values in base units.
        rate: true deaths a unit of the denominator, by county and year, c × y; without the chance
            of single years.
    """

    accidents: Floats
    deaths: Floats
    deaths_squared: Floats
    exposure: Floats
    rate: Floats


@dataclass(frozen=True)
class World:
    """How events arise in a county.

    Attributes:
        name: says what happens.
        deaths: expected in the first year.
        years: length of the history; the last year is the one judged.
        growth: of the denominator a year, 0.06 for 6%; deaths follow at an unchanged rate.
        change: of the rate a year.
        step: of the rate, once; step_age: how many years before the last (0: with its start);
            step_month: so many months of that year are over by then.
        season: how far the months swing around their mean, the highest in July.
        clusters: whether several may die in one accident.
        year_cv: spread of the years beyond chance, a coefficient of variation.
        population: the denominator of the first year.
    """

    name: str
    deaths: float
    years: int = 6
    growth: float = 0.0
    change: float = 0.0
    step: float = 0.0
    step_age: int = 0
    step_month: int = 0
    season: float = 0.0
    clusters: bool = False
    year_cv: float = 0.0
    population: float = 300_000.0

    @property
    def is_changing(self) -> bool:
        """Whether the rate truly changes over the years."""
        return self.change != 0 or self.step != 0

    def draw(self, rng: np.random.Generator, counties: int) -> Counties:
        """So many histories, independent of each other."""
        at = np.arange(self.years)
        exposure = self.population * (1 + self.growth) ** at
        months = np.arange(12 * self.years).reshape(-1, 12)
        step = 12 * (self.years - 1 - self.step_age) + self.step_month
        stepped = np.where(months >= step, 1 + self.step, 1.0)
        level = self.deaths / self.population * (1 + self.change) ** at
        rate = level * stepped.mean(1)
        year = np.ones((counties, self.years))
        if self.year_cv:
            shape = self.year_cv**-2
            year = rng.gamma(shape, 1 / shape, year.shape)
        month = 1 + self.season * np.cos(2 * np.pi * (np.arange(12) - 6) / 12)
        expected = (year * level * exposure)[:, :, None] * stepped * month / 12
        accidents, deaths, squared = _accidents(rng, expected, self.clusters)
        return Counties(
            accidents, deaths, squared, exposure, np.broadcast_to(rate, year.shape).copy()
        )


def _accidents(
    rng: np.random.Generator, deaths: Floats, clusters: bool
) -> tuple[Floats, Floats, Floats]:
    """Accidents, deaths and squared deaths, given the expected deaths."""
    if not clusters:
        single = rng.poisson(deaths).astype(np.float64)
        return single, single, single
    sizes, shares = np.array(SIZES, np.float64), np.array(SHARES)
    by_size = rng.poisson(deaths[..., None] / (sizes @ shares) * shares).astype(np.float64)
    return by_size.sum(-1), by_size @ sizes, by_size @ sizes**2


LEVELS = (0.3, 1.5, 3.0, 8.0, 20.0, 60.0, 300.0)

UNCHANGED = (
    *(World(f"no change, {level:g} a year", level) for level in LEVELS),
    *(World(f"no change, 20 a year, {years} years", 20, years=years) for years in (4, 8, 11)),
    *(World(f"denominator +{growth:.0%}, 20", 20, growth=growth) for growth in (0.03, 0.06, 0.1)),
    World("season ±40%, 20", 20, season=0.4),
    World("season ±40%, 60", 60, season=0.4),
    *(World(f"clusters, {level:g}", level, clusters=True) for level in (3, 8, 20, 60)),
    *(World(f"years ±15%, {level:g}", level, year_cv=0.15) for level in (20, 60, 300)),
    *(World(f"years ±20%, {level:g}", level, year_cv=0.2) for level in (20, 60, 300)),
)
CHANGING = (
    *(World(f"−10% a year from {level:g}", level, change=-0.1) for level in (8, 20, 60)),
    *(World(f"−20% a year from {level:g}", level, change=-0.2) for level in (20, 60)),
    World("+10% a year from 20", 20, change=0.1),
    World("−10% a year from 60, 11 years", 60, years=11, change=-0.1),
    World("+50% three years ago, 20", 20, step=0.5, step_age=3),
    World("−40% three years ago, 20", 20, step=-0.4, step_age=3),
    World("+50% a year ago, 20", 20, step=0.5, step_age=1),
    World("−40% a year ago, 20", 20, step=-0.4, step_age=1),
    World("+50% this year, 20", 20, step=0.5),
    World("−40% this year, 20", 20, step=-0.4),
)
# What only a forecast made within the year finds hard: seasons that two years tell, and steps in it.
WITHIN_A_YEAR = (
    *(
        World(f"two years before, season ±{season:.0%}, {level:g}", level, years=3, season=season)
        for season in (0.4, 0.8)
        for level in (20, 60, 300)
    ),
    *(World(f"−20% a year from {level:g}", level, change=-0.2) for level in (8, 300)),
    World("−20% a year from 60, 3 years before", 60, years=4, change=-0.2),
    *(
        World(f"{name} after {month} months, {level:g}", level, step=step, step_month=month)
        for name, step in (("+50%", 0.5), ("−40%", -0.4))
        for month in (3, 6)
        for level in (20, 60, 300)
    ),
)
WORLDS = (*UNCHANGED, *CHANGING, *WITHIN_A_YEAR)

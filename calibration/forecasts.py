"""How often forecasts of the year's end are right: ``python -m calibration.forecasts`` prints a table.

A forecast is made after 3, 6 and 9 months of the last year of each invented county and held to what
came. Counts are whole and intervals of them cover too often where they are few; so coverage is
counted on the randomised transform (Czado, Gneiting & Held 2009), which is uniform where a forecast
is calibrated, whatever the counts.
"""

import argparse
import sys
from dataclasses import dataclass

import numpy as np

from analysis.base.seeds import seed_rows
from analysis.statistics.columns import Floats
from analysis.statistics.forecast import (
    accident_dispersion,
    year_end,
)
from analysis.statistics.level import level_of_years
from analysis.statistics.season import seasonal_shares
from calibration.worlds import WORLDS, Counties, World

MONTHS = (3, 6, 9)


@dataclass(frozen=True)
class Outcome:
    """Forecasts after some months beside what came; n values each, one a county.

    Attributes:
        pit: randomised transform of the count that came.
        covered: whether the interval of whole counts at 80%, 95% held it, 2 × n.
        width: of the central 90% interval of whole counts, in events.
        actual: the count that came.
        chance: forecast that the rate ends below last year's.
        naive: the same by hand: counts times 12 over months, 0 or 1.
        is_below: whether it did.
    """

    pit: Floats
    covered: Floats
    width: Floats
    actual: Floats
    chance: Floats
    naive: Floats
    is_below: Floats

    def coverage(self) -> float:
        """Share of counts within the central 90% of the forecast."""
        return float(((self.pit > 0.05) & (self.pit < 0.95)).mean())

    def brier(self) -> tuple[float, float]:
        """Mean squared error of the chance, and of the one by hand."""
        errors = ((self.chance - self.is_below) ** 2, (self.naive - self.is_below) ** 2)
        return float(errors[0].mean()), float(errors[1].mean())


def judged(
    counties: Counties, months: int, rng: np.random.Generator, dispersion_bound: float
) -> Outcome:
    """The last year of each county, forecast after so many of its months."""
    past, year = counties.deaths[:, :-1], counties.deaths[:, -1]
    squared = counties.deaths_squared[:, :-1].sum((1, 2))
    dispersion = accident_dispersion(past.sum((1, 2)), squared, dispersion_bound)
    counts = past.sum(2)[:, ::-1]
    exposure = np.broadcast_to(counties.exposure[-2::-1], counts.shape)
    so_far, actual = year[:, :months].sum(1), year.sum(1)
    now = np.full(len(actual), counties.exposure[-1])
    forecast = year_end(
        level_of_years(counts, exposure, dispersion),
        np.where(np.arange(12) < months, year, np.nan),
        seasonal_shares(past, dispersion),
        now,
        dispersion,
    )
    last_year = counts[:, 0] / exposure[:, 0] * now
    covered = [
        (forecast.quantile(tail) <= actual) & (actual <= forecast.quantile(1 - tail))
        for tail in (0.1, 0.025)
    ]
    return Outcome(
        pit=forecast.pit(actual, rng.random(len(actual))),
        covered=np.array(covered, np.float64),
        width=forecast.quantile(0.95) - forecast.quantile(0.05),
        actual=actual,
        chance=forecast.below(last_year),
        naive=np.where(so_far * 12 / months < last_year, 1.0, 0.0),
        is_below=np.where(actual < last_year, 1.0, 0.0),
    )


def row(world: World, counties: int, seed: int) -> str:
    """A line of the table: the world, and what its forecasts came to after each of `MONTHS`."""
    rng = np.random.default_rng(seed)
    bound = next(
        float(r["value"]) for r in seed_rows("settings.csv") if r["setting"] == "dispersion_bound"
    )
    drawn = world.draw(rng, counties)
    outcomes = [judged(drawn, months, rng, bound) for months in MONTHS]
    briers = [outcome.brier() for outcome in outcomes]
    first = outcomes[0]
    cells = [
        world.name,
        " / ".join(f"{100 * o.coverage():.0f}" for o in outcomes),
        " / ".join(f"{100 * share:.0f}" for share in first.covered.mean(1)),
        " / ".join(f"{100 * o.width.mean() / o.actual.mean():.0f}" for o in outcomes),
        " / ".join(f"{o.pit.mean():.2f}" for o in outcomes),
        " / ".join(f"{ours:.3f}" for ours, _ in briers),
        " / ".join(f"{by_hand:.3f}" for _, by_hand in briers),
        f"{100 * first.chance.mean():.0f} ({100 * first.is_below.mean():.0f})",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, default=4000)
    counties = parser.parse_args().counties
    print(
        f"{counties} counties a row: shares are right to ±{196 * (0.09 / counties) ** 0.5:.1f} of 90,",
        end=" ",
    )
    print(f"±{196 * (0.25 / counties) ** 0.5:.1f} of 50 points.\n")
    print(
        "| world | 90% covers | 80, 95% of whole counts, month 3 | width, % of the count | PIT mean | Brier | by hand | chance below last year, month 3 (truth) |"
    )
    print("| --- " * 8 + "|")
    for seed, world in enumerate(WORLDS):
        print(row(world, counties, seed), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

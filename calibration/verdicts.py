"""How often verdicts are right: ``python -m calibration.verdicts`` prints a table.

The last three years of each invented county (of a short history fewer) are judged beside the three
before. In a world without change of the rate every verdict of improving or worsening is false; its
power where the rate does change is set beside that of the exact conditional test that is wrong as
often in the same world without the change.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis.base.seeds import seed_rows
from analysis.conclusions.codes import Verdict
from analysis.conclusions.verdicts import Judged, Sides, Year, judge
from analysis.statistics.columns import Floats
from analysis.statistics.spread import PooledRatio, Years, pooled_ratio
from calibration.worlds import CHANGING, UNCHANGED, Counties, World

_POOLED = 3


@dataclass(frozen=True)
class Found:
    """Of n counties: shares of the verdicts, and one-sided p of the exact conditional test, n each."""

    shares: dict[Verdict, float]
    p_smaller: Floats
    p_larger: Floats


def found(world: World, counties: int, seed: int, settings: dict[str, float]) -> Found:
    """What is concluded of so many counties of a world."""
    drawn = world.draw(np.random.default_rng(seed), counties)
    judged = list(_judged(drawn, settings))
    exact = [_exact(one.sides) for one in judged]
    return Found(
        {verdict: sum(one.verdict is verdict for one in judged) / counties for verdict in Verdict},
        np.array([one.p_smaller for one in exact]),
        np.array([one.p_larger for one in exact]),
    )


def _judged(drawn: Counties, settings: dict[str, float]) -> Iterator[Judged]:
    deaths, squares = drawn.deaths.sum(2), drawn.deaths_squared.sum(2)
    count = deaths.shape[1]
    first_now = count - min(_POOLED, count - 2)
    for county in range(len(deaths)):
        years = [
            Year(year, deaths[county, year], drawn.exposure[year], squares[county, year])
            for year in range(count)
        ]
        first_before = max(first_now - _POOLED, 0)
        sides = Sides(years[first_now:], years[first_before:first_now], years[:first_before])
        yield judge(sides, "lower", settings)


def _exact(sides: Sides) -> PooledRatio:
    now, before = (
        Years.of([year.events for year in side], [year.denominator for year in side])
        for side in (sides.now, sides.before)
    )
    return pooled_ratio(now, before, spread_scale=0)


def row(world: World, counties: int, seed: int, settings: dict[str, float]) -> str:
    """A line of the table."""
    here = found(world, counties, seed, settings)
    cells = [f"{100 * here.shares[verdict]:.1f}" for verdict in Verdict]
    exact = ""
    if world.is_changing:
        alike = replace(world, change=0.0, step=0.0)
        still = found(alike, counties, seed + 1, settings)
        falls = world.change < 0 or world.step < 0
        verdict = Verdict.IMPROVING if falls else Verdict.WORSENING
        p, p_still = (here.p_smaller, still.p_smaller) if falls else (here.p_larger, still.p_larger)
        level = np.quantile(p_still, still.shares[verdict])
        exact = f"{100 * float((p < level).mean()):.1f} (level {100 * still.shares[verdict]:.1f})"
    return f"| {' | '.join([world.name, *cells[:5], cells[5], exact])} |"


def main() -> int:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, default=1000)
    counties = parser.parse_args().counties
    settings = {one["setting"]: float(one["value"]) for one in seed_rows("settings.csv")}
    print(
        f"Verdicts, % of {counties} counties a row (4% is right to ±{196 * (0.04 * 0.96 / counties) ** 0.5:.1f}).\n"
    )
    print(
        "| world | improving | probably | no clear change | probably | worsening | too few | exact test of that size |"
    )
    print("| --- " * 8 + "|")
    for seed, world in enumerate((*UNCHANGED, *CHANGING)):
        print(row(world, counties, 2 * seed, settings), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

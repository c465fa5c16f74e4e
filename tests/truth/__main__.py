"""``python -m tests.truth --packs 30 --seed 1``"""

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.truth.damage import DAMAGES
from tests.truth.plan import YEARS
from tests.truth.run import Outcome, try_folder

_COLUMNS = ("times", "right", "told", "silent", "hurt", "people", "stopped")


def try_packs(
    packs: int, seed: int, only: str | None = None, keep: Path | None = None, jobs: int = 2
) -> Outcome:
    """Try `packs` packs, a folder of several years at a time, `jobs` folders at once; each
    fault is printed as a line as soon as it is known."""
    whole = Outcome()
    sizes = [min(len(YEARS), packs - done) for done in range(0, packs, len(YEARS))]
    with ThreadPoolExecutor(jobs) as pool:
        tries = [pool.submit(try_folder, seed, n, size, only, keep) for n, size in enumerate(sizes)]
        for one in tries:
            outcome = one.result()
            for line in outcome.faults:
                print(line, flush=True)
            whole.add(outcome)
    return whole


def table_of(outcome: Outcome) -> Table:
    titles = {"silent": "wrong in silence", "hurt": "others hurt", "people": "people found"}
    titles["stopped"] = "stopped the build"
    table = Table("damage", "what", *(titles.get(name, name) for name in _COLUMNS))
    for name, damage in sorted(DAMAGES.items()):
        if outcome.damages[name, "times"]:
            counts = [str(outcome.damages[name, column] or "") for column in _COLUMNS]
            table.add_row(name, damage.what, *counts)
    return table


def summary_of(outcome: Outcome) -> str:
    tried = {name for name, kind in outcome.damages if kind == "times"}
    figures = ", ".join(f"{outcome.figures[kind]} {kind}" for kind in ("right", "told", "silent"))
    return (
        f"{outcome.packs} packs, {len(tried)} of {len(DAMAGES)} damages; figures: {figures}; people found: "
        f"{len(outcome.people)}; others hurt: {len(outcome.hurt)}; builds not published: {len(outcome.unpublished)}"
    )


def print_outcome(outcome: Outcome) -> None:
    """The table of damages, and the totals."""
    Console(width=150).print(table_of(outcome))
    print(summary_of(outcome))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.truth", description=__doc__)
    parser.add_argument("--packs", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=sorted(DAMAGES), metavar="DAMAGE")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the data folders there")
    parser.add_argument("--folder", type=int, help="one folder of the seed alone")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="the damages")
    options = parser.parse_args()
    if options.list:
        for name, damage in sorted(DAMAGES.items()):
            print(f"{name}: {damage.what}")
        return 0
    if options.folder is None:
        outcome = try_packs(options.packs, options.seed, options.only, options.keep, options.jobs)
    else:
        size = min(options.packs, len(YEARS))
        outcome = try_folder(options.seed, options.folder, size, options.only, options.keep)
        print(*outcome.faults, sep="\n")
    print_outcome(outcome)
    return int(bool(outcome.faults))


if __name__ == "__main__":
    sys.exit(main())

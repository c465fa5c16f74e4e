"""``make bench [N=1000000]``: prints a table of ratios and writes it to ``bench/results.md``."""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from analysis.base.settings import PROJECT, local_now
from bench.measures import Row, measured, pack, reading
from bench.parts import Goal, fixed_costs, history, transforming

_YEARS = range(2021, 2026)
_PACKAGES = (
    "duckdb",
    "dbt-core",
    "dbt-duckdb",
    "polars",
    "pandas",
    "openpyxl",
    "fastexcel",
    "python-calamine",
)
_REASONS = """
What falls short of its goal, and why:

- csv: decoding and splitting alone take what the bare cells take; types, checks and the search for personal values come
  on top: a third is decoding and lines, a seventh splitting, a quarter types, the rest checks, alike accidents and people.
  GB18030 is decoded whole: a wrong byte must be known before any other reason to refuse a file. Bytes as Latin-1 with only
  what is looked at decoded would, reckoned by its parts, save a twentieth where names and plates are columns of their own. A fifth of both sides
  is memory asked of the system anew. Each list costs 7 ms whatever its length, for some thirty questions to polars.
- xlsx: python-calamine's cells as Python objects take over half of the goal, which is set by fastexcel's columns; the search for
  errors and formulas, columns made of the rows, and 275 small workbooks of 2 ms each the rest. A header is found by
  meaning, and every cell is typed, checked and accounted for. Two readers of workbooks would be two truths.
- a build: what dbt takes for some 240 nodes. Of its process (sampled where Python runs): 30% importing dbt and its
  adapter; 15% compiling nodes; 12% making what a node's template may name; 7% compiling templates; 13% our Python
  models, which the floor has too. Its messages to developers took 14%; they are written only where asked for.
- a million rows more: of 2.8 CPU seconds that fct_accidents takes for a million 2 go to packing ten columns of text, half a
  second to the key's; the script packs the same. Every row is tested, and sums over them are asked of the file that was written.
- 60 years: counts of every series by period (a sum of 3.7 million rows), rates, forecasts, verdicts, signals and
  trends are made anew, twelve times as many; none grows faster than its rows. Forecasts are almost all incomplete beta
  functions, signals regressions, trends fits. Keeping figures of years that are over would need a proof for each.
"""


def run(accidents: int, times: int, root: Path) -> tuple[list[Row], list[Goal]]:
    """The table of measures, and the goals with what was found of them."""
    rows: list[Row] = []
    goals: list[Goal] = []

    def note(found: Sequence[Row], reached: Sequence[Goal] = ()) -> None:
        rows.extend(found)
        goals.extend(reached)
        print(*("  ".join(row) for row in found), sep="\n", file=sys.stderr, flush=True)

    note(*fixed_costs(pack(root / "small", 1, _YEARS), times))
    note(*history(root / "history", times))
    data = pack(root / "pack", accidents, _YEARS)
    read = reading(data, times)
    for found in read.values():
        note(found)
    ingested = measured("ingest", data, times=times, cold=True)
    what = "reading all files and storing them"
    note([Row(what, f"{ingested.seconds:.1f}", "", f"{ingested.result} files")])
    for extension, least in ((".csv", 0.8), (".xlsx", 0.5)):
        bare = next(row for row in read[extension] if row.what.endswith("bare"))
        what = f"{extension[1:]}, speed of bare cells"
        goals.append(Goal(what, least, "×", float(bare.ratio[:-1]), bare.took, is_least=True))
    note(*transforming(data, root, accidents, times))
    return rows, goals


def machine() -> str:
    """This machine and the versions that count."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{local_now():%Y-%m-%d}; {platform.machine()}, {os.cpu_count()} processors, "
        f"{memory:.0f} GiB; Python {platform.python_version()}, {packages}."
    )


def write(
    path: Path, accidents: int, times: int, rows: Sequence[Row], goals: Sequence[Goal]
) -> None:
    """Write both tables as Markdown."""
    runs = "one run" if times == 1 else f"medians of {times} runs"
    lines = [
        "# What the steps cost",
        "",
        f"`make bench N={accidents}`: CPU seconds of all processes of a step, {runs}, and "
        f"the most memory that all of them had at once. {machine()}",
        "",
        "| goal | limit | found | found / limit | | of |",
        "| --- | --- | --- | --- | --- | --- |",
        *("| " + " | ".join(goal.row) + " |" for goal in goals),
        "",
        "| what | CPU seconds | ratio | about |",
        "| --- | --- | --- | --- |",
        *("| " + " | ".join(row) + " |" for row in rows),
        _REASONS,
    ]
    path.write_text("\n".join(lines), "utf-8")


def main() -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accidents", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--out", type=Path, default=PROJECT / "bench" / "results.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="safety-bench-") as folder:
        rows, goals = run(options.accidents, options.times, Path(folder))
    write(options.out, options.accidents, options.times, rows, goals)
    for names, found in (
        (("goal", "limit", "found", "found / limit", "", "of"), [goal.row for goal in goals]),
        (("what", "CPU seconds", "ratio", "about"), rows),
    ):
        table = Table(*names, title=f"N = {options.accidents:,} accidents")
        for row in found:
            table.add_row(*row)
        Console(width=160).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())

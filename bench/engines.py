"""``make bench-engines``: builds of one invented province by each engine at each size, what they took and
whether their marts agree; ``bench/engines.csv``, and from it ``bench/engines.md``, are written after each."""

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from analysis.base.settings import PROJECT, DataDir, local_now
from bench.engine_report import report
from bench.processes import run
from bench.runs import EQUAL, Run, read_runs, with_run, write_runs
from tests.engines.lakes import EXTENSIONS, SERVER

FIRST = "duckdb"  # whose marts the others' are held against
Marts = dict[str, list[float]]


def there() -> list[str]:
    """The engines that this machine has; what it lacks is said."""
    lacking = {
        "lake": not (SERVER and all(find_spec(f"duckdb_extension_{name}") for name in EXTENSIONS)),
        **dict.fromkeys(("spark", "spark_many", "cluster"), not find_spec("pyspark")),
    }
    for name in (name for name, lacks in lacking.items() if lacks):
        print(f"{name}: not installed here, left out", file=sys.stderr)
    return [FIRST, *(name for name, lacks in lacking.items() if not lacks)]


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{platform.machine()} {os.cpu_count()} cores {memory:.0f} GiB"


def differing(ours: Marts, theirs: Marts) -> list[str]:
    """Marts whose rows, values or sums are not the same."""
    return [
        mart
        for mart in sorted(ours.keys() | theirs.keys())
        if len(ours.get(mart, ())) != len(theirs.get(mart, ()))
        or not all(
            math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)
            for one, other in zip(ours[mart], theirs[mart], strict=True)
        )
    ]


def measured(
    data: DataDir, engine: str, accidents: int, counties: int, within: float, first: Marts | None
) -> tuple[Run, Marts | None]:
    """A build by an engine, and its marts where it came to its end `within` so many CPU seconds."""
    what = (engine, accidents, counties)
    when = {"day": f"{local_now():%Y-%m-%d}", "machine": machine()}
    command = [sys.executable, "-m", "bench.one_engine", str(data.root), engine]
    try:
        said, peak = run(command, within, every=0.5)
    except TimeoutError:
        return Run(*what, f"left out, not ended after {within / 60:g} CPU minutes", **when), None
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return Run(*what, "FAILED, see what was printed", **when), None
    found = json.loads(said.splitlines()[-1])
    marts: Marts = found.pop("marts")
    apart = differing(first, marts) if first is not None else []
    outcome = f"DIFFERS: {', '.join(apart)}" if apart else EQUAL
    return Run(*what, outcome, **found, peak_mb=peak, **when), marts


def write_report(path: Path) -> None:
    path.with_suffix(".md").write_text(report(read_runs(path)), "utf-8")


def one_size(
    path: Path, engines: Sequence[str], accidents: int, counties: int, within: float
) -> bool:
    """Measure the engines at a size and write what was found; whether their marts agree."""
    agreed, first = True, None
    with tempfile.TemporaryDirectory(prefix="safety-engines-") as folder:
        command = [sys.executable, "-m", "bench.province", folder, str(accidents), str(counties)]
        subprocess.run(command, cwd=PROJECT, check=True)
        for engine in engines:
            data = DataDir(Path(folder))
            found, marts = measured(data, engine, accidents, counties, within, first)
            first = first or marts
            agreed &= not found.is_wrong
            print(found, file=sys.stderr, flush=True)
            runs = with_run(read_runs(path), found)
            write_runs(path, runs)
            write_report(path)
    return agreed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accidents", type=float, nargs="*", default=[1e5, 1e6, 1e7])
    parser.add_argument("--counties", type=int, default=20)
    parser.add_argument("--engines", nargs="*", default=there())
    # a quarter of an hour of two cores, whoever else uses them
    parser.add_argument("--cpu-minutes", type=float, default=30)
    parser.add_argument("--out", type=Path, default=PROJECT / "bench/engines.csv")
    asked = parser.parse_args()
    engines = sorted({FIRST, *asked.engines}, key=[FIRST, *asked.engines].index)
    agreed = [
        one_size(asked.out, engines, int(size), asked.counties, asked.cpu_minutes * 60)
        for size in asked.accidents
    ]
    write_report(asked.out)  # also where nothing was asked for but another page
    return 0 if all(agreed) else 1


if __name__ == "__main__":
    sys.exit(main())

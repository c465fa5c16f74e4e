"""How long the steps take, as ratios within one run: ``make bench``."""

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from analysis.ingest.grid import read_sheets
from analysis.ingest.run import ingest
from analysis.sample import write_sample
from analysis.settings import LAYOUTS, DataDir, local_now
from analysis.warehouse.build import build

YEARS, SCALE = range(2021, 2026), 20


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    root = Path(tempfile.mkdtemp(prefix="safety-bench-"))
    try:
        data = DataDir(root)
        files = write_sample(data.inbox, YEARS, scale=SCALE, messy=True)
        paths = [path for path in data.inbox.rglob("*.*") if path.is_file()]
        library = timed(lambda: [read_sheets(path, path.suffix) for path in paths])
        cold = timed(lambda: ingest(data, LAYOUTS, local_now()))
        warm = timed(lambda: ingest(data, LAYOUTS, local_now()))
        whole = timed(lambda: build(data))
    finally:
        shutil.rmtree(root)
    table = Table("step", "seconds", "ratio", "against", title=f"{files} files, scale {SCALE}")
    table.add_row("cells by the file libraries alone", f"{library:.2f}", "1", "")
    table.add_row(
        "ingest, every file new", f"{cold:.2f}", f"{cold / library:.1f}", "libraries alone"
    )
    table.add_row("ingest, nothing new", f"{warm:.2f}", f"{warm / cold:.2f}", "every file new")
    table.add_row("build, nothing new", f"{whole:.2f}", f"{whole / cold:.1f}", "every file new")
    Console().print(table)


if __name__ == "__main__":
    main()

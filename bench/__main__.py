"""``make bench [N=1000000]``: prints a table of ratios and writes it to ``bench/results.md``."""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table

from analysis.settings import PROJECT, DataDir, local_now
from bench.hand_written import differences

YEARS = range(2021, 2026)
PER_SCALE = 1850  # accidents of five sample years at scale 1
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
Row = tuple[str, str, str, str]
_REASONS = """
What falls short of its goal, and why:

- xlsx is read about twice as fast as by pandas, not 20 times: cells come as Python objects, since only so are
  error cells, merged ranges and hidden sheets known; a monthly file of a hundred rows is read row by row, and the
  search for its header costs as much as the rows. Large sheets are typed by column.
- GB18030 CSV: about 45 MB/s in one large file, not 80; half of it goes into decoding and splitting into columns,
  the rest into checks and into looking for personal values. Small files, as here, cost a few milliseconds each.
- raw → published lies above 1.5 × the script + 8 s: dbt alone costs 11 to 12 s (start, parsing, a table for each of
  110 models and seeds, 130 tests), and the marts hold limits, trends and signals that the script does not make.
"""


def measured(step: str, data: DataDir, *args: str, times: int = 1) -> dict[str, float]:
    """Median seconds and largest peak of a step run in fresh processes."""
    found = []
    for _ in range(times):
        command = [sys.executable, "-m", "bench.steps", step, str(data.root), *args]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{step}: {done.stdout}{done.stderr}"[-3000:])
        found.append(json.loads(done.stdout.splitlines()[-1]))
    seconds = statistics.median(one["seconds"] for one in found)
    return {
        "seconds": seconds,
        "peak_mb": max(one["peak_mb"] for one in found),
        "result": found[0]["result"],
    }


def pack(root: Path, accidents: int) -> DataDir:
    """Hand-ins of about so many accidents, with GB18030 CSV, xlsx and xls."""
    # in a process of its own: the peak of a child is never below that of its parent
    years, scale = f"{YEARS[0]}-{YEARS[-1]}", str(max(1, accidents // PER_SCALE))
    command = [sys.executable, "-m", "analysis.cli", "sample", "--data", str(root)]
    command += ["--years", years, "--scale", scale]
    subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    return DataDir(root)


def grown(data: DataDir, root: Path, copies: int) -> DataDir:
    """A copy of what was read, with every accident `copies` times under numbers of its own."""
    target = DataDir(root)
    shutil.copytree(data.archive, target.archive)
    shutil.copytree(data.raw, target.raw)
    target.inbox.mkdir(parents=True)
    for form in ("production_accidents", "road_accidents", "fires", "disasters"):
        for path in (target.raw / form).glob("*.parquet"):
            rows = pl.read_parquet(path)
            if rows.is_empty():
                continue
            height = rows.height
            more = pl.concat([rows] * copies).with_row_index("n")
            copy = (pl.col("n") // height).cast(pl.String)
            more = more.with_columns(
                accident_no=pl.concat_str("accident_no", pl.lit("-"), copy),
                source_row=pl.col("source_row") + (pl.col("n") // height) * 1_000_000,
            )
            more.drop("n").write_parquet(path, compression="zstd")
            about = path.with_suffix(".json")
            stored = json.loads(about.read_text("utf-8"))
            stored["counts"]["accepted"] *= copies
            about.write_text(json.dumps(stored, ensure_ascii=False), "utf-8")
    return target


def reading(data: DataDir, times: int) -> list[Row]:
    rows = []
    for extension in (".csv", ".xlsx", ".xls"):
        paths = [p for p in data.inbox.rglob(f"*{extension}") if p.is_file()]
        size = sum(path.stat().st_size for path in paths) / 1e6
        ours = measured("read_ours", data, extension, times=times)
        for name in ("read_pandas", "read_bare"):
            other = measured(name, data, extension, times=times)
            ratio = other["seconds"] / ours["seconds"]
            what = f"{extension[1:]}: ours against {name.removeprefix('read_')}"
            speed = f"{size / ours['seconds']:.1f} MB/s, {int(ours['result']) / ours['seconds']:,.0f} rows/s"
            rows.append(
                (
                    what,
                    f"{ours['seconds']:.2f} s / {other['seconds']:.2f} s",
                    f"{ratio:.2f}×",
                    speed,
                )
            )
    return rows


def transforming(data: DataDir, label: str, times: int) -> tuple[list[Row], dict[str, float]]:
    """A build with nothing new to read, against the script and pandas."""
    ours = measured("build", data, times=times)
    hand = measured("hand_written", data, times=times)
    frames = measured("pandas", data)
    accidents = frames["result"]
    rows = []
    for name, other in (("hand-written DuckDB", hand), ("pandas (counts of years only)", frames)):
        ratio = ours["seconds"] / other["seconds"]
        peaks = f"peak {ours['peak_mb']:,.0f} MB / {other['peak_mb']:,.0f} MB; {int(accidents):,} accidents"
        took = f"{ours['seconds']:.1f} s / {other['seconds']:.1f} s"
        rows.append((f"{label}: raw → published, against {name}", took, f"{ratio:.1f}×", peaks))
    bound = 1.5 * hand["seconds"] + 8
    verdict = "within" if ours["seconds"] <= bound else "beyond"
    rows.append(
        (
            f"{label}: against 1.5 × script + 8 s",
            f"{ours['seconds']:.1f} s / {bound:.1f} s",
            verdict,
            "",
        )
    )
    for name, (height, different) in differences(data, data.root / "hand.duckdb").items():
        rows.append(
            (
                f"{label}: {name} equal to the script's",
                f"{height:,} rows",
                f"{different} differ",
                "",
            )
        )
    return rows, ours


def refresh(data: DataDir) -> list[Row]:
    """Hold one month back, build, hand it in, build."""
    late = [
        p
        for p in data.inbox.rglob("*")
        if p.is_file() and ("2025年12月" in p.name or "202512" in p.name)
    ]
    aside = data.root / "late"
    for path in late:
        moved = aside / path.relative_to(data.inbox)
        moved.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, moved)
    cold = measured("build", data)
    for path in late:
        shutil.move(aside / path.relative_to(data.inbox), path)
    month = measured("build", data)
    idle = measured("build", data)
    return [
        ("build, everything new (reading, tests, publication)", f"{cold['seconds']:.1f} s", "1×", f"peak {cold['peak_mb']:,.0f} MB"),
        ("build, one new month", f"{month['seconds']:.1f} s", f"{month['seconds'] / cold['seconds']:.2f}×", f"{len(late)} files read"),
        ("build, nothing new", f"{idle['seconds']:.1f} s", f"{idle['seconds'] / cold['seconds']:.2f}×", ""),
    ]  # fmt: skip


def fixed_costs(root: Path) -> list[Row]:
    """The sample that `make demo` uses: what a build costs whatever the data are."""
    data = pack(root, 1)
    cold = measured("build", data)
    idle = measured("build", data)
    drawn, written = measured("charts", data), measured("report", data)
    return [
        ("small sample: build, everything new", f"{cold['seconds']:.1f} s", "1×", f"peak {cold['peak_mb']:,.0f} MB"),
        ("small sample: build, nothing new (dbt's fixed cost)", f"{idle['seconds']:.1f} s", f"{idle['seconds'] / cold['seconds']:.2f}×", ""),
        ("all charts as PNG", f"{drawn['seconds']:.1f} s", f"{drawn['seconds'] / idle['seconds']:.2f}× a build", f"{drawn['result']} charts"),
        ("report: Word, HTML, annex", f"{written['seconds']:.1f} s", f"{written['seconds'] / idle['seconds']:.2f}× a build", ""),
    ]  # fmt: skip


def machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{local_now():%Y-%m-%d}; {platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GiB; Python {platform.python_version()}, {packages}."  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accidents", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--growth", type=int, nargs="*", default=[10], help="also so many times N")
    parser.add_argument("--out", type=Path, default=PROJECT / "bench" / "results.md")
    options = parser.parse_args()
    rows: list[Row] = []

    def add(name: str, work: Callable[[], list[Row]]) -> None:
        print(f"… {name}", file=sys.stderr, flush=True)
        rows.extend(work())
        write(options.out, options.accidents, rows)

    with tempfile.TemporaryDirectory(prefix="safety-bench-") as folder:
        root = Path(folder)
        add("small sample", lambda: fixed_costs(root / "small"))
        print("… making hand-ins", file=sys.stderr, flush=True)
        data = pack(root / "pack", options.accidents)
        add("reading", lambda: reading(data, options.times))
        add("refresh", lambda: refresh(data))
        took: dict[int, float] = {}

        def transform(copies: int, label: str) -> list[Row]:
            own = data if copies == 1 else grown(data, root / "grown", copies)
            found, ours = transforming(own, label, options.times if copies == 1 else 1)
            took[copies] = ours["seconds"]
            return found

        add("transforming", lambda: transform(1, "N"))
        for copies in options.growth:
            add(f"growth {copies}", lambda n=copies: transform(n, f"{n} N"))
            rows.append((f"{copies} N against N", "", f"{took[copies] / took[1]:.1f}×", ""))
            shutil.rmtree(root / "grown")
    write(options.out, options.accidents, rows)
    table = Table("what", "seconds", "ratio", "about", title=f"N = {options.accidents:,} accidents")
    for row in rows:
        table.add_row(*row)
    Console(width=150).print(table)
    return 0


def write(path: Path, accidents: int, rows: list[Row]) -> None:
    lines = [
        "# What the steps cost",
        "",
        f"`make bench N={accidents}`, medians of several runs in fresh processes. {machine()}",
        "",
        "| what | seconds | ratio | about |",
        "| --- | --- | --- | --- |",
        *("| " + " | ".join(row) + " |" for row in rows),
        _REASONS,
    ]
    path.write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    sys.exit(main())

"""What is measured: each step in fresh processes, its median and its largest peak of memory."""

import json
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polars as pl

from analysis.base.files import remove_folder, sha256_of
from analysis.base.settings import PROJECT, DataDir
from bench.hand_written import differences

_ACCIDENTS = 370  # of a sample year at scale 1


class Row(NamedTuple):
    """A line of the table of results."""

    what: str
    took: str
    ratio: str = ""
    about: str = ""


@dataclass(frozen=True)
class Measure:
    """Median seconds and largest peak of a step, with its children; `result` is what it returned."""

    seconds: float
    peak_mb: float
    result: str


def measured(step: str, data: DataDir, *args: str, times: int = 1, cold: bool = False) -> Measure:
    """A step of `bench.steps` on `data`; `cold`: each time as if nothing had been read before.

    Raises:
        RuntimeError: the step failed.
    """
    found = []
    for _ in range(times):
        if cold:
            for folder in (data.archive, data.raw, data.warehouse):
                remove_folder(folder)
        command = [sys.executable, "-m", "bench.steps", step, str(data.root), *args]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{step}: {done.stdout}{done.stderr}"[-3000:])
        found.append(Measure(**json.loads(done.stdout.splitlines()[-1])))
    return Measure(
        statistics.median(one.seconds for one in found),
        max(one.peak_mb for one in found),
        found[0].result,
    )


def pack(root: Path, accidents: int, years: range) -> DataDir:
    """Hand-ins of about so many accidents, with GB18030 CSV, xlsx and xls."""
    # in a process of its own: the peak of a child is never below that of its parent
    scale = str(max(1, accidents // (_ACCIDENTS * len(years))))
    command = [sys.executable, "-m", "analysis.cli", "sample", "--data", str(root)]
    command += ["--years", f"{years[0]}-{years[-1]}", "--scale", scale]
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
            more = pl.concat([rows] * copies).with_row_index("n")
            copy = pl.col("n") // rows.height
            more = more.with_columns(
                accident_no=pl.concat_str("accident_no", pl.lit("-"), copy.cast(pl.String)),
                source_row=pl.col("source_row") + copy * 1_000_000,
            )
            more.drop("n").write_parquet(path, compression="zstd")
            about = path.with_suffix(".json")
            stored = json.loads(about.read_text("utf-8"))
            stored["counts"]["accepted"] *= copies
            stored["rows_sha256"] = sha256_of(path)  # else they would be read again as altered
            about.write_text(json.dumps(stored, ensure_ascii=False), "utf-8")
    return target


def reading(data: DataDir, times: int) -> dict[str, list[Row]]:
    """By kind of file, its rows of the table: one process, beside pandas and bare cells."""
    rows: dict[str, list[Row]] = {}
    for extension in (".csv", ".xlsx", ".xls"):
        paths = [path for path in data.inbox.rglob(f"*{extension}") if path.is_file()]
        megabytes = sum(path.stat().st_size for path in paths) / 1e6
        ours = measured("read_ours", data, extension, times=times)
        speed = (
            f"{megabytes / ours.seconds:.1f} MB/s, {int(ours.result) / ours.seconds:,.0f} rows/s"
        )
        rows[extension] = []
        for name in ("pandas", "bare"):
            other = measured(f"read_{name}", data, extension, times=times)
            rows[extension].append(
                Row(
                    f"reading {len(paths)} {extension[1:]}: ours against {name}",
                    f"{ours.seconds:.2f} s / {other.seconds:.2f} s",
                    f"{other.seconds / ours.seconds:.2f}×",
                    speed,
                )
            )
    return rows


def fixed_costs(data: DataDir, times: int) -> list[Row]:
    """The sample that ``make demo`` uses: what a build costs whatever the data are."""
    cold = measured("build", data, times=times, cold=True)
    idle = measured("build", data, times=times)
    proved = measured("proved", data, times=times)
    drawn = measured("charts", data, times=times)
    written = measured("report", data, times=times)
    return [
        Row(
            "small sample: build, everything new",
            f"{cold.seconds:.1f} s",
            "1×",
            f"peak {cold.peak_mb:,.0f} MB",
        ),
        Row(
            "small sample: build anyway with nothing new (its fixed cost)",
            f"{idle.seconds:.1f} s",
            f"{idle.seconds / cold.seconds:.2f}×",
        ),
        Row(
            "small sample: nothing new, proved",
            f"{proved.seconds:.1f} s",
            f"{proved.seconds / idle.seconds:.2f}× a build",
        ),
        Row(
            "all charts as PNG and SVG, with packages",
            f"{drawn.seconds:.1f} s",
            f"{drawn.seconds / idle.seconds:.2f}× a build",
            f"{drawn.result} files",
        ),
        Row(
            "report: Word, HTML, annex",
            f"{written.seconds:.1f} s",
            f"{written.seconds / idle.seconds:.2f}× a build",
        ),
    ]


def refresh(data: DataDir, last_year: int, times: int) -> tuple[list[Row], bool]:
    """Hold one month back, build, hand it in, build; whether that cost no more than all of it."""
    names = (f"{last_year}年12月", f"{last_year}12")
    late = [p for p in data.inbox.rglob("*") if p.is_file() and any(n in p.name for n in names)]
    aside = data.root / "late"
    whole, month = [], []
    for _ in range(times):
        for path in late:
            moved = aside / path.relative_to(data.inbox)
            moved.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, moved)
        whole.append(measured("build", data, cold=True))
        for path in late:
            shutil.move(aside / path.relative_to(data.inbox), path)
        month.append(measured("build", data))
    idle = measured("build", data, times=times)
    first = statistics.median(one.seconds for one in whole)
    then = statistics.median(one.seconds for one in month)
    rows = [
        Row(
            "ten years: build, everything new",
            f"{first:.1f} s",
            "1×",
            f"peak {max(one.peak_mb for one in whole):,.0f} MB",
        ),
        Row(
            "ten years: build, one new month",
            f"{then:.1f} s",
            f"{then / first:.2f}×",
            f"{len(late)} files read",
        ),
        Row(
            "ten years: build anyway with nothing new",
            f"{idle.seconds:.1f} s",
            f"{idle.seconds / first:.2f}×",
        ),
    ]
    return rows, then <= first


@dataclass(frozen=True)
class Transformed:
    """Raw parquet → published, against the script: the table's rows, and what goals ask of."""

    rows: list[Row]
    ours: Measure
    bound: float


def transforming(data: DataDir, label: str, times: int) -> Transformed:
    """A build with nothing new to read, against the script and pandas."""
    ours = measured("build", data, times=times)
    hand = measured("hand_written", data, times=times)
    frames = measured("pandas", data)
    rows = []
    for name, other in (("hand-written DuckDB", hand), ("pandas (counts of years only)", frames)):
        rows.append(
            Row(
                f"{label}: raw → published, against {name}",
                f"{ours.seconds:.1f} s / {other.seconds:.1f} s",
                f"{ours.seconds / other.seconds:.1f}×",
                f"peak {ours.peak_mb:,.0f} MB / {other.peak_mb:,.0f} MB",
            )
        )
    for name, (height, different) in differences(data, data.root / "hand.duckdb").items():
        what = f"{label}: {name} equal to the script's"
        rows.append(Row(what, f"{height:,} rows", f"{different} differ"))
    return Transformed(rows, ours, 1.5 * hand.seconds + 8)

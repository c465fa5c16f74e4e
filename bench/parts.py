"""The parts of the table: what each sort of work costs, beside what it is measured against."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.base.files import remove_folder
from analysis.base.settings import DataDir
from bench.hand_written import differences
from bench.measures import Measure, Row, grown, measured, pack

_QUICK = (("status",), ("trace", "PD-2024"), ("--help",))


@dataclass(frozen=True)
class Goal:
    """What was to be reached: `found` of at most (or, `is_least`, at least) `limit` in `unit`, and what
    it was found from."""

    what: str
    limit: float
    unit: str
    found: float
    how: str
    is_least: bool = False

    @property
    def is_reached(self) -> bool:
        return self.found >= self.limit if self.is_least else self.found <= self.limit

    @property
    def row(self) -> tuple[str, ...]:
        bound = f"{'≥' if self.is_least else '≤'} {self.limit:,g} {self.unit}".strip()
        ratio = f"{self.found / self.limit:.2f}×"
        reached = "reached" if self.is_reached else "not reached"
        return self.what, bound, f"{self.found:,.2f} {self.unit}".strip(), ratio, reached, self.how


Found = tuple[list[Row], list[Goal]]


def fixed_costs(data: DataDir, times: int) -> Found:
    """Of the sample of ``make demo``: what a build costs whatever the data are, and what people wait for."""
    cold = measured("build", data, times=times, cold=True)
    idle = measured("build", data, times=times)
    floor = measured("floor", data, times=times)
    rows = [
        Row("small sample: build, everything new", f"{cold.seconds:.1f}", "", _peak(cold)),
        Row("small sample: build anyway, nothing new", f"{idle.seconds:.1f}", "", _peak(idle)),
        _beside("small sample: build anyway, against the floor", idle, floor),
    ]
    measured("command", data, "build")  # whose inputs are kept
    proved = measured("proved", data, times=times)
    files = sum(path.is_file() for path in data.inbox.rglob("*"))
    goals = [
        Goal("a build", 2, "× its floor", idle.seconds / floor.seconds, f"{floor.result} nodes"),
        Goal("nothing new", 0.5, "CPU s", proved.seconds, f"`safety build`, {files:,} files"),
    ]
    for words in _QUICK:
        took = measured("command", data, *words, times=times)
        goals.append(Goal(f"`safety {words[0]}`", 1, "CPU s", took.seconds, "the process"))
    for step, limit, what in (("charts", 8, "all charts"), ("report", 4, "report of a year")):
        took = measured(step, data, times=times)
        goals.append(Goal(what, limit, "CPU s", took.seconds, "without start and imports"))
    return rows, goals


def history(root: Path, times: int) -> Found:
    """A build with one new month, of five years and of sixty."""
    new: dict[int, Measure] = {}
    rows = []
    for years in (5, 60):
        data = pack(root / f"{years}", 1, range(2026 - years, 2026))
        new[years] = _one_new_month(data, 2025, times)
        own = data.current.resolve() / "city_safety.duckdb"
        inbox = sum(path.stat().st_size for path in data.inbox.rglob("*") if path.is_file())
        what = f"{years} years: build, one new month"
        about = f"file {own.stat().st_size / 1e6:,.1f} MB, inbox {inbox / 1e6:,.1f} MB"
        rows.append(Row(what, f"{new[years].seconds:.1f}", "", about))
        remove_folder(data.root)
    ratio = new[60].seconds / new[5].seconds
    return rows, [Goal("60 years", 1.5, "× 5 years", ratio, "build, one new month")]


def _one_new_month(data: DataDir, year: int, times: int) -> Measure:
    """Hold December back, build, hand it in, build."""
    names = (f"{year}年12月", f"{year}12")
    late = [p for p in data.inbox.rglob("*") if p.is_file() and any(n in p.name for n in names)]
    aside = {path: data.root / "late" / path.relative_to(data.inbox) for path in late}
    for path, moved in aside.items():
        moved.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, moved)
    measured("build", data)
    before = data.root / "before"
    for name in ("archive", "raw", "warehouse"):
        shutil.copytree(data.root / name, before / name, symlinks=True)
    for path, moved in aside.items():
        shutil.move(moved, path)
    found = []
    for _ in range(times):
        for name in ("archive", "raw", "warehouse"):
            remove_folder(data.root / name)
            shutil.copytree(before / name, data.root / name, symlinks=True)
        found.append(measured("build", data))
    return sorted(found, key=lambda one: one.seconds)[len(found) // 2]


def transforming(data: DataDir, root: Path, accidents: int, times: int) -> Found:
    """Raw parquet to published, of a tenth, all and ten times of `accidents`, against scripts for its
    three facts; what is fixed and what a million rows cost more, by a line through the three."""
    sizes = (accidents // 10, accidents, accidents * 10)
    took: dict[str, list[Measure]] = {}
    rows = []
    for size in sizes:
        own = data
        if size < accidents:
            own = pack(root / "tenth", size, range(2021, 2026))
            measured("ingest", own)
        elif size > accidents:
            own = grown(data, root / "grown", 10)
        found = _at_one_size(own, f"{size:,}", times)
        for name, (row, measure) in found.items():
            took.setdefault(name, []).append(measure)
            rows.append(row)
        for script, made in (("hand_written", "hand.duckdb"), ("polars", "polars")):
            for name, (height, different) in differences(own, own.root / made).items():
                what = f"{size:,}: {name} equal to that of {script}"
                rows.append(Row(what, "", "", f"{height:,} rows, {different} differ"))
        if own is not data:
            remove_folder(own.root)
    lines = {name: np.polyfit(sizes, [m.seconds for m in all_], 1) for name, all_ in took.items()}
    rows += [
        Row(
            f"{name}: fixed, and a million rows more",
            f"{fixed:.1f} + {slope * 1e6:.2f}",
            "",
            "line through the three sizes",
        )
        for name, (slope, fixed) in lines.items()
    ]
    slope, script = lines["build"][0] * 1e6, lines["hand_written"][0] * 1e6
    largest = took["build"][-1].peak_mb / 1024
    return rows, [
        Goal("a million rows more", 1, "× the script", slope / script, f"{slope:.2f} CPU s"),
        Goal(f"{sizes[-1]:,} accidents", 3, "GiB", largest, "most memory of all processes"),
    ]


def _at_one_size(data: DataDir, label: str, times: int) -> dict[str, tuple[Row, Measure]]:
    ours = measured("build", data, times=times)
    found = {"build": (Row(f"{label}: build", f"{ours.seconds:.1f}", "", _peak(ours)), ours)}
    for name in ("hand_written", "polars", "pandas"):
        other = measured(name, data, times=times)
        found[name] = _beside(f"{label}: build, against {name}", ours, other), other
    return found


def _beside(what: str, ours: Measure, other: Measure) -> Row:
    ratio = f"{ours.seconds / other.seconds:.2f}×"
    peaks = f"{_peak(ours)}, {_peak(other)}"
    return Row(what, f"{ours.seconds:.1f} / {other.seconds:.1f}", ratio, peaks)


def _peak(measure: Measure) -> str:
    return f"{measure.peak_mb:,.0f} MB"

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
import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_range

from analysis.base.files import remove_folder, sha256_of
from analysis.base.settings import PROJECT, DataDir
from analysis.ingest.packed import Pack
from analysis.ingest.remembered import read_about, sealed
from bench.processes import run

_ACCIDENTS = 370  # of a sample year at scale 1


class Row(NamedTuple):
    """A line of the table of results."""

    what: str
    took: str
    ratio: str = ""
    about: str = ""


@dataclass(frozen=True)
class Measure:
    """Median CPU seconds of a step, and the largest peak of memory, both of all its processes together;
    `result` is what it returned."""

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
        said, peak = run(command)
        found.append(Measure(**json.loads(said.splitlines()[-1]), peak_mb=peak))
    return Measure(
        statistics.median(one.seconds for one in found),
        max(one.peak_mb for one in found),
        found[0].result,
    )


def pack(root: Path, accidents: int, years: range) -> DataDir:
    """Hand-ins of about so many accidents, with GB18030 CSV, xlsx and xls."""
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
        _unpack(target.raw / form)
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
            stored = read_about(about)
            stored["counts"]["accepted"] *= copies
            stored["rows_sha256"] = sha256_of(path)  # else they would be read again as altered
            about.write_text(sealed(stored))
    return target


def _unpack(folder: Path) -> None:
    """Each packed file for itself again."""
    for path in folder.glob("_packed-*.parquet"):
        packed = Pack(path)
        for stem, about in packed.abouts.items():
            rows = folder / f"{stem}.parquet"
            packed.rows(stem, None).write_parquet(rows)
            rows.with_suffix(".json").write_text(sealed(about | {"rows_sha256": sha256_of(rows)}))
        path.unlink()


def summed(data: DataDir, root: Path) -> DataDir:
    """The lists of accidents in .xlsx, whose totals are formulas with their results."""
    target = DataDir(root)
    target.inbox.mkdir(parents=True)
    for path in data.inbox.rglob("生产安全事故台账*.xlsx"):
        with (
            CalamineWorkbook.from_path(path) as old,
            xlsxwriter.Workbook(target.inbox / path.name, {"strings_to_formulas": False}) as new,
        ):
            rows, sheet = old.get_sheet_by_index(0).to_python(), new.add_worksheet("台账")
            first = next(n for n, row in enumerate(rows) if "事故编号" in row) + 2
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
                for at, cell in enumerate(row):
                    if row[0] == "合计" and isinstance(cell, float):
                        span = xl_range(first, at, number - 1, at)
                        sheet.write_formula(number, at, f"=SUM({span})", None, cell)
    return target


def reading(data: DataDir, times: int) -> dict[str, list[Row]]:
    """By kind of file, its rows of the table: one process, beside pandas and bare cells."""
    rows = {
        extension: _reading(data, extension, extension[1:], times)
        for extension in (".csv", ".xlsx", ".xls")
    }
    sums = summed(data, data.root / "summed")
    rows["sums"] = _reading(sums, ".xlsx", "xlsx with sums as formulas", times)
    remove_folder(sums.root)
    return rows


def _reading(data: DataDir, extension: str, label: str, times: int) -> list[Row]:
    paths = [path for path in data.inbox.rglob(f"*{extension}") if path.is_file()]
    megabytes = sum(path.stat().st_size for path in paths) / 1e6
    ours = measured("read_ours", data, extension, times=times)
    speed = f"{megabytes / ours.seconds:.1f} MB/s, {int(ours.result) / ours.seconds:,.0f} rows/s"
    rows = []
    for name in (
        ("pandas", "bare") if extension == ".csv" else ("pandas", "pandas by calamine", "bare")
    ):
        other = measured(f"read_{name.replace(' ', '_')}", data, extension, times=times)
        rows.append(
            Row(
                f"reading {len(paths)} {label}: ours against {name}",
                f"{ours.seconds:.2f} s / {other.seconds:.2f} s",
                f"{other.seconds / ours.seconds:.2f}×",
                speed,
            )
        )
    return rows

"""A pack of hand-ins that fills every mart, its builds on one day, and whether two have the same rows."""

import csv
import math
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from analysis.base.settings import PROJECT, DataDir, local_now
from analysis.marts import connect, mart
from analysis.sample import invent
from analysis.warehouse.build_log import BuildLog
from tests.engines.at_noon import seconds_since_noon
from tests.expected import (
    assert_accidents_as_invented,
    assert_limits_as_known,
    assert_rates_as_invented,
    assert_running_counts_as_invented,
)
from tests.processes import environment

YEARS, SEED = range(2021, 2025), 7
# what comes to the pack after the sample is of its last year
AS_INVENTED = YEARS[:-1]
SAFETY = [sys.executable, "-m", "tests.engines.at_noon", str(seconds_since_noon(local_now()))]


def home_of(data: DataDir) -> Path:
    return data.root.parent / "home"


def write_corrections(data: DataDir) -> None:
    accident = (
        mart("fct_accidents", data)
        .filter(pl.col("occurred_at") > date(2024, 1, 1), domain="production")
        .sort("accident_no")
        .row(0, named=True)
    )
    deaths = accident["deaths"]
    correction = {
        "form": "production_accidents",
        "period": "",
        "key": accident["accident_no"],
        "column": "deaths",
        "expected": deaths,
        "corrected": deaths + 1,
        "reason": "医院来函",
        "who": "安委办",
        "date": "2025-05-01",
    }
    seeds = home_of(data) / "seeds"
    seeds.mkdir(parents=True)
    shutil.copy(PROJECT / "seeds/regions.csv", seeds)
    with (seeds / "corrections.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(correction), list(correction.values())])


def run(*words: str, data: DataDir, **more: str) -> None:
    command = [*SAFETY, *words, "--data", str(data.root)]
    env = os.environ | environment(data.root) | more
    done = subprocess.run(command, env=env, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def built(pack: DataDir, name: str, **more: str) -> DataDir:
    """A copy of the pack, built."""
    data = DataDir(pack.root.parent / name)
    shutil.copytree(pack.root, data.root, symlinks=True)
    words = ("build", "--dates-from-files", "--accept-drift", "新版程序")
    run(*words, data=data, SAFETY_HOME=str(home_of(pack)), **more)
    days = {one.as_of for one in BuildLog(data.warehouse).builds}
    assert len(days) == 1, days
    return data


def assert_same_rows(one: pl.DataFrame, other: pl.DataFrame, name: str) -> None:
    """Equal but for the order of rows and the last digits of floats; neither is empty."""
    assert one.schema == other.schema, name
    if name == "fct_builds":  # each build's own row comes when it has ended
        one, other = one.join(other, "build_id", "semi"), other.join(one, "build_id", "semi")
    assert one.height, f"{name} is empty"
    assert one.height == other.height, name
    for ours, theirs in zip(ordered(one), ordered(other), strict=True):
        assert all(map(same, ours, theirs)), (name, ours, theirs)


def ordered(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    if "sources" in frame.columns:  # in no order that a model promises
        frame = frame.with_columns(pl.col("sources").list.sort())
    rows = frame.drop("build_id", strict=False).rows()
    return sorted(rows, key=lambda row: [(value is None, rounded(value)) for value in row])


def rounded(value: Any) -> str:
    return f"{value:.6e}" if isinstance(value, float) else str(value)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-15)
    return bool(one == other)


def assert_same_marts(marts: dict[str, pl.DataFrame], data: DataDir) -> None:
    """Every one of `marts` is as the published build has it, whose figures are those that were invented."""
    for name, rows in marts.items():
        assert_same_rows(rows, mart(name, data), name)
    assert_as_invented(data)


def assert_as_invented(data: DataDir) -> None:
    """What the sample's world truly held is what the marts say, within limits that others found."""
    world = invent(YEARS, SEED)
    with connect(data) as warehouse:
        assert_rates_as_invented(warehouse, world, AS_INVENTED)
        assert_running_counts_as_invented(warehouse, world, AS_INVENTED)
        assert_accidents_as_invented(warehouse, world, AS_INVENTED)
        assert_limits_as_known(warehouse)

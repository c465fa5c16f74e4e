"""The bench works, and the scripts beside it come to the figures of the marts."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from analysis.base.settings import DataDir
from analysis.marts import Snapshot
from analysis.marts.open import FILE_NAME
from analysis.pipeline import build
from bench import hand_written, in_polars
from bench.__main__ import write
from bench.floor import compiled, replay
from bench.measures import grown, measured, pack, reading
from bench.parts import Goal
from bench.processes import run
from tests.conftest import Published


@pytest.mark.parametrize("script", [hand_written.transform, in_polars.transform])
def test_a_script_gives_the_figures_of_the_marts(
    published: Published, tmp_path: Path, script: Callable[[DataDir, Path], None]
) -> None:
    made = tmp_path / "it's made"  # a name as a folder may have it
    script(published.data, made)
    for name, (rows, different) in hand_written.differences(published.data, made).items():
        assert rows > 50, name
        assert different == 0, name


def test_a_grown_copy_counts_what_was_added(published: Published, tmp_path: Path) -> None:
    grown_data = grown(published.data, tmp_path / "grown", 3)
    assert build(grown_data).is_published
    before, after = (
        Snapshot(data)["fct_accidents"].height for data in (published.data, grown_data)
    )
    assert after == 3 * before > 300


def test_steps_are_measured_and_written(tmp_path: Path) -> None:
    data = pack(tmp_path / "pack", 1, range(2024, 2026))
    rows = [row for found in reading(data, times=1).values() for row in found]
    assert len(rows) == 11
    assert all(row.ratio.endswith("×") for row in rows)
    assert measured("ingest", data, cold=True).peak_mb > 50
    assert measured("command", data, "--help").result == "0"
    goals = [
        Goal("quick", 2, "CPU s", 2.5, "so"),
        Goal("wide", 0.5, "×", 0.5, "so", is_least=True),
    ]
    write(tmp_path / "results.md", 1, 2, rows, goals)
    written = (tmp_path / "results.md").read_text("utf-8")
    assert "csv: ours against pandas" in written
    assert "medians of 2 runs" in written
    assert "| quick | ≤ 2 CPU s | 2.50 CPU s | 1.25× | not reached | so |" in written
    assert "| wide | ≥ 0.5 × | 0.50 × | 1.00× | reached | so |" in written


def test_all_processes_of_a_command_are_measured() -> None:
    child = "import time; kept = bytearray(200_000_000); time.sleep(0.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    said, peak = run([sys.executable, "-c", f"{parent}; print('done')"])
    assert said == "done\n"
    assert 200 < peak < 300
    with pytest.raises(RuntimeError, match="no such step"):
        run([sys.executable, "-c", "raise SystemExit('no such step')"])


def test_the_floor_makes_the_marts_of_a_build(published: Published, tmp_path: Path) -> None:
    shutil.copytree(published.data.root, tmp_path / "data", symlinks=True)
    data = DataDir(tmp_path / "data")
    assert replay(data, compiled(data), tmp_path) > 200
    with duckdb.connect(tmp_path / FILE_NAME) as made:
        made.execute(f"attach '{data.current.resolve() / FILE_NAME}' as published (read_only)")
        query = "select table_name from duckdb_tables() where schema_name = 'marts' and database_name = 'published'"
        for (mart,) in made.sql(query).fetchall():
            apart = f"(from marts.{mart} except all from published.marts.{mart})"
            assert not made.sql(f"{apart} limit 1").fetchall(), mart

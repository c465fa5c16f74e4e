"""The bench works, and the hand-written script comes to the figures of the marts."""

from pathlib import Path

from analysis.marts import Snapshot
from analysis.pipeline import build
from bench.__main__ import write
from bench.hand_written import differences, transform
from bench.measures import Row, grown, measured, pack, reading
from tests.conftest import Published


def test_the_hand_written_script_gives_the_figures_of_the_marts(
    published: Published, tmp_path: Path
) -> None:
    database = tmp_path / "hand.duckdb"
    transform(published.data, database)
    for name, (rows, different) in differences(published.data, database).items():
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
    assert len(rows) == 6
    assert all(row.ratio.endswith("×") for row in rows)
    assert measured("ingest", data, cold=True).peak_mb > 50
    write(tmp_path / "results.md", 1, rows, [Row("a goal", "2×", "reached")])
    written = (tmp_path / "results.md").read_text("utf-8")
    assert "csv: ours against pandas" in written
    assert "| a goal | 2× | reached |" in written

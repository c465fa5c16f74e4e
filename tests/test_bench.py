"""The bench works, and the hand-written script comes to the figures of the marts."""

from pathlib import Path

from bench.__main__ import measured, pack, reading, write
from bench.hand_written import differences, transform
from tests.conftest import Published


def test_the_hand_written_script_gives_the_figures_of_the_marts(
    published: Published, tmp_path: Path
) -> None:
    database = tmp_path / "hand.duckdb"
    transform(published.data, database)
    for name, (rows, different) in differences(published.data, database).items():
        assert rows > 50, name
        assert different == 0, name


def test_steps_are_measured_and_written(tmp_path: Path) -> None:
    data = pack(tmp_path / "pack", 1)
    rows = reading(data, times=1)
    assert len(rows) == 6
    assert all(ratio.endswith("×") for _, _, ratio, _ in rows)
    assert measured("ingest", data)["peak_mb"] > 50
    write(tmp_path / "results.md", 1, rows)
    assert "csv: ours against pandas" in (tmp_path / "results.md").read_text("utf-8")

"""Charts as files."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis.charts import chart_set, write_charts
from analysis.cli import app
from analysis.findings import Findings
from analysis.marts import Snapshot
from tests.conftest import Published


def test_charts_are_written_in_every_format(published: Published, tmp_path: Path) -> None:
    words = ["charts", "--year", "2023", "--format", "svg,html", "--out", str(tmp_path)]
    answer = CliRunner().invoke(app, [*words, "--data", str(published.data.root)])
    assert answer.exit_code == 0, answer.output
    drawn = (tmp_path / "quality.svg").read_text("utf-8")
    assert "<text" in drawn
    assert "生产安全事故台账" in drawn
    assert (tmp_path / "plotly.min.js").exists()
    assert "https://cdn" not in (tmp_path / "quality.html").read_text("utf-8")
    words[4] = "pdf"
    assert CliRunner().invoke(app, [*words, "--data", str(published.data.root)]).exit_code == 2


def test_a_picture_of_300_dpi_fits_the_page(marts: Snapshot, tmp_path: Path) -> None:
    (chart,) = [c for c in chart_set(Findings.of_year(marts, 2023)) if c.key == "calendar"]
    write_charts([chart], tmp_path, ["png"])
    header = (tmp_path / "calendar.png").read_bytes()[16:24]
    assert int.from_bytes(header[:4], "big") == pytest.approx(156 / 25.4 * 300, abs=2)

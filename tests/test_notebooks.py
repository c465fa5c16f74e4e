"""Notebooks are kept without outputs and run whole on the sample."""

import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter, LatexExporter, MarkdownExporter

from analysis.base.settings import PROJECT
from tests.conftest import Published
from tests.notebooks import run_notebook
from tests.processes import run

PLOTLY = "application/vnd.plotly.v1+json"
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        assert not cell.get("outputs"), cell.source
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_whole(
    path: Path, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFETY_DATA", str(published.data.root))
    notebook = run_notebook(path)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    shown = [out["data"] for out in outputs if PLOTLY in out.get("data", {})]
    assert shown
    assert all("image/png" in data for data in shown)  # an export shows nothing else


def test_exports_show_the_picture_without_plotly(
    published: Published, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SAFETY_DATA", str(published.data.root))
    path = tmp_path / "one.ipynb"
    cell = nbformat.v4.new_code_cell('from analysis.charts import chart\nchart("kinds")')
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    notebook = run_notebook(path)
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert re.search(r'<img[^>]+src="data:image/png;base64,[^>]+width="590"', page)
    for exporter in (MarkdownExporter(), LatexExporter()):  # PDF is made of LaTeX
        text, files = exporter.from_notebook_node(notebook)
        (name,) = files["outputs"]
        assert name in text
        assert files["outputs"][name].startswith(b"\x89PNG")


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


_FIRST_CHART = """
import time
before = time.process_time()
from analysis.charts import chart
chart("kinds")._repr_mimebundle_()
print(time.process_time() - before)
"""


def test_the_first_chart_comes_at_once(published: Published) -> None:
    """At most two seconds of the processor: what a kernel does besides waiting."""
    words = [sys.executable, "-c", _FIRST_CHART]
    told = [run(words, published.data.root) for _ in range(3)]
    assert [code for code, _ in told] == [0, 0, 0], told
    assert min(float(said) for _, said in told) <= 2

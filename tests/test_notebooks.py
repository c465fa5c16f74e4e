"""Notebooks are kept without outputs and run whole on the sample."""

import sys
from pathlib import Path

import nbformat
import pytest

from analysis.base.settings import PROJECT
from tests.conftest import Published
from tests.notebooks import run_notebook
from tests.processes import run

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
    assert any("application/vnd.plotly.v1+json" in output.get("data", {}) for output in outputs)


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


_FIRST_CHART = """
import time
before = time.process_time()
from analysis.charts import chart
chart("kinds").figure.to_json()
print(time.process_time() - before)
"""


def test_the_first_chart_comes_at_once(published: Published) -> None:
    """At most two seconds of the processor: what a kernel does besides waiting."""
    words = [sys.executable, "-c", _FIRST_CHART]
    told = [run(words, published.data.root) for _ in range(3)]
    assert [code for code, _ in told] == [0, 0, 0], told
    assert min(float(said) for _, said in told) <= 2

"""Nothing in a workbook runs."""

from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from analysis.base.workbook import neutral, write_xlsx


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A0"])
def test_nothing_in_an_export_runs(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(path, {"a": pl.DataFrame({"text": [text], "number": [-1.5]})})
    ((_, _), (cell, number)) = (
        CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    )
    assert (cell, number) == (neutral(text), -1.5)
    assert cell.startswith("'")

"""Nothing in a workbook runs, and what is a number is one."""

from pathlib import Path

import openpyxl
import polars as pl
import pytest

from analysis.base.workbook import write_xlsx


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A0"])
def test_nothing_in_an_export_runs_or_shows_an_apostrophe(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(path, {"a": pl.DataFrame({"text": [text], "number": [-1.5]})})
    cell, number = openpyxl.load_workbook(path)["a"][2]
    assert (cell.value, cell.data_type, number.value) == (text, "s", -1.5)
    assert cell.quotePrefix  # it stays text when somebody edits the cell


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("-77.3", -77.3, "0.0"),
        ("1,234,567.80", 1234567.8, "#,##0.00"),
        ("2025", 2025, "0"),
        ("0.00", 0, "0.00"),
        ("35.0%", 0.35, "0.0%"),
    ],
)
def test_a_number_of_a_printed_table_is_a_number_that_looks_the_same(
    text: str, value: float, shown: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(path, {"a": pl.DataFrame({"text": [text]})}, printed=["a"])
    (cell,) = openpyxl.load_workbook(path)["a"][2]
    assert (cell.value, cell.number_format) == (pytest.approx(value), shown)


@pytest.mark.parametrize("text", ["—", "0.01—3.28", "≥3", "007", "2025-12", "12万辆", "1,23", "=1"])
def test_what_is_no_number_stays_as_it_is_printed(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_xlsx(path, {"a": pl.DataFrame({"text": [text]})}, printed=["a"])
    (cell,) = openpyxl.load_workbook(path)["a"][2]
    assert (cell.value, cell.data_type) == (text, "s")

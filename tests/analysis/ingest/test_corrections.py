"""Corrections of the office are understood or refused."""

from pathlib import Path

import pytest

from analysis.base.settings import layouts_folder, seeds_folder
from analysis.forms.layout import load_layouts
from analysis.ingest.corrections import CorrectionError, load_corrections

HEADER = "form,period,key,column,expected,corrected,reason,who,date\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("nothing,,a,deaths,1,2,r,w,2024-01-01", "no form 'nothing'"),
        ("fires,,a,nothing,1,2,r,w,2024-01-01", "no 'nothing'"),
        ("fires,,a,deaths,one,2,r,w,2024-01-01", "row 2: 'one': expected Int64"),
        ("fires,,a,deaths,1,2,r,w,soon", "soon"),
        ("fires,,a,deaths,1,2,,w,2024-01-01", "must be given"),
    ],
)
def test_a_correction_that_cannot_be_understood_says_which_row(
    tmp_path: Path, row: str, said: str
) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(CorrectionError, match="row 2") as error:
        load_corrections(path, load_layouts(layouts_folder()))
    assert said in str(error.value)


def test_the_corrections_of_the_project_can_be_read() -> None:
    load_corrections(seeds_folder() / "corrections.csv", load_layouts(layouts_folder()))

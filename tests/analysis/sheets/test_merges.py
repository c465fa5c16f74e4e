"""Merged cells moved before the rows are read as where they stood."""

import io
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from analysis.sheets import merges

Read = tuple[list[list[object]], object]


def read(data: bytes) -> Read:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges


def first(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return merges.merges_first(data, archive)


def sheet_of(data: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("spans", [(), ("A1:C1",), ("A1:C1", "B3:B5")])
def test_the_same_cells_and_merges_come_from_a_workbook_with_its_merges_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spans: tuple[str, ...]
) -> None:
    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(8):
            sheet.write_row(row, 0, [f"mergeCell {row}", row, row / 3])
        for span in spans:
            sheet.merge_range(span, "x")
    data = path.read_bytes()
    assert first(data) == data, "small"
    monkeypatch.setattr(merges, "LEAST_BYTES", 0)
    moved = first(data)
    assert read(moved) == read(data)
    assert len(read(data)[1]) == len(spans)  # type: ignore[arg-type]
    changed = sheet_of(moved)
    assert changed.index(b"<mergeCells") < changed.index(b"<sheetData>")
    assert changed.count(b"<mergeCells") == 1


@pytest.mark.parametrize(
    "behind",
    [
        b"<mergeCells/>",
        b'<mergeCells><mergeCell ref="A1:B1"/></mergeCells><!-- mergeCells -->',
        b'<x:mergeCells><mergeCell ref="A1:B1"/></x:mergeCells>',
    ],
)
def test_a_workbook_that_names_them_otherwise_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, behind: bytes
) -> None:
    monkeypatch.setattr(merges, "LEAST_BYTES", 0)
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        sheet = b"<worksheet><sheetData></sheetData>" + behind + b"</worksheet>"
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    data = path.read_bytes()
    assert first(data) == data

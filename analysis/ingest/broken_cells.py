"""Cells that hold an error, or a formula without its result: the file library shows them as empty,
and an empty count would pass for zero."""

import io
import posixpath
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import xlrd
from xlrd.compdoc import CompDoc, CompDocError

from analysis.messages import say

Broken = dict[str, dict[tuple[int, int], str]]
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Records of a .xls that hold an error: a cell's own, and a formula's result ([MS-XLS] 2.4.24, 2.4.127)
_XLS_ERRORS = (
    re.compile(rb"\x05\x02\x08\x00.{7}\x01", re.DOTALL),
    re.compile(rb"\x06[\x00\x02\x04].{8}\x02.{5}\xff\xff", re.DOTALL),
)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def broken_cells(path: Path, extension: str) -> Broken:
    """For each sheet, (row, column) counted from 0 → what to show in the cell's place.

    Raises:
        zipfile.BadZipFile, ElementTree.ParseError, KeyError, xlrd.XLRDError: a damaged file.
    """
    return _of_xls(path) if extension == ".xls" else _of_xlsx(path)


def _of_xlsx(path: Path) -> Broken:
    with zipfile.ZipFile(path) as archive:
        return {
            name: found
            for name, part in _parts(archive).items()
            if (found := _of_sheet(archive, part))
        }


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its part in the package."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    parts = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if part in archive.namelist():
            parts[sheet.get("name", "")] = part
    return parts


def _of_sheet(archive: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    data = archive.read(part)
    if b't="e"' not in data and b"<f" not in data:
        return {}
    found = {}
    for cell in ElementTree.fromstring(data).iter(f"{_MAIN}c"):
        value = cell.findtext(f"{_MAIN}v") or ""
        if cell.get("t") == "e":
            found[_place(cell.get("r", "A1"))] = value or "#N/A"
        elif cell.find(f"{_MAIN}f") is not None and not value and cell.get("t") != "str":
            found[_place(cell.get("r", "A1"))] = say("formula_without_result")
    return found


def _place(address: str) -> tuple[int, int]:
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address[len(letters) :]) - 1, column - 1


def _of_xls(path: Path) -> Broken:
    data = path.read_bytes()
    if not _may_hold_errors(data):  # ten times as quick to see as cell by cell
        return {}
    with xlrd.open_workbook(file_contents=data, on_demand=True, logfile=io.StringIO()) as book:
        return {
            name: {
                (row, at): xlrd.error_text_from_code.get(cell.value, "#N/A")
                for row in range(sheet.nrows)
                for at, cell in enumerate(sheet.row(row))
                if cell.ctype == xlrd.XL_CELL_ERROR
            }
            for name in book.sheet_names()
            if (sheet := book.sheet_by_name(name))
        }


def _may_hold_errors(data: bytes) -> bool:
    try:
        stream, start, length = CompDoc(data, logfile=io.StringIO()).locate_named_stream("Workbook")
    except (CompDocError, ValueError, IndexError):  # damaged, or older: xlrd will say
        return True
    if stream is None:
        return True
    return any(record.search(stream, start, start + length) for record in _XLS_ERRORS)

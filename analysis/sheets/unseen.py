"""What a workbook holds and the file library does not show: cells with an error, and formulas without
a result or with an empty one (as empty cells they would pass for zero), rows that are struck through
or hidden."""

import io
import posixpath
import re
import struct
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

import xlrd
from xlrd.compdoc import CompDoc, CompDocError

from analysis.messages import say

# Records of a .xls: a cell's error, a formula's result that is a text, an error or empty ([MS-XLS]
# 2.4.24, 2.4.127, 2.5.133), a row that is hidden (2.4.221), a font (2.4.122), the end of what is said
# before the sheets (2.4.103)
_XLS_ERRORS = (
    re.compile(rb"\x05\x02\x08\x00.{7}\x01", re.DOTALL),
    re.compile(rb"\x06[\x00\x02\x04].{8}[\x00\x02\x03].{5}\xff\xff", re.DOTALL),
)
_XLS_HIDDEN = re.compile(rb"\x08\x02\x10\x00.{12}[\x20-\x3f\x60-\x7f\xa0-\xbf\xe0-\xff]", re.DOTALL)
_XLS_FONT, _XLS_END, _STRUCK = 0x31, 0x0A, 0x08


@dataclass
class Unseen:
    """Of one sheet, rows and columns counted from 0: `broken` says what to show in a cell's place,
    `hollow` are formulas whose result is empty."""

    hollow: set[tuple[int, int]] = field(default_factory=set)
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: set[int] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)


def unseen(book: bytes | zipfile.ZipFile) -> dict[str, Unseen]:
    """By sheet, for those that hold any of it, of the bytes of a .xls or of an opened .xlsx.

    Raises:
        zipfile.BadZipFile, ElementTree.ParseError, KeyError, xlrd.XLRDError: a damaged file.
    """
    return _of_xls(book) if isinstance(book, bytes) else _of_xlsx(book)


def _of_xlsx(archive: zipfile.ZipFile) -> dict[str, Unseen]:
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    struck, is_stale = _struck_styles(archive), _is_stale(book)
    return {
        name: _of_sheet(archive.read(part), struck, is_stale)
        for name, part in _parts(archive, book).items()
    }


def _is_stale(book: ElementTree.Element) -> bool:
    """Whether the workbook says that its formulas are still to be calculated: it was written by a
    program that does not calculate, and puts 0 in the place of their results."""
    return any(c.get("fullCalcOnLoad") in ("1", "true") for c in _named(book, "calcPr"))


def _parts(archive: zipfile.ZipFile, book: ElementTree.Element) -> dict[str, str]:
    """Sheet name → its part in the package."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    parts = {}
    for sheet in _named(book, "sheet"):
        relation = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
        part = posixpath.normpath(posixpath.join("/xl", targets.get(relation, ""))).lstrip("/")
        if part in archive.namelist():
            parts[sheet.get("name", "")] = part
    return parts


def _struck_styles(archive: zipfile.ZipFile) -> set[str]:
    """Numbers of the cell styles whose font is struck through."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    data = archive.read("xl/styles.xml")
    if b"strike" not in data:
        return set()
    styles = ElementTree.fromstring(data)
    fonts = next(_named(styles, "fonts"), ElementTree.Element("fonts"))
    struck = {
        str(number)
        for number, font in enumerate(fonts)
        if any(strike.get("val", "1") not in ("0", "false") for strike in _named(font, "strike"))
    }
    formats = next(_named(styles, "cellXfs"), ElementTree.Element("cellXfs"))
    return {str(number) for number, form in enumerate(formats) if form.get("fontId") in struck}


def _of_sheet(data: bytes, struck: set[str], is_stale: bool) -> Unseen:
    found = Unseen()
    row = -1
    for element in _named(ElementTree.fromstring(_telling(data, struck)), "row"):
        # addresses may be left out; a cell then follows the one before it
        row = int(element.get("r", row + 2)) - 1
        if element.get("hidden") in ("1", "true"):
            found.hidden.add(row)
        at = -1
        for cell in _named(element, "c"):
            at = _column(cell.get("r", "")) if cell.get("r") else at + 1
            value = next((v.text or "" for v in _named(cell, "v")), "")
            if cell.get("t") == "e":
                found.broken[row, at] = value or "#N/A"
            elif value in ("", "0") and any(True for _ in _named(cell, "f")):
                if not value and cell.get("t") == "str":
                    found.hollow.add((row, at))
                elif not value or is_stale:
                    found.broken[row, at] = say("formula_without_result")
            if value and cell.get("s") in struck:
                found.struck.add(row)
    return found


def _telling(data: bytes, struck: set[str]) -> bytes:
    """A sheet without the rows of which there is nothing to tell: a search in the bytes is ten times
    as quick as parsing them. Its beginning and end are kept, so that one cut off is damaged."""
    number = data.count(b"<row ")
    if not number or b"<row>" in data or number != data.count(b'<row r="'):
        return data  # rows without a number are counted
    named = [b't="e"', b'hidden="', *(f's="{style}"'.encode() for style in struck)]
    quoted = [mark.replace(b'"', b"'") for mark in named] if b"'" in data else []
    marks = [mark for mark in (b"<f", *named, *quoted) if mark in data]
    if not marks:
        return data.partition(b"<row ")[0] + data[data.rfind(b"<row ") :]
    head, *rows = data.split(b"<row ")
    telling = [row for row in rows[:-1] if any(mark in row for mark in marks)]
    return b"<row ".join([head, *telling, *rows[-1:]])


def _named(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """Descendants of a name, whichever of the two namespaces of the format they are in."""
    return (found for found in element.iter() if found.tag.rpartition("}")[2] == name)


def _column(address: str) -> int:
    column = 0
    for letter in address.rstrip("0123456789"):
        column = column * 26 + ord(letter) - 64
    return column - 1


def _of_xls(data: bytes) -> dict[str, Unseen]:
    formats, errors = _may_hold(data)
    if not (formats or errors):
        return {}
    found: dict[str, Unseen] = defaultdict(Unseen)
    with xlrd.open_workbook(
        file_contents=data, on_demand=True, logfile=io.StringIO(), formatting_info=formats
    ) as book:
        for name in book.sheet_names():
            sheet = book.sheet_by_name(name)
            for row in range(sheet.nrows):
                for at, cell in enumerate(sheet.row(row)):
                    if cell.ctype == xlrd.XL_CELL_ERROR:
                        text = xlrd.error_text_from_code.get(cell.value, "#N/A")
                        found[name].broken[row, at] = text
                    elif cell.ctype == xlrd.XL_CELL_TEXT and cell.value == "":
                        found[name].hollow.add((row, at))
                    elif formats and cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                        font = book.font_list[book.xf_list[cell.xf_index].font_index]
                        if font.struck_out:
                            found[name].struck.add(row)
                if formats and (info := sheet.rowinfo_map.get(row)) and info.hidden:
                    found[name].hidden.add(row)
    return found


def _may_hold(data: bytes) -> tuple[bool, bool]:
    """Whether formats may tell something (rows hidden or struck through), and whether results may."""
    try:
        stream, start, length = CompDoc(data, logfile=io.StringIO()).locate_named_stream("Workbook")
    except (CompDocError, ValueError, IndexError):  # damaged, or older: xlrd will say
        return True, True
    if stream is None:
        return True, True
    end = start + length
    formats = _strikes(stream, start, end) or bool(_XLS_HIDDEN.search(stream, start, end))
    return formats, any(record.search(stream, start, end) for record in _XLS_ERRORS)


def _strikes(stream: bytes, at: int, end: int) -> bool:
    """Whether a font is struck through. Its record is too short to be told from cells by a search."""
    while at + 7 <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _XLS_END:
            return False
        if kind == _XLS_FONT and stream[at + 6] & _STRUCK:
            return True
        at += 4 + length
    return False

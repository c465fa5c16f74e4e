"""A file as plain grids of cells, whatever its format; nothing is interpreted here."""

import csv
import io
import zipfile
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, overload

import polars as pl
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from analysis.base.settings import setting
from analysis.messages import Message
from analysis.sheets.cells import Cell, Hollow
from analysis.sheets.merges import merges_first
from analysis.sheets.unseen import Unseen, unseen

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAGIC = {".xlsx": _ZIP, ".xlsm": _ZIP, ".xls": _OLE}
EXTENSIONS = {*_MAGIC, ".csv"}
_LARGE = 20_000  # bytes; less is read before polars begins

Row = tuple[int, list[Cell]]  # its number in the file, and its cells


class UnreadableFile(Exception):
    """A file that cannot be read as what it says it is; carries the message for its clerk."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.message = Message(code, params)


class Lines(Sequence[Row]):
    """Rows of a large CSV file without quotes, where a record is a line and is split when asked for."""

    def __init__(self, data: bytes) -> None:
        self.texts = pl.read_lines(data).to_series()

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        numbers = range(len(self))[at]
        if isinstance(numbers, int):
            return numbers + 1, _cells(self.texts[numbers])
        return [(n + 1, _cells(text)) for n, text in zip(numbers, self.texts[at], strict=True)]


def _cells(line: str) -> list[Cell]:
    return list(line.split(",")) if line else []


@dataclass(frozen=True)
class Sheet:
    """One sheet. `merged` holds ((first row, first column), (last row, last column)), all counted
    from 0 in `rows`; `struck`
    and `covered` are row numbers in the file, of rows struck through and of hidden ones.
    `is_text`: rows are lines of a text file, as long as they were written, and `has_end` whether
    the last one was ended; `label` is the name as it may be shown."""

    name: str
    rows: Sequence[Row]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    is_hidden: bool = False
    struck: frozenset[int] = frozenset()
    covered: frozenset[int] = frozenset()
    is_text: bool = False
    has_end: bool = True
    label: str = ""


def read_sheets(path: Path, extension: str) -> list[Sheet]:
    """All sheets of a workbook, or the one grid of a CSV file.

    Args:
        path: the file's bytes; its own name does not matter (the archive names by content).
        extension: what the file was called by its department, with the dot, lower case.

    Raises:
        UnreadableFile: not what the extension says, damaged, or absurdly large.
    """
    size = path.stat().st_size
    _refuse_larger(size, "max_file_mb")
    if size == 0:
        raise UnreadableFile("empty_file")
    data = path.read_bytes()
    if extension == ".csv":
        if data.startswith((_ZIP, _OLE)):
            raise UnreadableFile("wrong_content", extension=extension)
        return [Sheet("CSV", _csv_rows(data), is_text=True, has_end=data.endswith((b"\n", b"\r")))]
    if extension != ".xls" and data.startswith(_OLE) and _ENCRYPTED in data:
        raise UnreadableFile("password")
    if not data.startswith(_MAGIC[extension]):
        raise UnreadableFile("wrong_content", extension=extension)
    book = data if extension == ".xls" else _opened(data)
    try:
        found = unseen(book)
    except Exception as error:
        raise UnreadableFile("damaged", detail=str(error) or type(error).__name__) from error
    return _workbook_sheets(book if isinstance(book, bytes) else merges_first(data, book), found)


def _shown(rows: Sequence[list[Any]], found: Unseen) -> list[Row]:
    """Rows with errors shown where the library left an empty cell."""
    shown = list(enumerate(rows, start=1))
    hollow: dict[tuple[int, int], str] = dict.fromkeys(found.hollow, Hollow())
    for (row, at), text in (found.broken | hollow).items():
        while len(shown) <= row:
            shown.append((len(shown) + 1, []))
        cells = shown[row][1]
        cells.extend([None] * (at + 1 - len(cells)))
        cells[at] = text
    return shown


def _numbered(rows: set[int]) -> frozenset[int]:
    """Rows counted from 0 by their numbers in the file."""
    return frozenset(row + 1 for row in rows)


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise UnreadableFile("damaged", detail=str(error)) from error
    _refuse_larger(sum(item.file_size for item in archive.infolist()), "max_expanded_mb")
    return archive


def _refuse_larger(size: int, limit: str) -> None:
    if size > setting(limit) * 2**20:
        raise UnreadableFile("too_large", size_mb=size // 2**20, limit_mb=int(setting(limit)))


def _workbook_sheets(data: bytes, found: dict[str, Unseen]) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            sheets = []
            for index, meta in enumerate(workbook.sheets_metadata):
                if meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                sheet = workbook.get_sheet_by_index(index)
                if sheet.total_height * sheet.total_width > setting("max_cells"):
                    raise UnreadableFile("too_many_cells", limit=int(setting("max_cells")))
                more = found.get(meta.name, Unseen())
                rows: Sequence[list[Any]] = sheet.to_python(skip_empty_area=False)
                sheets.append(
                    Sheet(
                        meta.name,
                        _shown(rows, more),
                        sheet.merged_cell_ranges or [],
                        meta.visible != SheetVisibleEnum.Visible,
                        _numbered(more.struck),
                        _numbered(more.hidden),
                    )
                )
    except PasswordError as error:
        raise UnreadableFile("password") from error
    except CalamineError as error:
        raise UnreadableFile("damaged", detail=str(error)) from error
    except BaseException as error:
        # On some damaged files the library's Rust code panics, which is no Exception in Python.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile("damaged", detail=str(error)) from error
    return sheets


def _csv_rows(data: bytes) -> Sequence[Row]:
    """(line on which the record starts, cells); UTF-8 with or without a mark, else GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadableFile("encoding")
    if b"\0" in data:
        raise UnreadableFile("binary_csv")
    if len(data) > _LARGE and b'"' not in data and not data.endswith(b"\r"):
        lines = Lines(data.removeprefix(BOM_UTF8) if encoding == "utf-8-sig" else text.encode())
        if b"\r" not in data or not lines.texts.str.contains("\r", literal=True).any():
            return lines
    return list(_records(text))


def _records(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for record in reader:
            yield line, list(record)
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile("csv_syntax", line=line, detail=str(error)) from error

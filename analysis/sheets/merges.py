"""Where a workbook says which of its cells are merged.

The file library reads each sheet twice: its rows, and all of it again in search of merged cells, which the
format puts behind them. The second reading ends where they are found, so they are moved to the front.
"""

import io
import re
import zipfile

LEAST_BYTES = 200_000  # of a sheet unpacked; a smaller one is read as quickly as it is moved
_NAME = b"mergeCells"
_MERGES = re.compile(rb"<mergeCells(?: [^<>]*[^<>/])?>.*?</mergeCells>", re.DOTALL)
_NONE = b"<mergeCells></mergeCells>"
_ROWS, _END = b"<sheetData>", b"</sheetData>"


def merges_first(data: bytes, archive: zipfile.ZipFile) -> bytes:
    """The workbook `data`, opened as `archive`, with the merged cells of large sheets before their rows."""
    parts = [p for p in archive.infolist() if p.filename.startswith("xl/worksheets/")]
    moved = {
        part: sheet
        for part in parts
        if part.file_size >= LEAST_BYTES and (sheet := _moved(archive.read(part)))
    }
    names = archive.namelist()
    if not moved or len(set(names)) < len(names):
        return data
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as changed:  # all other parts stay byte for byte
        for part, sheet in moved.items():
            changed.filelist.remove(changed.NameToInfo.pop(part.filename))
            changed.writestr(part.filename, sheet)
    return buffer.getvalue()


def _moved(sheet: bytes) -> bytes | None:
    """The sheet with its merged cells first; ``None`` where they do not stand once behind the rows."""
    start, end = sheet.find(_ROWS), sheet.rfind(_END)
    if not 0 < start < end:
        return None
    behind = sheet[end:]
    found = _MERGES.search(behind)
    if sheet.count(_NAME) != (2 if found else 0) or sheet.count(_ROWS) > 1:
        return None
    merges = found[0] if found else _NONE
    rest = behind.replace(merges, b"") if found else behind
    return b"".join((sheet[:start], merges, sheet[start:end], rest))

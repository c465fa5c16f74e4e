"""What one cell means: text, number, moment, yes or no.

Every reader takes the cell as the file library gives it (str, float, int, bool, datetime, None)
and either returns the value, or ``None`` for a cell that says "nothing", or raises `CellError`
with the code of what was expected.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

Cell = str | float | int | bool | datetime | date | time | timedelta | None

# What clerks type for "nothing to report".
_NOTHING = {"", "-", "--", "—", "——", "–", "―", "…", "……", "...", "......", "/", "无", "\\"}
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}([, ]\d{3})+(\.\d+)?")
_MOMENT = re.compile(
    r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
    r"(?:[\sT]*(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*分?\s*(?::?\s*(\d{1,2})(?:\.\d+)?\s*秒?)?)?)?"
)
EXCEL_DIGITS = 1e15  # a number cell keeps 15 digits; a longer accident number is no longer itself
_EXCEL_EPOCH = datetime(1899, 12, 30)
_SERIAL_DAYS = (20_000, 80_000)  # 1954 to 2119: a bare number outside is no date
_YES = {"是", "√", "y", "yes", "true", "1"}
_NO = {"否", "×", "n", "no", "false", "0"}


class CellError(ValueError):
    """A cell that cannot mean what its column needs; `expected` is a message code."""

    def __init__(self, expected: str, **params: object) -> None:
        super().__init__(expected)
        self.expected = expected
        self.params = params


@lru_cache(maxsize=1 << 16, typed=True)
def as_text(cell: Cell) -> str:
    """The cell as a reader sees it: width-normalised, trimmed; whole floats without ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return format(Decimal(f"{cell:.15g}").normalize(), "f") if cell == cell else ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    text = str(cell)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\ufeff", "")
    return text.strip()


@lru_cache(maxsize=1 << 16)
def squeeze(text: str) -> str:
    """`text` width-normalised and without any white space, for comparing words."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("\ufeff", "")
    return "".join(text.split())


def is_nothing(cell: Cell) -> bool:
    """Whether the cell is blank or one of the dashes that stand for nothing."""
    return cell is None or squeeze(as_text(cell)) in _NOTHING


def as_number(cell: Cell) -> Decimal | None:
    """An exact decimal; floats are taken at Excel's own 15 digits.

    Raises:
        CellError: ``number`` where the cell holds a word, a date or a unit.
    """
    if is_nothing(cell):
        return None
    if isinstance(cell, bool | datetime | date | time | timedelta):
        raise CellError("number")
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        return Decimal(f"{cell:.15g}")
    text = as_text(cell)
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise CellError("number")
    try:
        return Decimal(re.sub(r"[, ]", "", text))
    except InvalidOperation as error:
        raise CellError("number") from error


def as_moment(cell: Cell) -> datetime | None:
    """Date and time of an event; midnight where the file gives a date alone.

    Raises:
        CellError: ``moment`` where the cell is no date in any form seen.
    """
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if is_nothing(cell):
        return None
    if isinstance(cell, bool | time | timedelta):
        raise CellError("moment")
    text = as_text(cell)
    if match := _MOMENT.fullmatch(text):
        try:
            return datetime(*(int(part) for part in match.groups(default="0")))
        except ValueError as error:
            raise CellError("moment") from error
    if re.fullmatch(r"\d{8}(\d{4})?", text):
        try:
            return datetime.strptime(text, "%Y%m%d%H%M" if len(text) == 12 else "%Y%m%d")
        except ValueError as error:
            raise CellError("moment") from error
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and _SERIAL_DAYS[0] <= float(text) <= _SERIAL_DAYS[1]:
        return _EXCEL_EPOCH + timedelta(seconds=round(float(text) * 86_400))
    raise CellError("moment")


def as_yes_no(cell: Cell) -> bool | None:
    """是 or 否.

    Raises:
        CellError: ``yes_no`` for any other word.
    """
    word = squeeze(as_text(cell)).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    if is_nothing(cell):
        return None
    raise CellError("yes_no")

"""What one cell means: text, number, moment, yes or no.

Every reader takes the cell as the file library gives it (str, float, int, bool, datetime, None)
and either returns the value, or ``None`` for a cell that says "nothing", or raises `CellError`
with the code of what was expected. What is decorated or cut off (``2①``, ``3*``) is refused, never
guessed: only the width of a character is normalised, not its form.
"""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from analysis.base.text import narrow, squeeze

Cell = str | float | int | bool | datetime | date | time | timedelta | None

# What clerks type for "nothing to report".
_NOTHING = {"", "-", "--", "—", "——", "–", "―", "…", "……", "...", "......", "/", "无", "\\"}
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}([, ]\d{3})+(\.\d+)?", re.ASCII)
_DATE = re.compile(
    r"(\d{4})\s{0,3}[年./-]\s{0,3}(\d{1,2})\s{0,3}[月./-]\s{0,3}(\d{1,2})(?!\d)\s{0,3}日?(.*)",
    re.ASCII | re.DOTALL,
)
_DAY_OF_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})日(.*)", re.ASCII | re.DOTALL)
_TIME = re.compile(
    r"T?(\d{1,2})\s{0,3}[:时点]\s{0,3}(?:(\d{1,2})\s{0,3}分?\s{0,3}"
    r"(?::?\s{0,3}(\d{1,2})(?:\.\d{1,9})?\s{0,3}秒?)?)?",
    re.ASCII,
)
_ANOTHER_DAY = re.compile(r"[年月日至到~～—–/]|-|\d{5}")
_OF_A_DAY = re.compile(r"[:时点午晨晚夜]")
_LONGEST = 100  # a longer text is no number and no moment
_MOST_DIGITS = 15  # of the whole part of any number
EXCEL_DIGITS = 1e15  # a number cell keeps 15 digits; a longer accident number is no longer itself
_EXCEL_EPOCH = datetime(1899, 12, 30)
_SERIAL_DAYS = (20_000, 80_000)  # 1954 to 2119: a bare number outside is no date
_YES = {"是", "√", "y", "yes", "true", "1"}
_NO = {"否", "×", "n", "no", "false", "0"}


class Hollow(str):
    """A formula's result that is an empty text: blank to the eye, yet nobody left it blank. Where a
    figure should be it is no zero."""


class CellError(ValueError):
    """A cell that cannot mean what its column needs; `expected` is a message code."""

    def __init__(self, expected: str, **params: object) -> None:
        super().__init__(expected)
        self.expected = expected
        self.params = params


class CellDoubt(CellError):
    """A moment of which only the `day` can be read; no figure needs the rest."""

    def __init__(self, day: datetime) -> None:
        super().__init__("time_of_day")
        self.day = day


@lru_cache(maxsize=1 << 16, typed=True)
def as_text(cell: Cell) -> str:
    """The cell as a reader sees it: width-normalised, trimmed; whole floats without ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return format(Decimal(f"{cell:.15g}").normalize(), "f") if math.isfinite(cell) else ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return narrow(str(cell))


def is_nothing(cell: Cell) -> bool:
    """Whether the cell is blank or one of the dashes that stand for nothing."""
    return cell is None or squeeze(as_text(cell)) in _NOTHING


def as_number(cell: Cell) -> Decimal | None:
    """An exact decimal; floats are taken at Excel's own 15 digits.

    Raises:
        CellError: ``number`` where the cell holds a word, a date or a unit; ``too_large`` for
            more digits than any figure has.
    """
    if is_nothing(cell):
        return None
    if isinstance(cell, bool | datetime | date | time | timedelta):
        raise CellError("number")
    if isinstance(cell, float):
        if not math.isfinite(cell):
            raise CellError("number")
        return _bounded(Decimal(f"{cell:.15g}"))
    text = as_text(cell)
    if len(text) > _LONGEST or not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise CellError("number")
    try:
        return _bounded(Decimal(re.sub(r"[, ]", "", text)))
    except InvalidOperation as error:
        raise CellError("number") from error


def _bounded(number: Decimal) -> Decimal:
    if number and not -_MOST_DIGITS <= number.adjusted() < _MOST_DIGITS:
        raise CellError("too_many_digits", digits=_MOST_DIGITS)
    return number


def as_moment(cell: Cell, year: int | None = None) -> datetime | None:
    """Date and time of an event; midnight where the file gives a date alone.

    Args:
        year: of a date that leaves it out (3月5日).

    Raises:
        CellError: ``moment`` where the cell is no date in any form seen.
        CellDoubt: the date alone can be read.
    """
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    if is_nothing(cell):
        return None
    text = as_text(cell)
    if isinstance(cell, bool | time | timedelta) or len(text) > _LONGEST:
        raise CellError("moment")
    try:
        return _written_moment(text, year)
    except ValueError as error:
        if isinstance(error, CellError):
            raise
        raise CellError("moment") from error


def _written_moment(text: str, year: int | None) -> datetime:
    if match := _DATE.fullmatch(text):
        day = datetime(int(match[1]), int(match[2]), int(match[3]))
        return _with_time(day, match[4].strip())
    if year and (match := _DAY_OF_YEAR.fullmatch(text)):
        return _with_time(datetime(year, int(match[1]), int(match[2])), match[3].strip())
    if re.fullmatch(r"\d{8}(\d{4})?", text, re.ASCII):
        return datetime.strptime(text, "%Y%m%d%H%M" if len(text) == 12 else "%Y%m%d")
    if re.fullmatch(r"\d{5}(\.\d{1,15})?", text, re.ASCII) and (
        _SERIAL_DAYS[0] <= float(text) <= _SERIAL_DAYS[1]
    ):
        return _EXCEL_EPOCH + timedelta(seconds=round(float(text) * 86_400))
    raise CellError("moment")


def _with_time(day: datetime, rest: str) -> datetime:
    if not rest:
        return day
    if match := _TIME.fullmatch(rest):
        hour, minute, second = (int(part) for part in match.groups(default="0"))
        if hour < 24 and minute < 60 and second < 60:
            return day.replace(hour=hour, minute=minute, second=second)
    elif _ANOTHER_DAY.search(rest) and not _OF_A_DAY.search(rest):
        raise CellError("moment")
    raise CellDoubt(day)


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

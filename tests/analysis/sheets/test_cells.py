from datetime import datetime
from decimal import Decimal

import pytest

from analysis.sheets.cells import CellDoubt, CellError, as_moment, as_number, as_text, as_yes_no


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12, "12"),
        (1076.1699999999998, "1076.17"),
        ("１，０７６．１７", "1076.17"),
        (" 1,234 ", "1234"),
        ("-3", "-3"),
        ("1.5e3", "1500"),
    ],
)
def test_numbers_as_clerks_write_them(cell: object, number: str) -> None:
    assert as_number(cell) == Decimal(number)


@pytest.mark.parametrize("cell", [None, "", " ", "—", "-", "…", "/", "无", "－"])
def test_what_stands_for_nothing(cell: object) -> None:
    assert as_number(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "三",
        "3人",
        "1,2,3",
        "#DIV/0!",
        True,
        datetime(2024, 1, 1),
        "2①",
        "1²",
        "3*",
        "一2",
        "１２ ３",
    ],
)
def test_a_word_in_a_number_column_is_an_error(cell: object) -> None:
    with pytest.raises(CellError, match="number"):
        as_number(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-05 14:20",
        "2024年3月5日14时20分",
        "2024.3.5 14:20",
        "2024/03/05 14:20:00",
        "２０２４年３月５日 14:20",
        datetime(2024, 3, 5, 14, 20),
        45356.597222222,
        "202403051420",
    ],
)
def test_moments_as_clerks_write_them(cell: object) -> None:
    assert as_moment(cell) == datetime(2024, 3, 5, 14, 20)


@pytest.mark.parametrize("cell", ["2024-13-01", "3月5日", "昨天", "2024-02-30 10:00", 12.0])
def test_what_is_no_moment(cell: object) -> None:
    with pytest.raises(CellError, match="moment"):
        as_moment(cell)


@pytest.mark.parametrize("cell", ["2024-03-05 下午3点", "2024-03-05 25:70", "2024年3月5日14时许"])
def test_of_a_moment_without_a_time_of_day_the_date_is_kept(cell: str) -> None:
    with pytest.raises(CellDoubt, match="time_of_day") as doubt:
        as_moment(cell)
    assert doubt.value.day == datetime(2024, 3, 5)


@pytest.mark.parametrize("cell", [10.0**20, "1" * 32, "1e18", "1e999"])
def test_no_figure_has_that_many_digits(cell: object) -> None:
    with pytest.raises(CellError, match="too_many_digits"):
        as_number(cell)


def test_a_long_number_as_text_keeps_all_its_digits() -> None:
    assert as_text("\t1506212024030100012") == "1506212024030100012"


def test_yes_and_no() -> None:
    assert as_yes_no(" 是 ") is True
    assert as_yes_no("否") is False
    with pytest.raises(CellError, match="yes_no"):
        as_yes_no("待定")

"""Periods, units and headers as they are named."""

from decimal import Decimal

import pytest

from analysis.forms.periods import find_period
from analysis.forms.rules import PeriodRule
from analysis.forms.units import parse_unit, split_header, units_named


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("生产安全事故台账_2024年03月（更正）", "2024-03"),
        ("道路交通事故明细_202403", "2024-03"),
        ("地区生产总值_2024年1季度", "2024Q1"),
        ("2024年第三季度", "2024Q3"),
        ("2024年上半年", "2024-01..2024-06"),
        ("2024年1—9月", "2024-01..2024-09"),
        ("2024年1~10月", "2024-01..2024-10"),
        ("达拉特旗2022年前三季度", "2022-01..2022-09"),
        ("常住人口_2024年", "2024"),
        ("２０２４年３月", "2024-03"),
    ],
)
def test_periods(text: str, label: str) -> None:
    assert find_period(text).label == label


@pytest.mark.parametrize("text", ["生产安全事故台账", "1506212024030100012", "第3季度"])
def test_no_period_where_none_is_named(text: str) -> None:
    assert find_period(text) is None


def test_a_month_that_is_none_is_no_month_of_a_monthly_form() -> None:
    for name in (
        "2024年13月",
        "2024年0-3月",
        "0000年00月",
        "2204年12月",
        "1900年1月",
        "2023-2024年",
    ):
        assert find_period(f"生产安全事故台账_{name}") is None
    assert PeriodRule(kind="month").settle(find_period("2024年1季度")) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2024年4月5日报_生产安全事故台账_2024年03月", "2024-03"),
        ("2024年1-3季度", "2024-01..2024-09"),
        ("2024年1月-2024年3月", "2024Q1"),
        ("报于20240405，2024年3月", "2024-03"),
    ],
)
def test_a_day_is_when_it_was_written_and_no_period(text: str, label: str) -> None:
    assert find_period(text).label == label


@pytest.mark.parametrize(
    ("text", "base", "factor"),
    [("万元", "元", 10**4), ("亿元", "元", 10**8), ("万人", "人", 10**4), ("％", "%", 1)],
)
def test_units(text: str, base: str, factor: int) -> None:
    unit = parse_unit(text)
    assert (unit.base, unit.factor) == (base, Decimal(factor))


def test_the_unit_row_names_several_units_and_is_not_the_reporting_unit() -> None:
    assert [unit.text for unit in units_named("单位：起、人、万元")] == ["起", "人", "万元"]
    assert units_named("填报单位：旗应急管理局") == []


def test_a_header_keeps_brackets_that_hold_no_unit() -> None:
    assert split_header("直接经济损失\n（万元）")[0] == "直接经济损失"
    assert split_header("死亡人数（7日内）") == ("死亡人数(7日内)", None)

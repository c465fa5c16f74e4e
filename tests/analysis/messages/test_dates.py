"""Dates as officials write them on paper, and runs of periods as ranges."""

from datetime import date

import pytest

from analysis.messages.dates import day_words, month_words, period_list

LATE = date(2026, 11, 30)


def test_days_and_months_are_written_out() -> None:
    assert day_words(LATE, "zh") == "2026年11月30日"
    assert month_words(LATE, "zh") == "2026年11月"
    assert (day_words(LATE, "en"), month_words(LATE, "en")) == ("2026-11-30", "2026-11")


@pytest.mark.parametrize(
    ("labels", "zh", "en"),
    [
        ([f"2025-{month:02}" for month in range(1, 13)], "2025年1至12月", "2025-01 to 2025-12"),
        (
            ["2025-01", "2025-03", "2025-04"],
            "2025年1月、2025年3至4月",
            "2025-01 and 2025-03 to 2025-04",
        ),
        (["2025-12", "2026-01"], "2025年12月至2026年1月", "2025-12 to 2026-01"),
        (
            [f"{year}Q{quarter}" for year in (2024, 2025) for quarter in range(1, 5)],
            "2024年第一季度至2025年第四季度",
            "2024Q1 to 2025Q4",
        ),
        (["2025Q1"], "2025年第一季度", "2025Q1"),
        (["2025Q2", "2025Q3", "2025Q4"], "2025年第二至第四季度", "2025Q2 to 2025Q4"),
        (["2023", "2024", "2026"], "2023至2024年、2026年", "2023 to 2024 and 2026"),
        (["2025", "2025Q1", "甲"], "2025年、2025年第一季度、甲", "2025, 2025Q1 and 甲"),
        ([], "", ""),
    ],
)
def test_periods_next_to_each_other_are_a_range(labels: list[str], zh: str, en: str) -> None:
    assert (period_list(labels, "zh"), period_list(labels, "en")) == (zh, en)


def test_of_many_ranges_how_many_periods_there_are() -> None:
    labels = ["2025-01", "2025-02", "2025-04", "2025-06"]
    assert period_list(labels, "zh", 2) == "2025年1至2月、2025年4月等4期"
    assert period_list(labels, "zh", 3) == "2025年1至2月、2025年4月、2025年6月"

"""Statistical signals of a small pack, all the way from files to the mart and its words."""

from datetime import date

import pytest

from analysis.base.settings import DataDir
from analysis.marts import mart
from analysis.marts.signal_words import episode_words
from analysis.pipeline import build
from tests.files import csv_file, production_file, production_row

CALM = ("01-20", "04-02", "06-15", "08-20", "11-05")
CROWDED = ("07-01", "07-04", "07-05", "07-11", "07-12", "07-20", "07-22", "07-28")


@pytest.mark.slow
def test_crowded_accidents_are_one_row_a_series(data: DataDir) -> None:
    for year in range(2019, 2025):
        days = (*CALM, *CROWDED) if year == 2024 else CALM
        for month in range(1, 13):
            rows = [
                production_row(f"SC{year}{day}", 发生时间=f"{year}-{day} 08:00", 轻伤=0)
                for day in days
                if day.startswith(f"{month:02}")
            ]
            production_file(data.inbox / f"生产安全事故台账_{year}年{month:02}月.xlsx", rows)
        gdp = [["指标", "本期累计（亿元）"], ["地区生产总值", year - 1600]]
        csv_file(data.inbox / f"地区生产总值_{year}年四季度.csv", gdp)
    result = build(data)
    assert result.is_published, result.failures
    found = mart("fct_signal_episodes", data).sort("series")
    assert found["series"].to_list() == ["production_accidents", "production_deaths"]
    assert found["rule"].unique().to_list() == ["crowded_events"]
    row = found.row(1, named=True)
    assert row["indicator_id"] == "production_deaths_per_100m_gdp"
    assert row["start_period_end"] == row["peak_period_end"] == date(2024, 7, 31)
    assert (row["value"], row["state"]) == (6, "stopped")  # the last month is long ago
    assert row["expected"] < row["upper"] < row["value"]
    assert "2024年7月起，持续到2024年12月，此后没有可用的数据" in episode_words(row, "zh")

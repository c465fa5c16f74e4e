"""What exists is data: rows of series.csv and indicators.csv that fit are figures, others are refused."""

from pathlib import Path

import duckdb
import pytest

from analysis.base.settings import DataDir
from tests import homes
from tests.files import PRODUCTION_HEADER, production_row, xlsx
from tests.processes import SAFETY, run


def _row(
    home: Path, name: str, domain: str, measure: str, column: str = "", value: str = ""
) -> None:
    series = (name, name, name, "人", "persons", "count", domain, measure, column, value)
    homes.add_row(home, "series.csv", series)


def _indicator(
    home: Path, name: str, code: str, numerator: str, denominator: str, basis: str, per: str
) -> None:
    names = (f"indicator_{name}", code, name, name, "人", "persons")
    homes.add_row(
        home,
        "indicators.csv",
        (*names, numerator, denominator, basis, per, "lower", "false", "2", "式", "源", "", ""),
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return homes.county(tmp_path / "home")


def _hand_in(data: DataDir) -> None:
    accidents: list[dict[str, object]] = [
        {"行业领域": "煤矿", "死亡": 2},
        {"行业领域": "", "死亡": 3, "事故等级": "较大事故"},
        {"行业领域": "建筑施工", "死亡": 3, "事故等级": "较大", "是否纳入统计": "否"},
    ]
    rows = [
        production_row(f"SX{number}", **accident, **{"所属苏木镇（街道）": "青石镇"})
        for number, accident in enumerate(accidents, start=1)
    ]
    grid = [["生产安全事故台账"], ["单位：人、万元"], PRODUCTION_HEADER, *rows]
    xlsx(data.inbox / "生产安全事故台账_2024年03月.xlsx", {"台账": grid})


def test_a_filter_counts_what_is_stated_and_tells_what_is_not(home: Path, data: DataDir) -> None:
    _hand_in(data)
    _row(home, "coal", "production", "deaths", "industry", "煤矿")
    _row(home, "counted", "production", "deaths", "is_counted", "TRUE")  # as a spreadsheet saves it
    _row(home, "counted_roads", "road", "deaths", "is_counted", "true")
    for name, code in (("coal", "XA"), ("counted", "XB")):
        _indicator(home, name, code, name, "production_reported_accidents", "count", "1")
    code, said = run([*SAFETY, "--home", str(home), "build"], data.root)
    assert code == 0, said
    with duckdb.connect(data.current / "city_safety.duckdb", read_only=True) as warehouse:
        found = warehouse.execute(
            "select indicator_id, numerator, denominator, rate, list_contains(caveats, 'attribute_unstated'), "
            "accidents_unstated from marts.fct_indicator_rates where period_kind = 'month' "
            "and period_end = '2024-03-31' and indicator_id like 'indicator_%' and region_id = ? order by 1",
            [homes.COUNTY],
        ).fetchall()
        roads = warehouse.execute(
            "select count(*) from intermediate.int_series_by_period where series = 'counted_roads'"
        ).fetchone()
        larger = warehouse.execute(
            "select sum(value) from marts.fct_series_values "
            "where series = 'production_larger_accidents' and region_id = ?",
            [homes.COUNTY],
        ).fetchone()
    assert larger == (1,)
    assert found == [
        ("indicator_coal", 2.0, 3.0, 2 / 3, True, 1),
        ("indicator_counted", 5.0, 3.0, 5 / 3, False, 0),
    ]
    assert roads == (0,)
    code, said = run([*SAFETY, "--home", str(home), "trace", "XA-2024M03"], data.root)
    assert code == 0, said
    assert "SX1" in said
    assert "SX3" not in said

"""What the README promises: an indicator is a row, a form is a layout and a staging model."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from analysis.base.places import own_id
from analysis.base.settings import PROJECT
from analysis.sample import invent, write_sample
from tests.files import FIRE_HEADER, xlsx

_PARTS = (
    "analysis",
    "layouts",
    "macros",
    "models",
    "seeds",
    "tests/data",
    "dbt_project.yml",
    "profiles.yml",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, to change."""
    copy = tmp_path / "project"
    copy.mkdir()
    for part in _PARTS:
        source = PROJECT / part
        (copy / part).parent.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, copy / part)
    return copy


def build(project: Path, data: Path) -> duckdb.DuckDBPyConnection:
    done = subprocess.run(
        [sys.executable, "-m", "analysis.cli", "build", "--data", str(data)],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return duckdb.connect(data / "warehouse/current/city_safety.duckdb", read_only=True)


def test_a_new_indicator_is_one_row_of_a_seed(project: Path, tmp_path: Path) -> None:
    row = (
        "commercial_road_deaths_per_10k_vehicles,RC,营运车辆万车死亡率,Commercial road deaths,人/万车,"
        "deaths per 10k vehicles,commercial_road_deaths,motor_vehicles,average,1e4,lower,false,2,式,源,,\n"
    )
    with (project / "seeds/indicators.csv").open("a", encoding="utf-8") as seed:
        seed.write(row)
    years = range(2022, 2024)
    write_sample(tmp_path / "data/inbox", years, seed=5)
    world = invent(years, seed=5)
    with build(project, tmp_path / "data") as warehouse:
        found = warehouse.execute(
            "select numerator, denominator from marts.fct_indicator_rates "
            "where indicator_id like 'commercial%' and period_kind = 'year' "
            "and period_end = '2023-12-31'"
        ).fetchone()
    events = world.of("road", 2023, range(1, 13))
    average = (sum(world.vehicles[2022, 12]) + sum(world.vehicles[2023, 12])) / 2
    assert found == (sum(e.deaths for e in events if e.is_commercial), average)


def test_a_ninth_form_is_one_layout_and_one_staging_model(project: Path, tmp_path: Path) -> None:
    (project / "layouts/drills.yml").write_text(
        """
form: drills
name_zh: 应急演练统计
name_en: Emergency drills
department: emergency_management
file_stems: [应急演练统计]
period: {kind: quarter}
due_days: 10
key: [drill_no]
control_total: [cost_yuan]
columns:
  drill_no: {headers: [演练编号], type: code}
  held_on: {headers: [演练日期], type: datetime, within_period: true}
  cost_yuan: {headers: [经费], type: quantity, unit: 元}
  organiser: {headers: [组织人], personal: true}
""",
        encoding="utf-8",
    )
    (project / "models/staging/forms/stg_drills.sql").write_text(
        "select drill_no, held_on, cost_yuan, hand_in_id from ({{ accepted_rows('drills') }})",
        encoding="utf-8",
    )
    (project / "models/staging/forms/stg_drills.yml").write_text(
        "sources:\n  - {name: raw, tables: [{name: drills}]}\n", encoding="utf-8"
    )
    grid = [
        ["单位：万元"],
        ["演练编号", "演练日期", "经费", "组织人"],
        ["D1", "2024.5.6", 1.5, "王小明"],
        ["合计", "", 1.5],
    ]
    xlsx(tmp_path / "data/inbox/应急演练统计_2024年2季度.xlsx", {"a": grid})
    with build(project, tmp_path / "data") as warehouse:
        rows = warehouse.execute("select drill_no, cost_yuan from staging.stg_drills").fetchall()
    assert [(number, float(cost)) for number, cost in rows] == [("D1", 15_000.0)]


def test_a_stock_by_township_is_a_layout_and_a_row_and_its_sum_is_the_banners(
    project: Path, tmp_path: Path
) -> None:
    (project / "layouts/bikes.yml").write_text(
        """
form: bikes
name_zh: 电动自行车统计
name_en: Electric bicycles
department: any
file_stems: [电动自行车统计]
period: {kind: quarter}
due_days: 10
key: [place]
feeds:
  bikes: {column: bikes, by: place}
part_total: {columns: [bikes, chargers], place: place}
columns:
  place: {headers: [地区], type: place}
  bikes: {headers: [电动自行车], type: quantity, unit: 辆}
  chargers: {headers: [充电桩], type: quantity, unit: 个}
""",
        encoding="utf-8",
    )
    with (project / "seeds/series.csv").open("a", encoding="utf-8") as seed:
        seed.write("bikes,电动自行车,Electric bicycles,辆,bicycles,stock,,,,\n")
    with (project / "seeds/indicators.csv").open("a", encoding="utf-8") as seed:
        seed.write("i,XA,率,rate,起/万辆,rate,fire_accidents,bikes,end,1e4,lower,false,2,式,源,,\n")
    grid = [
        ["地区", "电动自行车（万辆）", "充电桩（个）"],
        ["树林召镇", 1, 50],
        ["昭君镇", 0.5, 40],
    ]
    inbox = tmp_path / "data/inbox"
    xlsx(inbox / "电动自行车统计_2024年1季度.xlsx", {"a": [*grid, ["合计", 2, 100]]})
    xlsx(inbox / "电动自行车统计_2024年2季度.xlsx", {"a": [*grid, ["合计", 2, 80]]})
    fire = ["H1", "2024-02-03 10:00", "昭君镇", "住宅", "电气火灾", 0, 0, 100]
    xlsx(inbox / "火灾统计_2024年1季度.xlsx", {"a": [FIRE_HEADER, fire]})
    with build(project, tmp_path / "data") as warehouse:
        rows = warehouse.execute(
            "select region_id, value, source_cell from marts.fct_series_values "
            "where series = 'bikes' order by region_id"
        ).fetchall()
        files = "select period, status from marts.fct_hand_ins where form = 'bikes' order by 1"
        taken = [status for _, status in warehouse.execute(files).fetchall()]
        rates = warehouse.execute(
            "select rate from marts.fct_indicator_rates where indicator_id = 'i' "
            "and region_id = ? and period_kind = 'quarter' and period_end = '2024-03-31'",
            [own_id()],
        ).fetchall()
    assert rows[0] == (own_id(), 20_000.0, "B4")
    assert [value for _, value, _ in rows[1:]] == [10_000.0, 5_000.0]
    assert taken == ["accepted", "held"]  # 90 charging points are more than 80
    assert rates == [(0.5,)]


def test_a_changed_layout_reads_its_files_anew_from_the_archive(
    project: Path, tmp_path: Path
) -> None:
    grid = [
        ["单位：辆"],
        ["月份", "汽车", "摩托车", "挂车", "其他机动车", "合计"],
        ["1月", 90000, 9000, 900, 100, 100000],
    ]
    path = xlsx(tmp_path / "data/inbox/机动车保有量_2024年.xlsx", {"a": grid})
    build(project, tmp_path / "data").close()
    path.unlink()  # taken from the inbox, it still stands
    layout = project / "layouts/motor_vehicles.yml"
    text = layout.read_text(encoding="utf-8").replace("headers: [汽车]", "headers: [汽车, 小汽车]")
    layout.write_text(text, encoding="utf-8")
    with build(project, tmp_path / "data") as warehouse:
        rows = warehouse.execute(
            "select value from marts.fct_series_values where series = 'motor_vehicles' and hand_in_id is not null"
        )
        assert rows.fetchall() == [(100_000.0,)]

"""One pack of hand-ins for all engines, and DuckDB's build of it."""

import duckdb
import polars as pl
import pytest

from analysis.base.settings import DataDir
from analysis.marts import mart
from analysis.sample import write_sample
from tests.engines.packs import SEED, YEARS, assert_as_invented, built, run, write_corrections
from tests.files import production_file, production_row
from tests.moved import move_figures


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """A published build and what came since: a file more, one sent back, a row to set aside, a
    correction, and published figures that nobody can account for."""
    data = DataDir(tmp_path_factory.mktemp("engines") / "pack")
    write_sample(data.inbox, YEARS, SEED, messy=True)
    run("build", "--dates-from-files", data=data)
    move_figures(data)
    fires = mart("dim_hand_in", data).filter("is_in_force", form="fires").sort("path")
    run("reject", fires["path"][-1], "--reason", "重报", data=data)
    more = [production_row(f"SZ{n}", 发生时间="2024-12-05 08:00", 死亡=n) for n in (2, "两人")]
    production_file(data.inbox / "应急管理局/生产安全事故台账_2024年12月（补报）.xlsx", more)
    write_corrections(data)
    return data


@pytest.fixture(scope="session")
def here(pack: DataDir) -> dict[str, pl.DataFrame]:
    """The marts of the pack built as every day."""
    data = built(pack, "here")
    with duckdb.connect(data.current / "city_safety.duckdb", read_only=True) as warehouse:
        names = warehouse.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts'"
        ).fetchall()
    assert len(names) > 25
    marts = {name: mart(name, data) for (name,) in names}
    deaths = dict(marts["fct_accidents"].select("accident_no", "deaths").rows())
    corrected = marts["fct_corrections"].row(0, named=True)
    assert (deaths["SZ2"], deaths[corrected["key"]]) == (2, int(corrected["expected"]) + 1)
    assert {"set_aside", "refused"} <= {*marts["fct_quarantined_cells"]["fate"]}
    assert_as_invented(data)
    return marts

"""Three counties with data folders of their own under one province: the marts are those of one inbox, and
what is wrong with one of them is its own."""

import os
import shutil
import signal
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from analysis.base.settings import DataDir, local_now
from analysis.ingest.archive import Archive
from analysis.ingest.decisions import Decision, Decisions
from analysis.privacy.gate import MASK
from analysis.warehouse.lock import build_lock
from analysis.warehouse.unchanged import changed, inputs
from tests import homes
from tests.files import PRODUCTION_HEADER, production_row, xlsx
from tests.processes import SAFETY, alive, run, start

pytestmark = pytest.mark.slow

_FOLDERS = {
    homes.COUNTY_ZH: homes.COUNTY,  # by its code, the others by their names
    homes.OTHER_ZH: homes.OTHER_ZH,
    homes.LONE_CITY_ZH: homes.LONE_CITY_ZH,
}
_COPIED = "交管大队/道路交通事故明细_202405（示例数据）.csv"
_REJECTED = "应急管理局/执法检查月报_2024年05月（示例数据）.xlsx"
_NO_COUNTY = "文件夹的名称不是 seeds/regions.csv 中任何一个报送地区"  # its own is a name of no list
_OF_A_BUILD = ("marts.fct_builds", "staging.stg_run", "staging.stg_builds")


class World:
    """A home, the province's data with all in one inbox, and with the counties' own folders."""

    def __init__(self, root: Path) -> None:
        self.home = homes.cities(root / "home")
        homes.add_row(self.home, "settings.csv", ("max_wait_seconds", "1", "秒", "等候", ""))
        self.one, self.many = DataDir(root / "one"), DataDir(root / "many")
        self.counties = root / "counties"

    def county(self, name: str) -> DataDir:
        return DataDir(self.counties / _FOLDERS[name])

    def words(self, *words: str) -> list[str]:
        return [*SAFETY, "--home", str(self.home), *words]

    def build(self, *words: str) -> tuple[int, str]:
        return run(self.words("build", "--counties", str(self.counties), *words), self.many.root)

    def read_so_far(self) -> int:
        """Files of counties of which it is kept what they hold."""
        return len([*self.many.raw.glob("*/*/*.json")])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    found = World(tmp_path_factory.mktemp("counties"))
    code, said = run(found.words("sample", "--years", "2024"), found.one.root)
    assert code == 0, said
    for name in _FOLDERS:
        shutil.copytree(found.one.inbox / name, found.county(name).inbox)
    code, said = run(found.words("build", "--dates-from-files"), found.one.root)
    assert code == 0, said
    return found


@pytest.fixture(scope="module")
def built(world: World) -> World:
    """Built of the counties' folders, by a run after one that was killed while it read them."""
    words = ["build", "--counties", str(world.counties), "--dates-from-files"]
    process = start(world.words(*words), world.many.root)
    while world.read_so_far() < 20:
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    _wait_for(lambda: not alive(process.pid))
    kept, files = world.read_so_far(), sum(p.is_file() for p in world.one.inbox.rglob("*"))
    assert 20 <= kept < files
    code, said = world.build("--dates-from-files")
    assert code == 0, said
    assert f"新读取文件 {files - kept} 个" in said
    return world


def _wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.05)


def mart(data: DataDir, query: str, *params: object) -> pl.DataFrame:
    with duckdb.connect(data.current / "city_safety.duckdb", read_only=True) as warehouse:
        return warehouse.execute(query, params).pl()


def _tables(warehouse: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Of each table its columns, in an order of their own where they are lists, which mean none."""
    found = warehouse.execute(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
        "where database_name = 'one' and not internal"
    ).fetchall()
    tables: dict[str, list[str]] = {}
    for table, name, kind in found:
        written = f'list_sort("{name}")' if kind.endswith("[]") else f'"{name}"'
        tables.setdefault(table, []).append(written)
    return tables


def test_the_marts_are_those_of_one_inbox_row_by_row(built: World) -> None:
    with duckdb.connect() as warehouse:
        for name in ("one", "many"):
            path = DataDir(built.home.parent / name).current / "city_safety.duckdb"
            warehouse.execute(f"attach '{path}' as {name} (read_only)")
        compared = 0
        for table, columns in _tables(warehouse).items():
            if table in _OF_A_BUILD:
                continue
            named = ", ".join(columns)
            one, many = (f"select {named} from {n}.{table}" for n in ("one", "many"))  # noqa: S608
            for query in (f"{one} except all {many}", f"{many} except all {one}"):
                assert warehouse.execute(query).fetchall()[:3] == [], table
            compared += len(warehouse.execute(one).fetchall())
    assert compared > 20_000
    assert (built.many.raw / "gdp" / homes.COUNTY).is_dir()
    assert not built.county(homes.COUNTY_ZH).raw.exists()  # which is for its own build


def test_a_change_in_any_county_leads_to_a_build(
    built: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, said = built.build()
    assert code == 0 and "没有新内容" in said
    monkeypatch.setenv("SAFETY_HOME", str(built.home))
    copy = shutil.copytree(built.counties, tmp_path / "copy")

    def differs() -> list[str]:
        return changed(built.many, inputs(built.many, copy))

    assert differs() == []
    assert changed(built.many, inputs(built.many)) == ["counties", "county_archives"]
    county = DataDir(copy / _FOLDERS[homes.OTHER_ZH])
    (county.inbox / "说明.txt").write_text("x", "utf-8")
    assert differs() == ["counties"]
    (county.inbox / "说明.txt").unlink()
    received = Archive(county.archive).all_received()[0]
    about = (received.sha256 or "", received.path, "reject", "x", local_now(), "误报")
    Decisions(county.archive).add(Decision(*about))
    assert differs() == ["county_archives"]


def _ledger(path: Path, place: str, number: str, town: str) -> None:
    changes = {"发生时间": "2024-12-05 08:00", "所属苏木镇（街道）": town}
    row = production_row(number, **changes)
    xlsx(path, {"台账": [[f"{place}生产安全事故台账"], ["单位：人、万元"], PRODUCTION_HEADER, row]})


def _deaths(data: DataDir) -> dict[str, tuple[float, bool]]:
    found = mart(
        data,
        "select region_id, value, is_complete from intermediate.int_series_by_period where "
        "series = 'road_deaths' and period_kind = 'year' and period_end = ?",
        date(2024, 12, 31),
    )
    return {region: (value, complete) for region, value, complete in found.rows()}


def _met(data: DataDir) -> int:
    return mart(data, "from marts.fct_target_progress where status = 'met'").height


def _handed_in_where_it_does_not_count(built: World) -> tuple[str, str]:
    """Files of two places that have folders of their own, and a copy of one that lies where it should."""
    county, ledger = built.county(homes.COUNTY_ZH), "应急管理局/生产安全事故台账_2024年12月.xlsx"
    _ledger(county.inbox / homes.OTHER_ZH / ledger, homes.OTHER_ZH, "9", "下坝乡")
    _ledger(built.many.inbox / homes.COUNTY_ZH / ledger, homes.COUNTY_ZH, "8", "柳河镇")
    copy = built.many.inbox / homes.COUNTY_ZH / _COPIED
    copy.parent.mkdir()
    shutil.copy2(county.inbox / _COPIED, copy)
    return f"{homes.COUNTY_ZH}/{homes.OTHER_ZH}/{ledger}", f"{homes.COUNTY_ZH}/{ledger}"


def test_what_is_wrong_with_one_county_is_its_own(built: World) -> None:
    before = _deaths(built.many)
    assert before[homes.PROVINCE][1] and _met(built.many)
    register = built.county(homes.OTHER_ZH).archive / "received.json"
    kept = register.read_bytes()
    register.write_bytes(kept[: len(kept) // 2])
    (built.counties / "黑水县/inbox").mkdir(parents=True)
    county = built.county(homes.COUNTY_ZH).root
    code, said = run(built.words("reject", _REJECTED, "--reason", "误报"), county)
    assert code == 0, said
    elsewhere, own = _handed_in_where_it_does_not_count(built)

    with build_lock(built.county(homes.LONE_CITY_ZH).warehouse):
        code, said = built.build()
    assert code == 4, said
    for told in ("已发布", "received.json 已损坏", f"进程 {os.getpid()}", _NO_COUNTY):
        assert told in said
    now = _deaths(built.many)
    assert now[homes.COUNTY] == before[homes.COUNTY]
    assert now[homes.PROVINCE] == now[homes.CITY] == (before[homes.COUNTY][0], False)
    waits = dict(mart(built.many, "select path, reason from marts.fct_hand_ins where waits").rows())
    assert waits.keys() == {homes.OTHER_ZH, homes.LONE_CITY_ZH, MASK, elsewhere, own}
    assert homes.OTHER_ZH in waits[elsewhere]
    assert "有自己的数据目录" in waits[own]
    assert not _met(built.many)  # as a target may be of what those lack
    owed = mart(built.many, "from marts.fct_hand_in_calendar where status = 'missing'")
    assert {homes.OTHER, homes.LONE_CITY} <= {*owed["reporting_region_id"]}
    # what the county's own office decided counts here
    decided = mart(
        built.many,
        "select hand_ins.path from marts.fct_hand_ins as hand_ins "
        "inner join marts.fct_decisions using (hand_in_id) where status = 'rejected'",
    )
    assert decided["path"].to_list() == [f"{homes.COUNTY_ZH}/{_REJECTED}"]

    register.write_bytes(kept)
    shutil.rmtree(built.counties / "黑水县")
    code, said = built.build()
    assert code == 0, said
    assert _deaths(built.many) == before

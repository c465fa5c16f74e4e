"""A province of a city with two counties and a city without: every figure is what polars makes of the rows
that were handed in, and what speaks for another place, or twice, is right or told."""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from analysis.base.settings import PROJECT, DataDir
from tests import homes
from tests.files import PRODUCTION_HEADER, production_row, xlsx
from tests.processes import SAFETY, run

pytestmark = pytest.mark.slow

_WITHIN = {
    homes.PROVINCE: [homes.COUNTY, homes.OTHER, homes.LONE_CITY],
    homes.CITY: [homes.COUNTY, homes.OTHER],
    homes.COUNTY: [homes.COUNTY],
    homes.OTHER: [homes.OTHER],
    homes.LONE_CITY: [homes.LONE_CITY],
}
_FORMS = {"PD": "production_accidents", "RD": "road_accidents", "FD": "fires", "ND": "disasters"}
_CHENGGUAN = {"990101100": homes.COUNTY, "990102100": homes.OTHER}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DataDir]:
    """A home of regions alone, and a sample of a year, built."""
    folder = tmp_path_factory.mktemp("province")
    home, data = homes.cities(folder / "home"), DataDir(folder / "data")
    assert safety(home, data, "sample", "--years", "2024")[0] == 0
    code, said = safety(home, data, "build", "--dates-from-files")
    assert code == 0, said
    return home, data


def safety(home: Path, data: DataDir, *words: str) -> tuple[int, str]:
    return run([*SAFETY, "--home", str(home), *words], data.root)


def raw(data: DataDir, form: str) -> pl.DataFrame:
    """What the accepted hand-ins of a form hold, with the place that handed them in."""
    rows = pl.read_parquet(data.raw / form / "*.parquet")
    about = pl.read_parquet(data.raw / "register/hand_ins.parquet").filter(status="accepted")
    return rows.join(about.select("hand_in_id", "reporting_region_id", "period_end"), "hand_in_id")


def rates(data: DataDir) -> pl.DataFrame:
    with duckdb.connect(data.current / "city_safety.duckdb", read_only=True) as warehouse:
        return warehouse.execute(
            "select code, rates.* from marts.fct_indicator_rates as rates "
            "inner join marts.dim_indicator using (indicator_id) where origin = 'hand_in'"
        ).pl()


def values(data: DataDir, series: str, day: date) -> dict[str, float]:
    with duckdb.connect(data.current / "city_safety.duckdb", read_only=True) as warehouse:
        found = warehouse.execute(
            "select region_id, value from marts.fct_series_values where series = ? and period_end = ?",
            [series, day],
        )
        return dict(found.fetchall())


def deaths(data: DataDir, month_end: date) -> dict[str, tuple[float, bool]]:
    """Deaths in production accidents of a month, and whether all was handed in, by region."""
    with duckdb.connect(data.current / "city_safety.duckdb", read_only=True) as warehouse:
        found = warehouse.execute(
            "select region_id, value, is_complete from intermediate.int_series_by_period where "
            "series = 'production_deaths' and period_kind = 'month' and period_end = ?",
            [month_end],
        )
        return {region: (value, complete) for region, value, complete in found.fetchall()}


def numerator(data: DataDir, code: str, first: date, last: date) -> pl.DataFrame:
    """Deaths by reporting place and township, from the raw rows."""
    rows = raw(data, _FORMS[code]).filter(pl.col("occurred_at").dt.date().is_between(first, last))
    if code == "PD":
        rows = rows.filter("is_counted")
    deaths = pl.col("deaths") + (pl.col("missing") if code == "ND" else 0)
    return rows.select("reporting_region_id", "place", deaths=deaths)


def denominators(data: DataDir) -> dict[str, pl.DataFrame]:
    """By indicator: reporting place, last day, and what was handed in for it."""
    gdp = (
        raw(data, "gdp")
        .filter(item="gdp")
        .select("reporting_region_id", "period_end", value="cumulative_yuan")
    )
    vehicles = raw(data, "motor_vehicles").select(
        "reporting_region_id", period_end="month_end", value="motor_vehicles"
    )
    return {"PD": gdp, "RD": vehicles}


def test_every_figure_is_what_the_rows_add_up_to(province: tuple[Path, DataDir]) -> None:
    _, data = province
    below, compared = denominators(data), 0
    for row in rates(data).filter(pl.col("code").is_in(list(_FORMS))).iter_rows(named=True):
        end, kind, region = row["period_end"], row["period_kind"], row["region_id"]
        if kind not in _MONTHS or end > date(2024, 12, 31):
            continue
        first = date(2024, end.month - _MONTHS[kind] + 1, 1)
        rows = numerator(data, row["code"], first, end)
        if region in _CHENGGUAN:  # a town that shares its name with another county's
            rows = rows.filter(reporting_region_id=_CHENGGUAN[region], place="城关镇")
        elif region in _WITHIN:
            rows = rows.filter(pl.col("reporting_region_id").is_in(_WITHIN[region]))
        else:
            continue
        assert row["numerator"] == rows["deaths"].sum(), row
        if (found := below.get(row["code"])) is not None and region in _WITHIN:
            own = found.filter(pl.col("reporting_region_id").is_in(_WITHIN[region]))
            wanted = own.filter(period_end=end)["value"].sum()
            if row["code"] == "PD" and kind == "quarter" and end.month > 3:
                wanted -= own.filter(period_end=first - timedelta(days=1))["value"].sum()
            assert row["denominator"] == pytest.approx(float(wanted)), row
            assert row["is_complete"] and row["rate"] is not None, row
        compared += 1
    assert compared > 200


def _gdp(data: DataDir, path: str, place: str, hundred_million: float) -> None:
    parts = zip(("第一产业", "第二产业", "第三产业"), (0.1, 0.5, 0.4), strict=True)
    rows = [["地区生产总值", hundred_million], *([n, hundred_million * s] for n, s in parts)]
    note = "注：本表为初步核算数，按当年价格计算。"
    grid = [[f"{place}2024年地区生产总值"], ["单位：亿元"], ["指标", "本期累计"], *rows, [note]]
    xlsx(data.inbox / path, {"数据": grid})


def _ledger(data: DataDir, path: str, place: str, *accidents: tuple[str, str, str]) -> None:
    rows = [
        production_row(number, 发生时间=at, **{"所属苏木镇（街道）": town})
        for number, at, town in accidents
    ]
    grid = [[f"{place}生产安全事故台账"], ["单位：人、万元"], PRODUCTION_HEADER, *rows]
    xlsx(data.inbox / path, {"台账": grid})


def test_what_an_area_above_its_counties_hands_in_is_its_own_or_told(
    province: tuple[Path, DataDir],
) -> None:
    home, data = province
    year_end = date(2024, 12, 31)
    ledgers = raw(data, "production_accidents")
    own = ledgers.filter(pl.col("occurred_at").dt.year() == 2024, reporting_region_id=homes.COUNTY)
    at, number = own.sort("occurred_at").select("occurred_at", "accident_no").row(0)
    month, following = (date(2024, at.month + later, 1) - timedelta(days=1) for later in (1, 2))
    before = deaths(data, month)
    gdp, people = (values(data, series, year_end) for series in ("gdp_yuan", "population"))

    _gdp(data, f"{homes.CITY_ZH}/统计局/地区生产总值_2024年4季度.xlsx", homes.CITY_ZH, 777)
    _gdp(data, "黑水县/统计局/地区生产总值_2024年4季度.xlsx", "黑水县", 155)
    rows = [[homes.PROVINCE_ZH, 500_000], [homes.COUNTY_ZH, 100_000], ["城关镇", 31_000]]
    grid = [[f"{homes.PROVINCE_ZH}2024年末常住人口"], ["单位：人"], ["地区", "常住人口"], *rows]
    xlsx(data.inbox / "统计局/常住人口_2024年.xlsx", {"数据": grid})
    twice = (number, f"{at:%Y-%m-%d %H:%M}", homes.COUNTY_ZH)
    path = f"{homes.CITY_ZH}/应急管理局/生产安全事故台账_{at:%Y年%m月}.xlsx"
    alone = ("9901002024999", f"{at:%Y-%m}-06 10:00", "城关镇")  # whose town, nobody knows
    _ledger(data, path, homes.CITY_ZH, twice, alone)
    code, said = safety(home, data, "build")
    assert code == 0, said  # no hand-in stops a build

    now = values(data, "gdp_yuan", year_end)
    assert now[homes.CITY] == 777e8  # its own
    assert {p: v for p, v in now.items() if p != homes.CITY} == {
        p: v for p, v in gdp.items() if p != homes.CITY
    }
    assert "黑水县" not in said  # a name of no list
    assert "文件夹的名称像是一个地区" in said
    now = values(data, "population", year_end)
    assert now[homes.PROVINCE] == 500_000
    # what a county says of itself comes before what the province says of it
    assert {p: v for p, v in now.items() if p != homes.PROVINCE} == {
        p: v for p, v in people.items() if p != homes.PROVINCE
    }

    after = deaths(data, month)
    # the accident that county and city both list counts once; another is the city's alone
    for area in (homes.CITY, homes.PROVINCE):
        assert after[area] == (before[area][0] + 1, True)
    rest = after.keys() - {homes.CITY, homes.PROVINCE}
    assert {area: after[area] for area in rest} == {area: before[area] for area in rest}
    # a city that handed in one month has not handed in the others
    later = {region: complete for region, (_, complete) in deaths(data, following).items()}
    assert not (later[homes.CITY] or later[homes.PROVINCE])
    assert later[homes.COUNTY] and later[homes.OTHER] and later[homes.LONE_CITY]


def test_a_county_without_any_hand_in_leaves_the_whole_incomplete(
    tmp_path: Path, data: DataDir
) -> None:
    home = homes.cities(tmp_path / "home")
    homes.write_csv(home / "seeds/targets.csv", _header("targets"))
    for place, town in ((homes.COUNTY_ZH, "城关镇"), (homes.LONE_CITY_ZH, "东塘镇")):
        path = f"{place}/应急管理局/生产安全事故台账_2026年01月.xlsx"
        _ledger(data, path, place, (f"{place}1", "2026-01-05 08:00", town))
    code, said = safety(home, data, "build")
    assert code == 0, said
    by_place = deaths(data, date(2026, 1, 31))
    with duckdb.connect(data.current / "city_safety.duckdb", read_only=True) as warehouse:
        targets = warehouse.execute("select count(*) from marts.dim_target").fetchone()
    assert by_place[homes.COUNTY] == by_place[homes.LONE_CITY] == (1, True)
    assert by_place[homes.CITY] == (1, False)
    assert by_place[homes.PROVINCE] == (2, False)
    assert by_place.get(homes.OTHER, (0, False))[1] is False
    assert by_place["990101100"] == (1, True)
    assert targets == (0,)


def _header(seed: str) -> list[str]:
    return (PROJECT / f"seeds/{seed}.csv").read_text("utf-8").splitlines()[0].split(",")

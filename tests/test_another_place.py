"""Another county, and a province, use the warehouse with seeds of their own: `safety --home`."""

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import duckdb
import polars as pl
import pytest

from analysis.base.settings import PROJECT, DataDir
from analysis.marts.figure_codes import Figure, parse
from analysis.warehouse.home import _files
from tests import homes
from tests.files import PRODUCTION_HEADER, production_row, production_total, xlsx
from tests.processes import SAFETY, run

_PROJECTS_PLACE = re.compile("150621|达拉特|达旗|Dalad")


def safety(home: Path, data: DataDir, *words: str) -> tuple[int, str]:
    return run([*SAFETY, "--home", str(home), *words], data.root)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DataDir]:
    """The home of a county and its data directory, with a sample in its inbox."""
    folder = tmp_path_factory.mktemp("county")
    home = homes.with_water(homes.with_coal(homes.county(folder / "home")))
    data = DataDir(folder / "data")
    code, said = safety(home, data, "sample", "--years", "2022-2025", "--messy")
    assert code == 0, said
    for year in range(2022, 2026):
        rows = [[f"SS{year}", f"{year}-07-01 10:00", "青石镇", year - 2021, 1, 500]]
        grid = [["单位：人、元"], homes.WATER_HEADER, *rows]
        xlsx(data.inbox / f"{homes.WATER_FORM}_{year}年.xlsx", {"a": grid})
    return home, data


@pytest.fixture(scope="module")
def built(county: tuple[Path, DataDir]) -> tuple[Path, DataDir]:
    code, said = safety(*county, "build", "--dates-from-files")
    assert code == 0, said
    return county


def test_a_sample_is_of_the_place_of_the_home(county: tuple[Path, DataDir]) -> None:
    files = [path for path in county[1].inbox.rglob("*") if path.suffix == ".csv"]
    data = [path.read_bytes() for path in files]
    text = "".join(
        d.decode("utf-8-sig" if d.startswith(b"\xef\xbb\xbf") else "gb18030") for d in data
    )
    assert f"{homes.COUNTY}2024" in text  # numbers of accidents
    assert f"{homes.COUNTY_ZH}青石镇" in text
    assert not _PROJECTS_PLACE.search(text)


def test_what_is_published_is_of_the_place_of_the_home(built: tuple[Path, DataDir]) -> None:
    _, data = built
    with duckdb.connect(data.current / "city_safety.duckdb", read_only=True) as warehouse:
        tables = warehouse.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_type = 'BASE TABLE'"
        ).fetchall()
        for schema, name in tables:
            rows = warehouse.table(f"{schema}.{name}").pl()
            texts = rows.select(pl.selectors.string().cast(pl.String))
            found = [t for t in texts.rows() if _PROJECTS_PLACE.search(" ".join(filter(None, t)))]
            assert not found, (schema, name, found[:2])
        own = warehouse.execute(
            "select distinct region_id from marts.fct_indicator_rates where rate is not null"
        ).fetchall()
        lacking = warehouse.execute(
            "select count(*) from marts.fct_indicator_rates where indicator_id = ? "
            "and region_id = ? and period_kind = 'year' and rate is not null",
            [homes.INDICATOR, homes.COUNTY],
        ).fetchone()
    assert {homes.COUNTY, "990101100"} <= {region for (region,) in own}
    assert lacking == (4,)


@pytest.mark.parametrize("code", ["RK-2025", "FD-2025-100", "WD-2025", "CD-2024"])
def test_a_figure_of_the_place_is_traced(built: tuple[Path, DataDir], code: str) -> None:
    exit_code, said = safety(*built, "trace", code)
    assert exit_code == 0, said
    assert code in said
    assert not _PROJECTS_PLACE.search(said)


def test_a_fifth_domain_and_a_filter_are_figures_like_others(built: tuple[Path, DataDir]) -> None:
    with duckdb.connect(built[1].current / "city_safety.duckdb", read_only=True) as warehouse:
        water = warehouse.execute(
            "select region_id, numerator, is_complete, rate is not null from marts.fct_indicator_rates "
            "where indicator_id = 'water_deaths_per_100k_population' and period_kind = 'year' "
            "and period_end = '2024-12-31' and numerator > 0 order by 1"
        ).fetchall()
        coal = warehouse.execute(
            "select extract(year from period_end), numerator from marts.fct_indicator_rates "
            "where indicator_id = 'coal_deaths_per_100m_gdp' and period_kind = 'year' "
            "and period_end < '2026-01-01' order by 1"
        ).fetchall()
        own = warehouse.execute(
            "with years as (select unnest(range(2022, 2026)) as year) select year, "
            "coalesce(sum(deaths), 0) from years left join marts.fct_accidents "
            "on year(occurred_at) = year and domain = 'production' and industry = '煤矿' "
            "group by 1 order by 1"
        ).fetchall()
    assert water == [(homes.COUNTY, 3.0, True, True), ("990101100", 3.0, True, True)]
    assert coal == own
    assert sum(deaths for _, deaths in own) > 0


def test_page_charts_and_report_name_the_place(built: tuple[Path, DataDir]) -> None:
    home, data = built
    page = (data.current / "situation.html").read_text("utf-8")
    code, said = safety(home, data, "charts", "--format", "svg")
    assert code == 0, said
    assert safety(home, data, "report")[0] == 0
    charts = {p.name: p.read_text("utf-8") for p in data.reports.rglob("charts_*/*.svg")}
    reports = {p.name: _text(p) for p in data.reports.glob("*.docx")}
    assert homes.COUNTY_ZH in page
    assert all("水上交通" in text for text in (page, *reports.values()))
    assert any("水上交通" in text for text in charts.values())
    assert reports
    assert all(homes.COUNTY_ZH in text and "全县" in text for text in reports.values())
    for name, text in ({"page": page} | charts | reports).items():
        assert not (found := _PROJECTS_PLACE.search(text)), (name, found)
        assert "全旗" not in text, name


def _text(docx: Path) -> str:
    with ZipFile(docx) as parts:
        return "".join(ElementTree.fromstring(parts.read("word/document.xml")).itertext())


def test_a_home_that_is_no_folder_is_told(tmp_path: Path, data: DataDir) -> None:
    code, said = safety(tmp_path / "none", data, "build")
    assert code == 2, said
    assert "--home" in said


def test_rows_and_forms_of_a_home_replace_those_of_the_same_key(tmp_path: Path) -> None:
    home = homes.county(tmp_path)
    homes.write_csv(
        home / "seeds/settings.csv",
        ["setting", "value", "unit", "description_zh", "source"],
        ("few_deaths", 7, "人", "", ""),
    )
    (home / "layouts").mkdir()
    layout = (PROJECT / "layouts/fires.yml").read_text("utf-8").replace("due_days", "due_days ")
    (home / "layouts/own_fires.yml").write_text(layout, "utf-8")
    files = {path: content.decode() for path, content in _files(home)[0].items()}
    settings = [line for line in files["seeds/settings.csv"].splitlines() if "few_deaths" in line]
    assert settings == ["few_deaths,7,人,,"]
    assert "pooled_years" in files["seeds/settings.csv"]
    assert homes.INDICATOR in files["seeds/indicators.csv"]
    assert "road_deaths_per_10k_vehicles" in files["seeds/indicators.csv"]
    assert {path for path in files if "fires" in path and path.startswith("layouts")} == {
        "layouts/own_fires.yml"
    }
    # figures and aliases of places that this one does not know are none of its own
    assert "达旗" not in files["seeds/region_aliases.csv"]
    assert files["seeds/published_figures.csv"].count("\n") == 1


def test_codes_name_other_regions_by_their_whole_code() -> None:
    end = date(2024, 12, 31)
    assert parse("FD-2024-104").region_id == "150621104"
    assert parse("FD-2024-150622") == Figure("FD", "150622", "year", end)
    assert Figure("FD", "150622104", "year", end).code == "FD-2024-150622104"
    assert Figure("FD", "150600", "year", end).code == "FD-2024-150600"
    assert Figure("FD", "150621104", "year", end).code == "FD-2024-104"


def test_two_counties_in_one_inbox_keep_hand_ins_of_their_own(
    tmp_path: Path, data: DataDir
) -> None:
    """A province's: what one county hands in replaces nothing of another, and each knows its own
    townships before the other's."""
    home = homes.province(tmp_path / "home")
    name = "生产安全事故台账_2026年01月.xlsx"
    for place, town in ((homes.COUNTY_ZH, "青石镇"), (homes.OTHER, "城关镇")):
        changes = {"发生时间": "2026-01-05 08:00", "所属苏木镇（街道）": town}
        rows = [
            PRODUCTION_HEADER,
            production_row("SX1", **changes),
            production_total(1, 0, 2, 12.5),
        ]
        xlsx(data.inbox / place / name, {"台账": [["生产安全事故台账"], ["单位：人、万元"], *rows]})
    safety(home, data, "build")
    found = pl.read_parquet(data.raw / "register/hand_ins.parquet").sort("path")
    columns = ("reporting_region_id", "form", "status")
    assert sorted(found.select(columns).rows()) == [
        (homes.COUNTY, "production_accidents", "accepted"),
        (homes.OTHER, "production_accidents", "accepted"),
    ]
    assert found["hand_in_id"].n_unique() == 2
    raw = pl.read_parquet(data.raw / "production_accidents/2026-01*.parquet")
    assert set(raw["place"]) == {"青石镇", "城关镇"}


def test_a_province_is_the_sum_of_its_counties_and_complete_with_all_of_them(
    tmp_path: Path, data: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = homes.province(tmp_path / "home")
    assert safety(home, data, "sample", "--years", "2023-2024")[0] == 0
    for path in data.inbox.glob(f"**/{homes.OTHER_ZH}/**/火灾*2024*"):
        path.unlink()
    code, said = safety(home, data, "build", "--dates-from-files")
    assert code == 0, said
    with duckdb.connect(data.current / "city_safety.duckdb", read_only=True) as warehouse:
        found = warehouse.execute(
            "select indicator_id, extract(year from period_end) as year, region_id, numerator, denominator, "
            "is_complete, rate is not null as has_rate from marts.fct_indicator_rates "
            "where period_kind = 'year'"
        ).pl()
    rows = {(r[0], r[1], r[2]): r[3:] for r in found.rows()}
    places = (homes.PROVINCE, homes.COUNTY, homes.OTHER)
    for indicator in ("road_deaths_per_10k_vehicles", "production_deaths_per_100m_gdp"):
        whole, *counties = (rows[indicator, 2023, place] for place in places)
        assert whole[0] == sum(county[0] for county in counties) > 0
        assert whole[1] == pytest.approx(sum(county[1] for county in counties))
        assert whole[2:] == (True, True)
    whole, first, other = (rows["fire_deaths_per_100k_population", 2024, place] for place in places)
    assert first[2:] == (True, True)
    assert other[2:] == whole[2:] == (False, False)
    monkeypatch.setenv("COLUMNS", "300")  # a row of a table on one line
    _a_sum_is_traced_to_a_cell_of_each_county(home, data)
    _what_one_county_handed_in_hides_nothing_that_another_did_not(home, data)


def _a_sum_is_traced_to_a_cell_of_each_county(home: Path, data: DataDir) -> None:
    """The sum since January to June, less the one to March, of two counties."""
    code, said = safety(home, data, "trace", "PD-2023Q2")
    assert code == 0, said
    rows = [[cell.strip() for cell in line.split("│")] for line in said.splitlines()]
    cells = [row[2:-1] for row in rows if len(row) > 2 and "地区生产总值" in row[-2]]
    paths = [cell[-1] for cell in cells]
    assert [
        sum(path.startswith(place) for path in paths) for place in (homes.COUNTY_ZH, homes.OTHER_ZH)
    ] == [2, 2]
    assert len(set(paths)) == 4
    assert all(re.fullmatch("[A-Z]+[0-9]+", cell[-2]) for cell in cells)
    whole = sum(float(value.replace(",", "")) * float(weight) for value, weight, *_ in cells)
    assert f"÷ {whole:,.0f} ×" in said.splitlines()[0]


def _what_one_county_handed_in_hides_nothing_that_another_did_not(
    home: Path, data: DataDir
) -> None:
    with duckdb.connect(data.current / "city_safety.duckdb", read_only=True) as warehouse:
        of_2024 = warehouse.execute(
            "select reporting_region_id, status, count(*) from marts.fct_hand_in_calendar "
            "where form = 'fires' and year(period_end) = 2024 group by all order by all"
        ).fetchall()
    assert of_2024 == [(homes.COUNTY, "on_time", 4), (homes.OTHER, "missing", 4)]
    code, said = safety(home, data, "status", "--calendar")
    assert code == 0, said
    lines = [line for line in said.splitlines() if "火灾" in line and "2024Q" in line]
    assert len(lines) == 4
    assert all(homes.OTHER_ZH in line and "缺报" in line for line in lines)

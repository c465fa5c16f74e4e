"""Another county, and a province, use the warehouse with seeds of their own: `safety --home`."""

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import duckdb
import polars as pl
import pytest

from analysis.codes import Figure, parse
from analysis.home import HomeError, _files
from analysis.settings import PROJECT, DataDir
from tests import homes
from tests.files import PRODUCTION_HEADER, production_row, production_total, xlsx
from tests.processes import SAFETY, run

_PROJECTS_PLACE = re.compile("150621|达拉特|达旗|Dalad")
_NAMES_A_PLACE = any(
    "'150621'" in p.read_text("utf-8") for p in (PROJECT / "models").rglob("*.sql")
)
needs_models_without_a_place = pytest.mark.skipif(_NAMES_A_PLACE, reason="models name a place")


def safety(home: Path, data: DataDir, *words: str) -> tuple[int, str]:
    return run([*SAFETY, "--home", str(home), *words], data.root)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DataDir]:
    """The home of a county and its data directory, with a sample in its inbox."""
    folder = tmp_path_factory.mktemp("county")
    home, data = homes.county(folder / "home"), DataDir(folder / "data")
    code, said = safety(home, data, "sample", "--years", "2022-2025", "--messy")
    assert code == 0, said
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


@needs_models_without_a_place
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


@needs_models_without_a_place
@pytest.mark.parametrize("code", ["RK-2025", "FD-2025-100"])
def test_a_figure_of_the_place_is_traced(built: tuple[Path, DataDir], code: str) -> None:
    exit_code, said = safety(*built, "trace", code)
    assert exit_code == 0, said
    assert code in said
    assert not _PROJECTS_PLACE.search(said)


@needs_models_without_a_place
def test_page_charts_and_report_name_the_place(built: tuple[Path, DataDir]) -> None:
    home, data = built
    page = (data.current / "situation.html").read_text("utf-8")
    code, said = safety(home, data, "charts", "--format", "html,svg")
    assert code == 0 or "html" in said, said  # without a browser there are no pictures
    assert safety(home, data, "report")[0] == 0
    charts = {p.name: p.read_text("utf-8") for p in data.reports.rglob("charts_*/*.svg")}
    reports = {p.name: _text(p) for p in data.reports.glob("*.docx")}
    assert homes.COUNTY_ZH in page
    assert reports
    assert all(homes.COUNTY_ZH in text and "全县" in text for text in reports.values())
    for name, text in ({"page": page} | charts | reports).items():
        assert not (found := _PROJECTS_PLACE.search(text)), (name, found)
        assert "全旗" not in text, name


def _text(docx: Path) -> str:
    with ZipFile(docx) as parts:
        return "".join(ElementTree.fromstring(parts.read("word/document.xml")).itertext())


@pytest.mark.parametrize(
    ("name", "header", "rows", "told"),
    [
        ("settings.csv", ["setting", "value"], [("few_deaths", 10)], "unit"),
        ("regions.csv", None, ["990101", "990100"], "990101"),
        ("regions.csv", None, [], "0"),
    ],
)
def test_a_home_that_cannot_be_used_is_told(
    tmp_path: Path, data: DataDir, name: str, header: list[str] | None, rows: list, told: str
) -> None:
    home = homes.county(tmp_path / "home")
    if header:
        homes.write_csv(home / "seeds" / name, header, *rows)
    else:
        path = home / "seeds" / name
        lines = [line.replace("true", "false") for line in path.read_text("utf-8").splitlines(True)]
        own = tuple(f"{code}," for code in rows)
        lines = [ln.replace("false", "true") if own and ln.startswith(own) else ln for ln in lines]
        path.write_text("".join(lines), "utf-8")
    code, said = safety(home, data, "builds")
    assert code == 2, said
    assert name in said
    assert told in said
    assert not data.warehouse.exists()


def test_a_home_that_is_no_folder_is_told(tmp_path: Path, data: DataDir) -> None:
    code, said = safety(tmp_path / "none", data, "build")
    assert code == 2, said
    assert "--home" in said


def test_a_seed_saved_by_a_spreadsheet_in_another_encoding_is_told(tmp_path: Path) -> None:
    home = homes.county(tmp_path)
    (home / "seeds/regions.csv").write_bytes(
        (home / "seeds/regions.csv").read_text("utf-8").encode("gb18030")
    )
    with pytest.raises(HomeError) as error:
        _files(home)
    assert error.value.code == "home_unreadable"


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
    files = {path: content.decode() for path, content in _files(home).items()}
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

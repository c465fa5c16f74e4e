"""Homes of invented places, as `safety --home` takes them."""

import csv
from pathlib import Path

from analysis.base.settings import PROJECT

COUNTY, COUNTY_ZH, COUNTY_EN = "990101", "云岫县", "Yunxiu County"
OTHER, OTHER_ZH = "990102", "石岭县"
PROVINCE, PROVINCE_ZH = "990000", "澄南省"
INDICATOR = "road_deaths_per_1k_vehicles"
_REGIONS = (
    (PROVINCE, PROVINCE_ZH, "Chengnan", "province", ""),
    ("990100", "岭州市", "Lingzhou", "city", PROVINCE),
    (COUNTY, COUNTY_ZH, COUNTY_EN, "county", "990100"),
    ("990101001", "东门街道", "Dongmen Subdistrict", "subdistrict", COUNTY),
    ("990101100", "青石镇", "Qingshi Town", "town", COUNTY),
    ("990101101", "柳河镇", "Liuhe Town", "town", COUNTY),
    ("990101200", "北坡乡", "Beipo Township", "town", COUNTY),
)
_OTHER = (
    (OTHER, OTHER_ZH, "Shiling County", "county", "990100"),
    ("990102100", "城关镇", "Chengguan Town", "town", OTHER),
    ("990102101", "下坝乡", "Xiaba Township", "town", OTHER),
)


CITY, CITY_ZH = "990100", "岭州市"
LONE_CITY, LONE_CITY_ZH = "990200", "湖阳市"
_CITIES = (
    (PROVINCE, PROVINCE_ZH, "Chengnan", "province", ""),
    (CITY, CITY_ZH, "Lingzhou", "city", PROVINCE),
    (LONE_CITY, LONE_CITY_ZH, "Huyang", "city", PROVINCE),
    (COUNTY, COUNTY_ZH, COUNTY_EN, "county", CITY),
    (OTHER, OTHER_ZH, "Shiling County", "county", CITY),
    ("990101100", "城关镇", "Chengguan Town", "town", COUNTY),
    ("990101101", "柳河镇", "Liuhe Town", "town", COUNTY),
    ("990102100", "城关镇", "Chengguan Town", "town", OTHER),
    ("990102101", "下坝乡", "Xiaba Township", "town", OTHER),
    ("990200100", "滨湖街道", "Binhu Subdistrict", "subdistrict", LONE_CITY),
    ("990200101", "东塘镇", "Dongtang Town", "town", LONE_CITY),
)


def write_csv(path: Path, header: list[str], *rows: tuple[object, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def write_regions(home: Path, own: str, rows: tuple[tuple[str, ...], ...]) -> None:
    write_csv(
        home / "seeds/regions.csv",
        ["region_id", "name_zh", "name_en", "level", "parent_id", "is_own", "note", "source"],
        *((*row, str(row[0] == own).lower(), "", "虚构") for row in rows),
    )


def county(home: Path) -> Path:
    """A county of other codes and names, with neighbours of its own and its own indicator."""
    write_regions(home, COUNTY, _REGIONS)
    write_csv(
        home / "seeds/region_aliases.csv",
        ["alias", "region_id"],
        ("云岫", COUNTY),
        ("全县", COUNTY),
        ("岭州", "990100"),
    )
    write_csv(home / "seeds/vocabulary.csv", ["kind", "word"], ("elsewhere", OTHER_ZH))
    with (PROJECT / "seeds/indicators.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["indicator_id"]: row for row in csv.DictReader(file)}
    own = rows["road_deaths_per_10k_vehicles"] | {
        "indicator_id": INDICATOR,
        "code": "RK",
        "name_zh": "千车死亡率",
        "name_en": "Road deaths per 1,000 vehicles",
        "per": "1e3",
        "is_plan_indicator": "false",
    }
    write_csv(home / "seeds/indicators.csv", list(own), tuple(own.values()))
    return home


def province(home: Path) -> Path:
    """A province that answers for two counties."""
    write_regions(home, PROVINCE, _REGIONS + _OTHER)
    return home


def cities(home: Path) -> Path:
    """A province of a city with two counties, each with a town of one name, and a city without any."""
    write_regions(home, PROVINCE, _CITIES)
    return home


WATER_FORM = "水上交通事故统计"
WATER_HEADER = ["事故编号", "发生时间", "发生地点", "死亡人数", "受伤人数", "直接财产损失"]


def with_coal(home: Path) -> Path:
    """An indicator with a filter on an attribute of accidents: one row of each seed."""
    series = ("coal_deaths", "煤矿事故死亡人数", "Deaths in coal mines", "人", "persons", "count")
    add_row(home, "series.csv", (*series, "production", "deaths", "industry", "煤矿"))
    names = (
        "coal_deaths_per_100m_gdp",
        "CD",
        "亿元煤矿死亡率",
        "Coal deaths",
        "人/亿元",
        "per 100M",
    )
    rule = ("coal_deaths", "gdp_yuan", "flow", "1e8", "lower", "false", "4", "式", "源", "", "")
    add_row(home, "indicators.csv", (*names, *rule))
    return home


# long: the three files that a home adds, written out
def with_water(home: Path) -> Path:
    """A fifth domain of accidents, by a layout, a staging model and rows of seeds."""
    (home / "layouts").mkdir(exist_ok=True)
    (home / "layouts/water_accidents.yml").write_text(
        f"""
form: water_accidents
name_zh: {WATER_FORM}
name_en: Water traffic accidents
department: traffic_police
event_domain: water
file_stems: [{WATER_FORM}]
period: {{kind: year}}
due_days: 10
key: [accident_no]
columns:
  accident_no: {{headers: [事故编号], type: code}}
  occurred_at: {{headers: [发生时间], type: datetime, within_period: true}}
  place: {{headers: [发生地点], type: place}}
  deaths: {{headers: [死亡人数], type: count, unit: 人, max: 500}}
  injuries: {{headers: [受伤人数], type: count, unit: 人, max: 500}}
  direct_loss_yuan: {{headers: [直接财产损失], type: quantity, unit: 元, blank: zero}}
""",
        "utf-8",
    )
    models = home / "models/staging/forms"
    models.mkdir(parents=True)
    (models / "stg_water_accidents.sql").write_text(
        """select
    accident_no,
    occurred_at,
    place,
    deaths,
    injuries,
    {{ yuan('direct_loss_yuan') }} as direct_loss_yuan,
    reporting_region_id,
    hand_in_id,
    source_sheet,
    source_row
from ({{ accepted_rows('water_accidents') }})
""",
        "utf-8",
    )
    (models / "stg_water_accidents.yml").write_text(
        "sources:\n  - {name: raw, tables: [{name: water_accidents}]}\n", "utf-8"
    )
    add_row(home, "event_domains.csv", ("water", "水上交通", "Water traffic"))
    for measure in ("accidents", "deaths", "injuries"):
        add_row(home, "event_measures.csv", ("water", measure))
    series = (
        "water_deaths",
        "水上交通事故死亡人数",
        "Water traffic deaths",
        "人",
        "persons",
        "count",
    )
    add_row(home, "series.csv", (*series, "water", "deaths", "", ""))
    names = (
        "water_deaths_per_100k_population",
        "WD",
        "十万人口水上交通死亡率",
        "Water deaths",
        "人/10万人",
        "per 100k",
    )
    rule = (
        "water_deaths",
        "population",
        "end",
        "1e5",
        "lower",
        "true",
        "2",
        "水上交通死亡人数÷年末常住人口",
        "源",
        "",
        "",
    )
    add_row(home, "indicators.csv", (*names, *rule))
    return home


def add_row(home: Path, seed: str, row: tuple[str, ...]) -> None:
    """A row more in a seed of a home, under the header of the project's."""
    path = home / "seeds" / seed
    if not path.exists():
        header = (PROJECT / "seeds" / seed).read_text("utf-8").splitlines()[0]
        write_csv(path, header.split(","))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(row)

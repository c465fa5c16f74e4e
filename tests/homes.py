"""Homes of invented places, as `safety --home` takes them."""

import csv
from pathlib import Path

from analysis.settings import PROJECT

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


def write_csv(path: Path, header: list[str], *rows: tuple[object, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def write_regions(home: Path, own: str, with_other: bool = False) -> None:
    rows = (*_REGIONS, *(_OTHER if with_other else ()))
    write_csv(
        home / "seeds/regions.csv",
        ["region_id", "name_zh", "name_en", "level", "parent_id", "is_own", "note", "source"],
        *((*row, str(row[0] == own).lower(), "", "虚构") for row in rows),
    )


def county(home: Path) -> Path:
    """A county of other codes and names, with neighbours of its own and its own indicator."""
    write_regions(home, COUNTY)
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
        "indicator_id": INDICATOR, "code": "RK", "name_zh": "千车死亡率",
        "name_en": "Road deaths per 1,000 vehicles", "per": "1e3", "is_plan_indicator": "false",
    }  # fmt: skip
    write_csv(home / "seeds/indicators.csv", list(own), tuple(own.values()))
    return home


def province(home: Path) -> Path:
    """A province that answers for two counties."""
    write_regions(home, PROVINCE, with_other=True)
    return home

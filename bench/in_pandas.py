"""The same facts in pandas, as an analyst would: read everything, join, group, divide."""

from pathlib import Path
from typing import Literal

import pandas as pd

from analysis.base.settings import DataDir, seeds_folder

_FORMS = {
    "production_accidents": "production",
    "road_accidents": "road",
    "fires": "fire",
    "disasters": "disaster",
}


def transform(data: DataDir) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Accidents with their region, and the yearly counts of each domain and region (which is less
    than the marts hold: no periods other than years, no rates over flows)."""
    register = data.raw / "register"
    hand_ins = pd.read_parquet(register / "hand_ins.parquet")
    in_force = set(hand_ins.loc[hand_ins.status == "accepted", "hand_in_id"])
    frames = []
    for form, domain in _FORMS.items():
        parts = [pd.read_parquet(path) for path in sorted((data.raw / form).glob("*.parquet"))]
        rows = pd.concat([part for part in parts if len(part)], ignore_index=True)
        rows = rows[rows.hand_in_id.isin(in_force)]
        frames.append(rows.assign(domain=domain))
    accidents = pd.concat(frames, ignore_index=True)
    names = _names()
    local = accidents.place.str.replace(r"^内蒙古(自治区)?", "", regex=True)
    local = local.str.replace(r"^鄂尔多斯市?", "", regex=True).str.replace(
        r"^(达拉特旗|达旗)(?=.)", "", regex=True
    )
    accidents["region_id"] = local.map(names).fillna("150621")
    accidents["accident_key"] = (
        accidents.hand_in_id + "/" + accidents.source_sheet + "/" + accidents.source_row.astype(str)
    )
    accidents["year"] = accidents.occurred_at.dt.year
    counts = accidents.groupby(["domain", "region_id", "year"], as_index=False).agg(
        accidents=("accident_key", "size"),
        deaths=("deaths", "sum"),
        loss=("direct_loss_yuan", "sum"),
    )
    return accidents, counts


def _names() -> dict[str, str]:
    regions = pd.read_csv(seeds_folder() / "regions.csv", dtype=str)
    aliases = pd.read_csv(seeds_folder() / "region_aliases.csv", dtype=str)
    return dict(zip(regions.name_zh, regions.region_id, strict=True)) | dict(
        zip(aliases.alias, aliases.region_id, strict=True)
    )


def read_excel(path: Path, engine: Literal["calamine"] | None = None) -> pd.DataFrame:
    """By `engine`, else by what pandas takes of itself: openpyxl, for .xls xlrd."""
    return pd.read_excel(path, header=None, engine=engine)


def read_csv(path: Path) -> pd.DataFrame:
    with path.open("rb") as file:
        encoding = "utf-8-sig" if file.read(3) == b"\xef\xbb\xbf" else "gb18030"
    return pd.read_csv(path, header=None, encoding=encoding, names=range(20), dtype=str)

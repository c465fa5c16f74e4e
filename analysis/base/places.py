"""The regions of ``seeds/regions.csv``: a tree with one own region, which the warehouse answers for.

No other module knows a region's code or name.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from analysis.base.seeds import seed_rows

_LEVELS_EN = {"nation": "the nation", "province": "the province", "city": "the city"}
_KINDS_EN = {"banner", "county", "district", "city", "province", "prefecture", "league"}
# what places beside each other are called; those of no such level are towns
_SIBLINGS = {
    "province": ("省（区、市）", "provinces"),
    "city": ("市", "cities"),
    "county": ("县（市、区、旗）", "counties"),
}
_NUMBERS = {
    "zh": tuple("〇一二三四五六七八九十"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}


@dataclass(frozen=True)
class Region:
    """One row of the seed; `level` is nation, province, city, county or a kind of township."""

    region_id: str
    name_zh: str
    name_en: str
    level: str
    parent_id: str

    def name(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name_zh

    @property
    def kind_zh(self) -> str:
        """What it is, in one character: 旗, 县, 市."""
        return self.name_zh[-1]


@cache
def regions() -> dict[str, Region]:
    """By code."""
    names = ("region_id", "name_zh", "name_en", "level", "parent_id")
    rows = seed_rows("regions.csv")
    return {row["region_id"]: Region(*(row[name] for name in names)) for row in rows}


@cache
def own_id() -> str:
    """The code of the region that this warehouse answers for."""
    return next(r["region_id"] for r in seed_rows("regions.csv") if r["is_own"].lower() == "true")


def own() -> Region:
    return regions()[own_id()]


@cache
def ancestors(region_id: str) -> tuple[Region, ...]:
    """The areas around a region, the widest first."""
    parent = regions().get(regions()[region_id].parent_id)
    return (*ancestors(parent.region_id), parent) if parent else ()


def is_below(region_id: str, other: str) -> bool:
    return any(region.region_id == other for region in ancestors(region_id))


def parts(region_id: str) -> list[Region]:
    """The regions directly below one."""
    return [region for region in regions().values() if region.parent_id == region_id]


@cache
def siblings() -> tuple[Region, ...]:
    """The places that are counted beside each other: of one level, so that no town is counted again in its
    county; the widest below the own region that has several."""
    below = [region for region in regions().values() if is_below(region.region_id, own_id())]
    for level in _SIBLINGS:
        if len(found := [region for region in below if region.level == level]) > 1:
            return tuple(found)
    return tuple(region for region in below if region.level not in _SIBLINGS)


@cache
def counties() -> tuple[Region, ...]:
    """The places that hand in files of their own: counties, and cities that have none."""
    found = [region for region in regions().values() if region.level == "county"]
    above = {area.region_id for county in found for area in ancestors(county.region_id)}
    cities = [r for r in regions().values() if r.level == "city" and r.region_id not in above]
    return (*found, *(city for city in cities if is_below(city.region_id, own_id())))


@cache
def areas_handing_in() -> tuple[Region, ...]:
    """Whose folders files may lie in: the counties, and the areas between them and the own region."""
    above = {area.region_id for county in counties() for area in ancestors(county.region_id)}
    between = [
        r for r in regions().values() if r.region_id in above and is_below(r.region_id, own_id())
    ]
    return (*counties(), *between)


@cache
def reporting_codes() -> frozenset[str]:
    """The codes of the own region and of the counties."""
    return frozenset({own_id(), *(county.region_id for county in counties())})


@cache
def _aliases() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in seed_rows("region_aliases.csv"):
        found[row["region_id"]].append(row["alias"])
    return found


def names_of(region_id: str) -> list[str]:
    """Its official name and its aliases."""
    return [regions()[region_id].name_zh, *_aliases().get(region_id, [])]


def words(lang: str) -> dict[str, str]:
    """What messages may say of the own region: its name (`own`), the whole of it (`whole`: 全旗, the
    banner) and what it is (`kind`: 旗), what its towns are (`townships`), what is
    compared in it (`siblings`), and how many rates its plan is judged by (`plan_rates`: 四, four)."""
    region = own()
    level = siblings()[0].level if siblings() else ""
    rates = sum(row["is_plan_indicator"].lower() == "true" for row in seed_rows("indicators.csv"))
    plan_rates = _NUMBERS[lang][rates] if rates < len(_NUMBERS[lang]) else str(rates)
    if lang == "en":
        kind = region.name_en.rsplit(" ", 1)[-1].lower()
        whole = f"the {kind}" if kind in _KINDS_EN else _LEVELS_EN.get(region.level, "the county")
        return {
            "own": region.name_en,
            "whole": whole,
            "kind": whole.removeprefix("the "),
            "townships": "townships",
            "siblings": _SIBLINGS.get(level, ("", "townships"))[1],
            "plan_rates": plan_rates,
        }
    has_sumu = any(part.level == "sumu" for part in regions().values())
    towns = "苏木镇（街道）" if has_sumu else "乡镇（街道）"
    return {
        "own": region.name_zh,
        "whole": f"全{region.kind_zh}",
        "kind": region.kind_zh,
        "townships": towns,
        "siblings": _SIBLINGS.get(level, (towns, ""))[0],
        "plan_rates": plan_rates,
    }

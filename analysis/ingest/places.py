"""Places of the region list, as departments write them.

A place is known by its official name or an alias, with or without the names of the areas around
it; an address counts for the township that it begins with. 昭君 alone is neither 昭君镇 nor
昭君街道.
"""

import re
from functools import cache

from analysis.codes import BANNER
from analysis.ingest.cells import squeeze
from analysis.ingest.words import seed_rows

UNLISTED = "不在名单"  # what is kept of a place that the list does not know
_AROUND = re.compile(r"^(?:内蒙古(?:自治区)?)?(?:鄂尔多斯市?)?(?:达拉特旗|达旗)?(.+)$")


@cache
def _regions() -> dict[str, tuple[str, str]]:
    """Name or alias → (region id, official name)."""
    official = {row["region_id"]: row["name_zh"] for row in seed_rows("regions.csv")}
    names = [(name, region) for region, name in official.items()]
    names += [(row["alias"], row["region_id"]) for row in seed_rows("region_aliases.csv")]
    return {squeeze(name): (region, official[region]) for name, region in names}


@cache
def _townships() -> list[tuple[str, str]]:
    """(name or alias, official name) of every part of the banner, the longest first."""
    found = [(name, own) for name, (region, own) in _regions().items() if _is_part(region)]
    return sorted(found, key=lambda pair: -len(pair[0]))


def _is_part(region_id: str) -> bool:
    return region_id.startswith(BANNER) and region_id != BANNER


def known_place(text: str) -> str | None:
    """The official name of the place that `text` means; ``None`` where it is none of the list."""
    word = squeeze(text)
    local = match[1] if (match := _AROUND.match(word)) else word
    for name in (word, local):
        if name in _regions():
            return _regions()[name][1]
    return next((own for name, own in _townships() if local.startswith(name)), None)


def townships_in(text: str) -> list[str]:
    """Official names of the townships that `text` (a file's name, a title) names somewhere."""
    word = squeeze(text)
    found = []
    for name, own in _townships():
        if name in word:
            found.append(own)
            word = word.replace(name, "；")
    return list(dict.fromkeys(found))


def own_and_parts() -> tuple[str, list[str]]:
    """Official names of the banner and of its townships and subdistricts (zones, which are not
    places of residence of their own, left out)."""
    rows = seed_rows("regions.csv")
    own = next(row["name_zh"] for row in rows if row["region_id"] == BANNER)
    parts = [r["name_zh"] for r in rows if r["parent_id"] == BANNER and r["level"] != "zone"]
    return own, parts


def place_names() -> set[str]:
    return set(_regions())

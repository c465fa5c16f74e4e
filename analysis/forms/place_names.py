"""Places of the region list, as departments write them.

A place is known by its official name or an alias, with or without the names of the areas around
it; an address counts for the township that it begins with. 昭君 alone is neither 昭君镇 nor
昭君街道. Every hand-in is of one reporting place (`within`, a region's code): its own townships are
looked at before those of others, and 合计 means the whole of it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from analysis.base.places import (
    Region,
    ancestors,
    areas_handing_in,
    is_below,
    names_of,
    own_id,
    parts,
    regions,
)
from analysis.base.text import squeeze

UNLISTED = "不在名单"  # what is kept of a place that the list does not know
_TOTAL = ("合计", "总计")
_AREA = re.compile(r"[\u4e00-\u9fa5]{1,10}[省市县旗盟州区]")
_NO_AREA = re.compile(r"^[全各本我报]|^[城区市旗县]{2}$|[开发园校社片辖地小景矿库牧林街厂]区$")


def reporting_place(folders: Sequence[str]) -> str:
    """The code of the county, or of the area of counties, that the innermost of a file's folders
    names, or begins with the name of; else of the own region."""
    for folder in reversed(folders):
        word = squeeze(folder)
        for area in areas_handing_in():
            known = {area.region_id, *map(squeeze, names_of(area.region_id))}
            if word in known or word.startswith(squeeze(area.name_zh)):
                return area.region_id
    return own_id()


@cache
def is_of_no_region(folder: str) -> bool:
    """Whether a folder is named like a county, a city or a province that the list does not know."""
    word = squeeze(folder)
    named = {squeeze(name) for code in regions() for name in names_of(code)}
    known = any(word.startswith(name) for name in named)
    return bool(_AREA.fullmatch(word)) and not known and not _NO_AREA.search(word)


@cache
def _names(within: str) -> dict[str, str | None]:
    """Name or alias → official name; ``None`` where two places of the reporting place bear it."""
    inside = [r for r in regions().values() if is_below(r.region_id, within)]
    found: dict[str, str | None] = {
        squeeze(name): region.name_zh
        for region in (*(r for r in regions().values() if r not in inside), *inside)
        for name in names_of(region.region_id)
    }
    bearers = Counter(squeeze(name) for r in inside for name in set(names_of(r.region_id)))
    found |= {name: None for name, count in bearers.items() if count > 1}
    place = regions()[within]
    whole = f"全{place.kind_zh}"
    return found | dict.fromkeys((*_TOTAL, whole, f"{whole}合计"), place.name_zh)


@cache
def _townships(within: str) -> list[tuple[str, str]]:
    """(name or alias, official name) of every part of the reporting place, then of the others that
    the own region has, each the longest first."""

    def named(some: list[Region]) -> list[tuple[str, str]]:
        pairs = [(squeeze(n), r.name_zh) for r in some for n in names_of(r.region_id)]
        return sorted(pairs, key=lambda pair: -len(pair[0]))

    inside = [r for r in regions().values() if is_below(r.region_id, within)]
    others = [r for r in regions().values() if is_below(r.region_id, own_id()) and r not in inside]
    return named(inside) + named([r for r in others if r.region_id != within])


@cache
def _around(within: str) -> re.Pattern[str]:
    """The names of the areas around a place and its own, each of which may stand before the rest."""
    names = [names_of(region.region_id) for region in (*ancestors(within), regions()[within])]
    words = (sorted({squeeze(n) for n in some}, key=lambda n: (-len(n), n)) for some in names)
    optional = "".join(f"(?:{'|'.join(map(re.escape, some))})?" for some in words)
    return re.compile(f"^{optional}(.+)$")


def known_place(text: str, within: str) -> str | None:
    """The official name of the place that `text` means; ``None`` where it is none of the list."""
    word = squeeze(text)
    local = match[1] if (match := _around(within).match(word)) else word
    for name in (word, local):
        if name in _names(within):
            return _names(within)[name]
    return next((own for name, own in _townships(within) if local.startswith(name)), None)


def townships_in(text: str, within: str) -> list[str]:
    """Official names of the townships that `text` (a file's name, a title) names somewhere."""
    word = squeeze(text)
    found = []
    for name, own in _townships(within):
        if name in word:
            found.append(own)
            word = word.replace(name, "；")
    return list(dict.fromkeys(found))


@cache
def _others(within: str) -> tuple[frozenset[str], frozenset[str]]:
    """Names, and aliases, of places that hand in files of their own, but for those within and around."""
    around = {within, *(area.region_id for area in ancestors(within))}
    others = [
        area.region_id
        for area in areas_handing_in()
        if area.region_id not in around and not is_below(area.region_id, within)
    ]
    names = frozenset(squeeze(regions()[code].name_zh) for code in others)
    aliases = {squeeze(name) for code in others for name in names_of(code)} - names
    return names, frozenset(a for a in aliases if a not in _TOTAL and not _NO_AREA.search(a))


def names_another_place(text: str, within: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether a text names another county than the reporting place, and not that.

    Args:
        known: further names of places, which the list of regions does not have.
    """
    word = squeeze(text)
    around = {region.name_zh for region in ancestors(within)}
    others = (known - around) | _others(within)[0]
    return regions()[within].name_zh not in word and any(place in word for place in others)


@cache
def _own_names(within: str) -> frozenset[str]:
    """Of a place and of all within it."""
    own = [code for code in regions() if code == within or is_below(code, within)]
    return frozenset(squeeze(name) for code in own for name in names_of(code))


def is_of_another_place(text: str, within: str) -> bool:
    """Whether what names whose the figures are (a title, a file's name) names another county, by an alias
    too, and nothing of the reporting place."""
    word = squeeze(text)
    if any(name in word for name in _own_names(within)):
        return False
    return any(place in word for some in _others(within) for place in some)


def without_place(text: str, within: str) -> str:
    """`text` without the place's name, or what it is, before it: 应急管理局 of 旗应急管理局."""
    place = regions()[within]
    prefixes = sorted((*names_of(within), place.kind_zh), key=len, reverse=True)
    return next((text.removeprefix(p) for p in prefixes if text.startswith(p)), text)


def whole_and_parts(within: str) -> tuple[str, list[str]]:
    """Official names of a place and of its townships and subdistricts (zones, which are not places
    of residence of their own, left out)."""
    return regions()[within].name_zh, [r.name_zh for r in parts(within) if r.level != "zone"]

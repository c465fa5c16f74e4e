"""Places by names that no two share: two counties may each have a 城关镇."""

from collections import Counter

from analysis.marts.rows import RegionRow, in_language
from analysis.messages import Lang, say


def region_names(rows: list[RegionRow], lang: Lang) -> dict[str, str]:
    """What each region is called by its code: its name, and where another has the same, that of the place around it
    too."""
    regions = {row["region_id"]: row for row in rows}
    names = {code: in_language(row, "name", lang) for code, row in regions.items()}
    count = Counter(names.values())

    def named(code: str) -> str:
        around = regions[code]["parent_id"]
        if count[names[code]] == 1 or around not in regions:
            return names[code]
        return say("name_in_region", lang, region=named(around), name=names[code])

    return {code: named(code) for code in regions}

"""Units as departments write them, and the factor to the base unit."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from analysis.base.text import squeeze
from analysis.messages import Message

_SCALE = {
    "": 1, "十": 10, "百": 100, "千": 1_000, "万": 10**4, "十万": 10**5,
    "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12,
}  # fmt: skip
_BASE = {
    "元": "元", "人": "人", "人次": "人", "辆": "辆", "台": "辆", "起": "起", "件": "起",
    "次": "次", "户": "户", "个": "个", "处": "处", "%": "%", "公顷": "公顷",
}  # fmt: skip
BASE_UNITS = tuple(dict.fromkeys(_BASE.values()))
_CODES = {
    "元": "yuan", "人": "people", "辆": "vehicles", "起": "accidents", "户": "households", "个": "items",
    "处": "sites", "%": "percent", "公顷": "hectares",
}  # fmt: skip
_UNIT = re.compile(rf"({'|'.join(sorted(_SCALE, key=len, reverse=True))})({'|'.join(_BASE)})")
_BRACKET = re.compile(r"^(?P<name>.*?)[(\[](?:单位:)?(?P<unit>[^()\[\]]+)[)\]]$")
_UNIT_ROW = re.compile(r"(?<!填报)(?<!制表)(?<!报送)(?<!编制)单位:(?P<units>[^()]+)")


@dataclass(frozen=True)
class Unit:
    """`text` as written; `base` its base unit; `factor` base units in one of it."""

    text: str
    base: str
    factor: Decimal


def parse_unit(text: str) -> Unit | None:
    """`万元` → 10⁴ 元; ``None`` for a word that is no unit."""
    word = squeeze(text)
    match = _UNIT.fullmatch(word)
    if not match:
        return None
    return Unit(word, _BASE[match[2]], Decimal(_SCALE[match[1]]))


def unit_said(unit: str | None) -> Message | str:
    """A base unit behind a figure, in the language of the message that it is part of; nothing of none."""
    return Message(f"figure_of_{_CODES[unit]}") if unit in _CODES else unit or ""


@lru_cache(maxsize=1 << 14)
def split_header(text: str) -> tuple[str, Unit | None]:
    """A header's name without white space, and the unit in its brackets if it is one."""
    word = squeeze(text)
    match = _BRACKET.match(word)
    unit = parse_unit(match["unit"]) if match else None
    return (match["name"], unit) if match and unit else (word, None)


def units_named(text: str) -> list[Unit]:
    """The units of a ``单位：人、万元`` cell; empty where the cell names none."""
    match = _UNIT_ROW.search(squeeze(text))
    if not match:
        return []
    found = (parse_unit(part) for part in re.split(r"[、,;/和]", match["units"]))
    return [unit for unit in found if unit]

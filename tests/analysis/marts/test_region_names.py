"""Two places of one name are told apart wherever a place is named."""

from types import SimpleNamespace
from typing import Any, cast

import polars as pl
import pytest

from analysis.marts import Snapshot
from analysis.marts.region_names import region_names
from analysis.marts.rows import RegionRow
from analysis.marts.trace import NoSuchFigure, find_region
from analysis.report.parts.townships import _counts

_ROWS: list[RegionRow] = [
    {"region_id": "1", "name_zh": "临江市", "name_en": "Linjiang", "parent_id": None},
    {"region_id": "11", "name_zh": "东河县", "name_en": "Donghe", "parent_id": "1"},
    {"region_id": "12", "name_zh": "西山县", "name_en": "Xishan", "parent_id": "1"},
    {"region_id": "111", "name_zh": "城关镇", "name_en": "Chengguan", "parent_id": "11"},
    {"region_id": "121", "name_zh": "城关镇", "name_en": "Chengguan", "parent_id": "12"},
    {"region_id": "122", "name_zh": "石桥乡", "name_en": "Shiqiao", "parent_id": "12"},
]
_MARTS = cast("Snapshot", SimpleNamespace(rows=lambda kind: _ROWS))


def test_a_name_of_two_places_is_said_with_the_place_around() -> None:
    zh, en = region_names(_ROWS, "zh"), region_names(_ROWS, "en")
    assert (zh["111"], zh["121"], zh["122"]) == ("东河县城关镇", "西山县城关镇", "石桥乡")
    assert (en["111"], en["121"]) == ("Chengguan, Donghe", "Chengguan, Xishan")


@pytest.mark.parametrize("asked", ["121", "西山县城关镇", "Chengguan, Xishan"])
def test_a_place_is_found_by_the_name_that_it_alone_has(asked: str) -> None:
    assert find_region(_MARTS, asked) == "121"


def test_a_name_of_two_places_finds_neither_and_both_are_told() -> None:
    with pytest.raises(NoSuchFigure) as told:
        find_region(_MARTS, "城关镇")
    assert told.value.near["zh"] == "东河县城关镇、西山县城关镇"


def test_the_matrix_of_counts_has_a_row_for_each_of_two_places_of_one_name() -> None:
    table = pl.DataFrame(
        {
            "region_id": ["111", "121"],
            "name": ["城关镇", "城关镇"],
            "year": [2024, 2024],
            "is_complete": True,
            "numerator": [1.0, 2.0],
        }
    )
    edition: Any = SimpleNamespace(say=lambda code: code)
    chart: Any = SimpleNamespace(table=table, finding="")
    assert [row[-1] for row in _counts(edition, chart).rows] == ["1", "2"]

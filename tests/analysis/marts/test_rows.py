"""What rows of marts hold is what the models promise and what is published."""

from types import NoneType
from typing import get_args, get_type_hints

import polars as pl
import pytest
import yaml

from analysis.base.settings import PROJECT
from analysis.marts import Snapshot
from analysis.marts.rows import MART_OF, RegionRow, rows_of

TYPES = {
    "varchar": "str",
    "varchar[]": "list",
    "double": "float",
    "bigint": "int",
    "integer": "int",
    "boolean": "bool",
    "date": "date",
    "timestamp": "datetime",
}
CONTRACTS = {
    model["name"]: {column["name"]: column for column in model["columns"]}
    for path in (PROJECT / "models/marts").rglob("_models.yml")
    for model in yaml.safe_load(path.read_text("utf-8"))["models"]
}


def held(kind: type) -> dict[str, tuple[str, bool]]:
    """Column → its type without None, and whether it may be None."""
    hints = get_type_hints(kind).items()
    parts = {
        name: set(get_args(hint)) if NoneType in get_args(hint) else {hint} for name, hint in hints
    }
    found = {name: (some - {NoneType}, NoneType in some) for name, some in parts.items()}
    return {name: (some.pop().__name__, may_lack) for name, (some, may_lack) in found.items()}


@pytest.mark.parametrize("kind", MART_OF, ids=lambda kind: kind.__name__)
def test_a_row_holds_columns_of_the_contract(kind: type) -> None:
    contract = CONTRACTS[MART_OF[kind]]
    for name, (holds, may_lack) in held(kind).items():
        assert holds == TYPES[contract[name]["data_type"]], name
        is_given = {"type": "not_null"} in contract[name].get("constraints", [])
        assert not (may_lack and is_given), name


@pytest.mark.parametrize("kind", MART_OF, ids=lambda kind: kind.__name__)
def test_what_a_row_never_lacks_is_never_null(kind: type, marts: Snapshot) -> None:
    frame = marts[MART_OF[kind]]
    given = [name for name, (_, may_lack) in held(kind).items() if not may_lack]
    nulls = frame.select(pl.col(given).null_count()).row(0, named=True)
    assert {name for name, count in nulls.items() if count} == set()


def test_a_frame_without_a_column_has_no_such_rows() -> None:
    with pytest.raises(KeyError, match="name_en"):
        rows_of(pl.DataFrame({"region_id": ["1"], "name_zh": ["a"]}), RegionRow)

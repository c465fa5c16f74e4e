"""House rules of the marts, read from dbt's manifest."""

import json

import pytest

from tests.conftest import Published


@pytest.fixture(scope="module")
def marts(published: Published) -> list[dict[str, object]]:
    manifest = json.loads(
        (published.data.current / "dbt/manifest.json").read_text(encoding="utf-8")
    )
    nodes = manifest["nodes"].values()
    return [n for n in nodes if n["resource_type"] == "model" and n["schema"] == "marts"]


def test_every_mart_has_a_contract_and_a_description(marts: list[dict[str, object]]) -> None:
    assert len(marts) >= 10
    for mart in marts:
        assert mart["config"]["contract"]["enforced"], mart["name"]
        assert "one row per" in mart["description"], mart["name"]


def test_every_column_has_a_description_a_type_and_a_unit(marts: list[dict[str, object]]) -> None:
    for mart in marts:
        for column in mart["columns"].values():
            about = (mart["name"], column["name"])
            assert column["description"], about
            assert column["data_type"], about
            assert column["config"]["meta"]["unit"], about


def test_descriptions_are_in_the_database(published: Published) -> None:
    from analysis.warehouse import connect

    with connect(published.data) as warehouse:
        (comment,) = warehouse.execute(
            "select comment from duckdb_columns() where schema_name = 'marts' "
            "and table_name = 'fct_indicator_rates' and column_name = 'rate'"
        ).fetchone()
    assert "null where a month is missing" in comment

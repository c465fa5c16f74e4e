"""House rules of the models, read from their files and from dbt's manifest."""

import re
from collections import Counter
from typing import Any

import pytest
import yaml

from analysis.base.settings import PROJECT
from scripts import exposures
from tests.conftest import Published

MODELS = PROJECT / "models"


@pytest.fixture(scope="module")
def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [n for n in manifest["nodes"].values() if n["resource_type"] == "model"]


@pytest.fixture(scope="module")
def marts(models: list[dict[str, object]]) -> list[dict[str, object]]:
    return [model for model in models if model["schema"] == "marts"]


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


def test_every_column_of_an_intermediate_model_is_described_and_none_that_is_not_there(
    models: list[dict[str, object]], published: Published
) -> None:
    from analysis.marts import connect

    described = {
        (model["name"], column["name"])
        for model in models
        for column in model["columns"].values()
        if model["schema"] == "intermediate" and column["description"]
    }
    with connect(published.data) as warehouse:
        there = warehouse.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'intermediate'"
        ).fetchall()
    assert len(there) > 200
    assert described ^ set(there) == set()


def test_descriptions_are_in_the_database(published: Published) -> None:
    from analysis.marts import connect

    with connect(published.data) as warehouse:
        (comment,) = warehouse.execute(
            "select comment from duckdb_columns() where schema_name = 'marts' "
            "and table_name = 'fct_indicator_rates' and column_name = 'rate'"
        ).fetchone()
    assert "null where a month is missing" in comment


def test_a_column_is_described_once() -> None:
    described = Counter(
        (column["name"], column["description"])
        for path in MODELS.rglob("_models.yml")
        for model in yaml.safe_load(path.read_text("utf-8"))["models"]
        for column in model.get("columns", [])
        if "description" in column and "{{ doc(" not in column["description"]
    )
    assert len(described) > 100
    assert [said for said, times in described.items() if times > 1] == []


def test_every_block_of_the_columns_is_referred_to() -> None:
    blocks = re.findall(r"{% docs (\w+) %}", (MODELS / "_columns.md").read_text("utf-8"))
    texts = [path.read_text("utf-8") for path in MODELS.rglob("_models.yml")]
    used = {name for text in texts for name in re.findall(r"doc\('(\w+)'\)", text)}
    assert used == set(blocks)


def test_models_are_short_and_only_staging_reads_sources() -> None:
    paths = list(MODELS.rglob("*.sql"))
    assert len(paths) > 50
    for path in paths:
        text = path.read_text("utf-8")
        assert text.count("\n") <= 80, path.name
        beside = yaml.safe_load((path.parent / "_models.yml").read_text("utf-8"))
        assert path.stem in [model["name"] for model in beside["models"]]
        if path.relative_to(MODELS).parts[0] != "staging":
            assert "source(" not in text, path.name


def test_exposures_are_those_of_the_code() -> None:
    found = exposures.EXPOSURES.read_text("utf-8")
    assert found == exposures.written(), "run python -m scripts.exposures"

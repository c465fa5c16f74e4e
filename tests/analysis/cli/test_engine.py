"""An environment that asks for what is not there is told so before anything is read."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis.base.engine import EngineUnusable, decided
from analysis.cli import app
from analysis.marts import connect

NOWHERE = {
    "SAFETY_TARGET": "lake",
    "SAFETY_LAKE": "ducklake:postgres:host=/nowhere password=secret",
    "SAFETY_PARQUET": "/nowhere",
    "SAFETY_EXTENSIONS": "/nowhere",
}
ASKED = {
    "lakee": {"SAFETY_TARGET": "lakee"},
    "“Lake”": {"SAFETY_TARGET": "Lake"},
    "“lake ”": {"SAFETY_TARGET": "lake "},
    "SAFETY_EXTENSIONS": {"SAFETY_TARGET": "lake", "SAFETY_LAKE": "x", "SAFETY_PARQUET": "x"},
    "SAFETY_LAKE ": NOWHERE | {"SAFETY_LAKE": ""},
    "SAFETY_PARQUET": NOWHERE | {"SAFETY_PARQUET": ""},
    "/nowhere": NOWHERE,
    "make spark": {"SAFETY_TARGET": "spark"},
}


@pytest.fixture
def no_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.base.engine._SPARK_PACKAGES", ("nowhere.to.be.found",))


@pytest.mark.usefixtures("no_spark")
@pytest.mark.parametrize("words", [["build"], ["status"], ["status", "--json"], ["builds"]])
@pytest.mark.parametrize("named", ASKED)
def test_what_is_not_there_is_one_sentence(
    named: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ASKED[named].items():
        monkeypatch.setenv(name, value)
    ended = CliRunner().invoke(app, [*words, "--data", str(tmp_path / "data")])
    assert ended.exit_code == 1
    assert isinstance(ended.exception, SystemExit)
    assert named in ended.output.replace("\n", "")
    assert len(ended.output.splitlines()) <= 2
    assert not (tmp_path / "data/warehouse/builds.json").exists()


def test_without_java_spark_is_not_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.base.engine._SPARK_PACKAGES", ("json",))
    monkeypatch.setenv("SAFETY_TARGET", "spark")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    ended = CliRunner().invoke(app, ["status", "--data", str(tmp_path), "--lang", "en"])
    assert ended.exit_code == 1
    assert "no Java" in ended.output


def test_readers_are_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFETY_TARGET", "lakee")
    with pytest.raises(EngineUnusable):
        connect()


def test_an_empty_variable_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SAFETY_LAKE_SCHEMA", "SAFETY_SPARK", "SAFETY_PARQUET"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("SAFETY_TARGET", "lake")
    handed = decided()
    assert handed["SAFETY_LAKE_SCHEMA"] == "safety"
    assert not {"SAFETY_SPARK", "SAFETY_PARQUET"} & handed.keys()
    monkeypatch.setenv("SAFETY_TARGET", "")
    assert decided()["SAFETY_TARGET"] == "build"

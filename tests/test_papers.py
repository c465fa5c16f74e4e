"""The papers and what exists are held to each other: nothing is unnamed, and nothing is named that is not."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer.main
import yaml

from analysis.base.seeds import seed_rows
from analysis.base.settings import PROJECT
from analysis.cli import app
from scripts.install import failed, told

DOCS = PROJECT / "docs"
PAPERS = sorted([*PROJECT.glob("*.md"), *DOCS.rglob("*.md")])
READ = {path: path.read_text("utf-8") for path in PAPERS}
TODAY = {path: text for path, text in READ.items() if path.name != "CHANGELOG.md"}
MODELS = {p.stem for p in (PROJECT / "models").rglob("*") if p.suffix in (".sql", ".py")}
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")


def coded(text: str) -> list[str]:
    """What stands in single backticks, outside of blocks."""
    return _CODE.findall(re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))


def verbs() -> set[str]:
    return set(typer.main.get_command(app).commands)


def unnamed(names: Iterable[str]) -> set[str]:
    words = " ".join(TODAY.values())
    return {name for name in names if not re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", words)}


def settings() -> set[str]:
    return {row["setting"] for row in seed_rows("settings.csv")}


def test_every_verb_setting_form_seed_and_mart_is_named() -> None:
    assert len(TODAY) >= 12
    every = {
        "verbs": {f"safety {verb}" for verb in verbs()},
        "settings": settings(),
        "forms": {path.stem for path in (PROJECT / "layouts").glob("*.yml")},
        "seeds": {f"seeds/{path.name}" for path in (PROJECT / "seeds").glob("*.csv")},
        "marts": {p.stem for p in (PROJECT / "models/marts").rglob("*.sql")},
    }
    assert {what: unnamed(names) for what, names in every.items() if unnamed(names)} == {}


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in _LINK.findall(READ[path]):
        if re.match(r"\w+:", target):
            continue
        name, _, part = unquote(target).partition("#")
        linked = (path.parent / name).resolve() if name else path
        assert linked.exists(), target
        if part:
            heads = re.findall(r"^#+ (.+)$", linked.read_text("utf-8"), re.M)
            anchors = [re.sub(r"[^\w\- ]", "", head).lower().replace(" ", "-") for head in heads]
            assert part in anchors, target


@pytest.mark.parametrize("path", list(TODAY), ids=lambda path: path.name)
def test_what_a_paper_names_exists(path: Path) -> None:
    text = TODAY[path]
    used = re.findall(r"\bsafety(?: --\w+ \S+)? ([a-z][\w-]*)\b", "\n".join(coded(text)))
    assert set(used) <= verbs(), path.name
    for code in coded(text):
        if re.fullmatch(r"(stg|int|fct|dim|bridge)_\w+(\.sql)?", code):
            assert code.removesuffix(".sql") in MODELS, code
        is_path = re.fullmatch(
            r"(analysis|bench|docs|layouts|macros|models|scripts|seeds|tests)/\S+", code
        )
        if is_path and not set(code) & set("<>*{}"):
            assert (PROJECT / code).exists(), code
    for model in re.findall(r"\b(?:from|join) (?:marts|intermediate)\.(\w+)", text):
        assert model in MODELS, model


def test_the_table_of_settings_names_no_other() -> None:
    table = READ[DOCS / "adding-a-year.md"].partition("## The settings")[2]
    rows = (line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    named = [name for row in rows for name in _CODE.findall(row)]
    assert sorted(named) == sorted(settings())


def test_the_picture_holds_every_model_once() -> None:
    drawn = re.findall(r'font-family="monospace">(\w+)</text>', (DOCS / "models.svg").read_text())
    assert sorted(drawn) == sorted(MODELS)


def test_yaml_papers_are_whole() -> None:
    cited = yaml.safe_load((PROJECT / "CITATION.cff").read_text("utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "license"} <= cited.keys()
    hooks = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repo["repo"] for repo in hooks["repos"]] == ["local"]


def test_setting_up_names_packages_and_no_address() -> None:
    said = [
        "Looking in indexes: https://user:secret@example.org/simple",
        "Collecting duckdb==1.5.5 (from -r requirements.lock (line 3))",
        "  Downloading https://example.org/duckdb.whl (20 MB)",
        "Processing /opt/wheels/typing_extensions-4.15.0-py3-none-any.whl (from -r a (line 4))",
        "Installing collected packages: duckdb, typing_extensions",
        "ERROR: no https://example.org/simple",
    ]
    assert list(told(said, 9)) == [
        "  1/9 duckdb",
        "  2/9 typing_extensions",
        "  unpacking 2 packages",
    ]
    assert list(told(said, 0)) == []
    assert "ERROR: no (address)" in failed(said)
    assert "example.org" not in failed(said)


def test_the_rooms_are_those_of_the_gate() -> None:
    gate = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = [part.strip() for layer in gate["contracts"][0]["layers"] for part in layer.split("|")]
    text = (PROJECT / "docs/README.md").read_text("utf-8")
    table = text.split("## The rooms of the code")[1].split("\n## ")[0]
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = [name.removesuffix(".py") for cell in first for name in re.findall(r"`([\w.]+)`", cell)]
    assert named == layers

"""Packs of hand-ins that the tests build from; the whole way is built once a session."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from analysis.base.settings import DataDir
from analysis.marts import Snapshot
from analysis.pipeline import BuildResult, build
from analysis.sample import World, invent, write_sample
from scripts.picture_of_models import read_manifest

YEARS, SEED = range(2021, 2024), 7


@dataclass(frozen=True)
class Published:
    """A build of the messy sample, with the world that it must come back to."""

    data: DataDir
    world: World
    result: BuildResult


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    data = DataDir(tmp_path_factory.mktemp("published"))
    write_sample(data.inbox, YEARS, SEED, messy=True)
    return Published(data, invent(YEARS, SEED), build(data, dated_by_files=True))


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    """What dbt knows of the models."""
    return read_manifest()


@pytest.fixture(scope="session")
def marts(published: Published) -> Snapshot:
    """The marts of the shared build."""
    return Snapshot(published.data)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands on the shared build is slow."""
    for item in items:
        if "published" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def data(tmp_path: Path) -> DataDir:
    """An empty data directory."""
    directory = DataDir(tmp_path / "data")
    directory.inbox.mkdir(parents=True)
    return directory

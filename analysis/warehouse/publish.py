"""Putting a finished build in the place of the current one, and taking away what is left over."""

import os
import shutil
from pathlib import Path

from analysis.files import sync_folder
from analysis.settings import DataDir
from analysis.warehouse.open import FILE_NAME

KEEP_BUILDS = 30


class NotWhole(RuntimeError):
    """A build whose file is not closed and complete; it must not be published."""


def publish(data: DataDir, build_id: str) -> None:
    """Make `build_id` current by one atomic rename.

    Raises:
        NotWhole: its database is missing, or still has a write-ahead log.
    """
    folder = data.builds / build_id
    database = folder / FILE_NAME
    if not database.is_file() or database.with_name(FILE_NAME + ".wal").exists():
        raise NotWhole(f"{database}")
    _sync_file(database)
    sync_folder(folder)
    sync_folder(data.builds)
    temporary = data.warehouse / f".current.{os.getpid()}"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(Path("builds") / build_id)
    temporary.replace(data.current)
    sync_folder(data.warehouse)


def current_build(data: DataDir) -> str | None:
    """The id of the current build."""
    return data.current.resolve().name if data.current.is_symlink() else None


def clean_up(data: DataDir, published: set[str]) -> None:
    """Remove builds that were never published, and published ones beyond the last `KEEP_BUILDS`.

    The current build always stays.
    """
    data.builds.mkdir(parents=True, exist_ok=True)
    current = current_build(data)
    found = sorted(path.name for path in data.builds.iterdir())
    whole = [name for name in found if name in published]
    kept = {*whole[-KEEP_BUILDS:], current}
    for name in found:
        if name not in kept:
            shutil.rmtree(data.builds / name)
    for leftover in data.warehouse.glob(".current.*"):
        leftover.unlink()


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())

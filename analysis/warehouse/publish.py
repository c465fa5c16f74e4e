"""Putting a finished build in the place of the current one, and taking away what is left over."""

import os
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from analysis.files import link_to, sync_folder
from analysis.settings import DataDir, setting
from analysis.warehouse.log import Build
from analysis.warehouse.open import FILE_NAME


class NotWhole(RuntimeError):
    """A build whose file is not closed and complete; it must not be published."""


def publish(data: DataDir, build_id: str) -> None:
    """Make `build_id` current by one atomic rename.

    Raises:
        NotWhole: its database is missing, or still has a write-ahead log.
    """
    _point(data, data.current, build_id)


def keep_as_of(data: DataDir, build_id: str, as_of: date) -> None:
    """Keep `build_id` beside the current build, under the day that it is dated by.

    Raises:
        NotWhole: as `publish`.
    """
    data.as_of(as_of).parent.mkdir(parents=True, exist_ok=True)
    _point(data, data.as_of(as_of), build_id)


def _point(data: DataDir, link: Path, build_id: str) -> None:
    folder = data.builds / build_id
    database = folder / FILE_NAME
    if not database.is_file() or database.with_name(FILE_NAME + ".wal").exists():
        raise NotWhole(f"{database}")
    _sync_file(database)
    sync_folder(folder)
    sync_folder(data.builds)
    link_to(link, folder)


def current_build(data: DataDir) -> str | None:
    """The id of the current build."""
    return data.current.resolve().name if data.current.is_symlink() else None


def build_before(data: DataDir, builds: Sequence[Build]) -> str:
    """The last published build before the current one that is still there.

    Raises:
        LookupError: there is none.
    """
    current = current_build(data)
    ids = [b.build_id for b in builds if b.status == "published"]
    before = ids[: ids.index(current)] if current in ids else []
    earlier = [name for name in before if (data.builds / name).is_dir()]
    if not earlier:
        raise LookupError(current or "—")
    return earlier[-1]


def clean_up(data: DataDir, published: Sequence[str]) -> None:
    """Remove builds that were never published, and published ones beyond the last `keep_builds`.

    The current build always stays, and so do builds kept under an as-of day.

    Args:
        published: ids in the order of publication, which a clock set back does not change.
    """
    data.builds.mkdir(parents=True, exist_ok=True)
    current = current_build(data)
    found = {path.name for path in data.builds.iterdir()}
    whole = [name for name in published if name in found]
    dated = {link.resolve().name for link in data.warehouse.glob("as_of/*")}
    kept = {*whole[-int(setting("keep_builds")) :], *dated, current}
    for name in found:
        if name not in kept:
            # what cannot be removed now is left for the next build
            shutil.rmtree(data.builds / name, ignore_errors=True)
    for leftover in (*data.warehouse.glob(".*.link"), *data.warehouse.glob("as_of/.*.link")):
        leftover.unlink()


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())

"""Putting a finished build in the place of the current one, and taking away what is left over."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from analysis.base.engine import is_on_lake
from analysis.base.files import (
    link_to,
    make_read_only,
    remove_folder,
    sha256_of,
    sync_file,
    sync_folder,
    write_atomically,
)
from analysis.base.settings import DataDir, setting
from analysis.marts.lake import published_as
from analysis.marts.open import FILE_NAME
from analysis.messages import say
from analysis.warehouse.build_log import Build, BuildLog, build_at
from analysis.warehouse.lake import is_of_lake, name_published


class NotWhole(RuntimeError):
    """A build whose file is not closed and complete; it must not be published."""


def seal(data: DataDir, build_id: str) -> str:
    """Make a finished build read-only and durable, with its hash beside it; the hash of its file.

    Raises:
        NotWhole: its database is missing, or still has a write-ahead log.
    """
    database = _whole_file(data, build_id)
    sync_file(database)
    digest = sha256_of(database)
    # as sha256sum writes it, for `sha256sum -c`
    check = database.with_name(FILE_NAME + ".sha256")
    write_atomically(check, f"{digest}  {FILE_NAME}\n".encode())
    make_read_only(database.parent)
    sync_folder(database.parent)
    return digest


def publish(data: DataDir, build_id: str, sha256: str | None = None) -> None:
    """Make `build_id` current by one atomic rename.

    Args:
        sha256: what its file must still be, if it is known.

    Raises:
        NotWhole: its database is missing, still has a write-ahead log, or is not what it was.
    """
    if sha256 and sha256_of(_whole_file(data, build_id)) != sha256:
        raise NotWhole(say("changed_build", build_id=build_id))
    _point(data, data.current, build_id)


def keep_as_of(data: DataDir, build_id: str, as_of: date) -> None:
    """Keep `build_id` beside the current build, under the day that it is dated by.

    Raises:
        NotWhole: as `publish`.
    """
    data.as_of(as_of).parent.mkdir(parents=True, exist_ok=True)
    _point(data, data.as_of(as_of), build_id)


def _whole_file(data: DataDir, build_id: str) -> Path:
    database = data.builds / build_id / FILE_NAME
    if not database.is_file() or database.with_name(FILE_NAME + ".wal").exists():
        raise NotWhole(f"{database}")
    return database


def _point(data: DataDir, link: Path, build_id: str) -> None:
    database = _whole_file(data, build_id)
    sync_file(database)
    sync_folder(database.parent)
    sync_folder(data.builds)
    if is_on_lake():
        if not is_of_lake(database.parent):
            raise NotWhole(f"{database}")
        name_published(link.name, database)
    link_to(link, database.parent)


def is_changed_after_publication(data: DataDir) -> bool:
    """Whether the current file is no longer what was published."""
    current = current_build(data)
    return current is not None and _is_changed(data, BuildLog(data.warehouse), current)


def trusted_file(data: DataDir, log: BuildLog) -> Path | None:
    """The database that a new build is set against: the current one, or, where that was changed
    after its publication, the last published one that was not."""
    current = current_build(data)
    published = [b.build_id for b in log.builds if b.status == "published"]
    for build_id in (current, *reversed(published)):
        path = data.builds / (build_id or "") / FILE_NAME
        if build_id and path.is_file() and not _is_changed(data, log, build_id):
            return path
    return None


def _is_changed(data: DataDir, log: BuildLog, build_id: str) -> bool:
    """Builds of a version that kept no hash are taken as they are."""
    path, sha256 = data.builds / build_id / FILE_NAME, log.hash_of(build_id)
    return sha256 is not None and path.is_file() and sha256_of(path) != sha256


def current_build(data: DataDir) -> str | None:
    """The id of the current build."""
    return build_at(data.current)


def build_before(data: DataDir, builds: Sequence[Build]) -> str:
    """The last published build before the current one that is still there.

    Raises:
        LookupError: there is none.
    """
    current = published_as(data.current.name) if is_on_lake() else current_build(data)
    ids = [b.build_id for b in builds if b.status == "published"]
    before = ids[: ids.index(current)] if current in ids else []
    earlier = [name for name in before if _can_be_named(data.builds / name)]
    if not earlier:
        raise LookupError(current or "—")
    return earlier[-1]


def _can_be_named(build: Path) -> bool:
    """Whether a `build` is there, and in a lake where that is what is published from."""
    return build.is_dir() and (not is_on_lake() or is_of_lake(build))


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
            remove_folder(data.builds / name)
    for leftover in (*data.warehouse.glob(".*.link"), *data.warehouse.glob("as_of/.*.link")):
        leftover.unlink()

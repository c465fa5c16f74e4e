"""The list of builds, published or not: ``warehouse/builds.json``."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl
from pydantic import TypeAdapter

from analysis.base.files import read_json, write_atomically
from analysis.base.settings import local_now
from analysis.warehouse.lock import is_at_work

SCHEMA = pl.Schema(
    {
        "build_id": pl.String(),
        "started_at": pl.Datetime("us"),
        "finished_at": pl.Datetime("us"),
        "as_of": pl.Date(),
        "status": pl.String(),
        "models_built": pl.Int64(),
        "tests_passed": pl.Int64(),
        "tests_warned": pl.Int64(),
        "tests_failed": pl.Int64(),
        "files_read": pl.Int64(),
        "code_version": pl.String(),
        "detail": pl.String(),
    }
)
_OPEN = ("running", "publishing")


@dataclass(frozen=True)
class Build:
    """One build. Its status is ``running``, then ``publishing`` from before the rename that
    publishes it until after, then how it ended."""

    build_id: str
    started_at: datetime
    as_of: date
    code_version: str
    status: str = "running"
    finished_at: datetime | None = None
    models_built: int | None = None
    tests_passed: int | None = None
    tests_warned: int | None = None
    tests_failed: int | None = None
    files_read: int | None = None
    detail: str | None = None
    sha256: str | None = None  # of the published file; in this list only, never in that file

    @property
    def seconds(self) -> float:
        """How long it took, or has been at work."""
        return ((self.finished_at or local_now()) - self.started_at).total_seconds()


_BUILDS = TypeAdapter(list[Build])


class BuildLog:
    """The list as it is now. A build that was killed is settled on reading: what `current` or a day
    points at was published or kept, all else that nobody works on was interrupted."""

    def __init__(self, warehouse: Path) -> None:
        self._file = warehouse / "builds.json"
        rows = read_json(self._file) if self._file.exists() else []
        self.builds = _BUILDS.validate_python(rows)
        self.settle(warehouse, is_at_work(warehouse))

    def settle(self, warehouse: Path, is_running: bool) -> None:
        """Close what is open; while one `is_running`, only what is published already."""
        current = build_at(warehouse / "current")
        dated = {link.resolve().name for link in warehouse.glob("as_of/*")}
        for at, build in enumerate(self.builds):
            if build.status not in _OPEN:
                continue
            if build.build_id in (current, *dated):
                status = "published" if build.build_id == current else "kept"
                self.builds[at] = replace(build, status=status)
            elif not is_running:
                self.builds[at] = replace(build, status="interrupted")

    def put(self, build: Build) -> None:
        """Add `build`, or replace the one of its id."""
        self.builds = [b for b in self.builds if b.build_id != build.build_id] + [build]
        self.write()

    def write(self) -> None:
        rows = [asdict(b) for b in self.builds]
        write_atomically(
            self._file, json.dumps(rows, ensure_ascii=False, indent=1, default=str).encode()
        )

    def hash_of(self, build_id: str) -> str | None:
        """The hash that a build was published with; None for one from before hashes were kept."""
        return next((b.sha256 for b in self.builds if b.build_id == build_id), None)

    def table(self) -> pl.DataFrame:
        """Finished builds as a table for dbt."""
        rows = [asdict(b) for b in self.builds if b.status not in _OPEN]
        return pl.DataFrame({name: [row[name] for row in rows] for name in SCHEMA}, schema=SCHEMA)


def build_at(link: Path) -> str | None:
    """The id of the build that `link` points at."""
    return link.resolve().name if link.is_symlink() else None

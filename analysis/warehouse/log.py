"""The list of builds, published or not: ``warehouse/builds.json``."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from analysis.files import write_atomically

SCHEMA = {
    "build_id": pl.String,
    "started_at": pl.Datetime("us"),
    "finished_at": pl.Datetime("us"),
    "as_of": pl.Date,
    "status": pl.String,
    "models_built": pl.Int64,
    "tests_passed": pl.Int64,
    "tests_warned": pl.Int64,
    "tests_failed": pl.Int64,
    "files_read": pl.Int64,
    "code_version": pl.String,
    "detail": pl.String,
}


@dataclass(frozen=True)
class Build:
    """One build; while it runs its status is ``running``, and stays so if it is killed."""

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


class BuildLog:
    def __init__(self, warehouse: Path) -> None:
        self._file = warehouse / "builds.json"
        self.builds: list[Build] = []
        if self._file.exists():
            for row in json.loads(self._file.read_text(encoding="utf-8")):
                self.builds.append(_from_json(row))

    def put(self, build: Build) -> None:
        """Add `build`, or replace the one of its id."""
        self.builds = [b for b in self.builds if b.build_id != build.build_id] + [build]
        rows = [asdict(b) for b in self.builds]
        write_atomically(
            self._file, json.dumps(rows, ensure_ascii=False, indent=1, default=str).encode()
        )

    def close_interrupted(self) -> None:
        """Builds that never finished did not run to their end."""
        for build in [b for b in self.builds if b.status == "running"]:
            self.put(replace(build, status="interrupted"))

    def table(self) -> pl.DataFrame:
        """Finished builds as a table for dbt."""
        rows = [asdict(b) for b in self.builds if b.status != "running"]
        return pl.DataFrame({name: [row[name] for row in rows] for name in SCHEMA}, schema=SCHEMA)


def _from_json(row: dict[str, object]) -> Build:
    moments = {
        name: datetime.fromisoformat(row[name]) if row[name] else None
        for name in ("started_at", "finished_at")
    }
    return Build(**row | moments | {"as_of": date.fromisoformat(row["as_of"])})

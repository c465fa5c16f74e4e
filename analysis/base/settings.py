"""Where things are: the project's own folders and those of one data directory."""

import csv
import os
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

PROJECT = Path(__file__).resolve().parents[2]
TIME_ZONE = ZoneInfo("Asia/Shanghai")


def project_folder() -> Path:
    """Where seeds, layouts and the dbt project are read: the project, or what
    `analysis.warehouse.home` made of it and another place's files (``SAFETY_PROJECT``)."""
    return Path(os.environ.get("SAFETY_PROJECT") or PROJECT)


def seeds_folder() -> Path:
    return project_folder() / "seeds"


def layouts_folder() -> Path:
    return project_folder() / "layouts"


@cache
def _settings() -> dict[str, float]:
    with (seeds_folder() / "settings.csv").open(encoding="utf-8", newline="") as file:
        return {row["setting"]: float(row["value"]) for row in csv.DictReader(file)}


def setting(name: str) -> float:
    """A bound of ``seeds/settings.csv``, in the unit that stands there.

    Raises:
        KeyError: no such setting.
    """
    return _settings()[name]


def baseline_years() -> tuple[int, int]:
    """The first and the last of the years that the plan is held to."""
    return int(setting("baseline_first_year")), int(setting("baseline_last_year"))


def local_now() -> datetime:
    """The time in China, without a zone, as all times in the warehouse are."""
    return datetime.now(TIME_ZONE).replace(tzinfo=None)


def local_time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, TIME_ZONE).replace(tzinfo=None)


@dataclass(frozen=True)
class DataDir:
    """All run-time state: ``inbox/ archive/ raw/ warehouse/ reports/`` below one root."""

    root: Path

    @classmethod
    def default(cls) -> "DataDir":
        """``SAFETY_DATA``, or ``data/`` of the project."""
        return cls(Path(os.environ.get("SAFETY_DATA") or PROJECT / "data").resolve())

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def builds(self) -> Path:
        return self.warehouse / "builds"

    def as_of(self, day: date) -> Path:
        return self.warehouse / "as_of" / day.isoformat()

    @property
    def current(self) -> Path:
        return self.warehouse / "current"

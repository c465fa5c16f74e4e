"""Which folder of counties a data folder's builds are made with: a build that was not told of it would
publish the province without its counties."""

import os
from pathlib import Path

from analysis.base.files import write_atomically
from analysis.base.settings import DataDir


class CountiesGone(LookupError):
    """The folder that the builds are made with is not there; the message is its path."""


def counties_kept(data: DataDir) -> Path | None:
    """The folder that the last build was given, if it was given one.

    Raises:
        CountiesGone: it is not there.
    """
    if not _file(data).exists():
        return None
    folder = Path(os.fsdecode(_file(data).read_bytes()))
    if not folder.is_dir():
        raise CountiesGone(folder)
    return folder


def keep_counties(data: DataDir, folder: Path | None) -> None:
    """Have the builds to come made with `folder`, or with none."""
    if folder:
        write_atomically(_file(data), os.fsencode(folder))
    else:
        _file(data).unlink(missing_ok=True)


def _file(data: DataDir) -> Path:
    return data.warehouse / "counties.txt"

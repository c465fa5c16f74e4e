"""The files as handed in, by content hash, and the register of when each was met.

Both are readable by the owner alone and only ever added to: a file that is overwritten in or
taken from the inbox stays on record, and can be read again when its layout changes. The register
holds the files' own names; nothing else does.
"""

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from analysis.base.files import make_folder, read_json, write_atomically
from analysis.base.settings import local_now, local_time, setting
from analysis.messages import Message

_ITS_OWN = ("too_large", "symbolic_link", "not_a_file")  # problems that only another file ends
SETTLE_SECONDS = 2.0  # a file that changed more recently may still be being written


@dataclass(frozen=True)
class Received:
    """A file as it was met. `path` is relative to the inbox (undecodable bytes as surrogates),
    `modified` its own time in seconds since 1970 (UTC), which nothing is ordered by but files of
    one `look`; `met_at` the local time of that look; without `sha256` it could not be taken, and
    `problem` says why. `is_dated_by_file`: by the office's choice its own time counts as the day of
    its receipt."""

    path: str
    size: int
    modified: float
    sha256: str | None = None
    look: int = 0
    met_at: str | None = None
    is_dated_by_file: bool = False
    problem: Message | None = None

    @property
    def received_at(self) -> datetime:
        if self.met_at is None or self.is_dated_by_file:
            return local_time(self.modified)
        return datetime.fromisoformat(self.met_at)

    @property
    def is_tried_again(self) -> bool:
        """Whether it could not be taken for a reason that may pass although the file stays as it is."""
        return self.problem is not None and self.problem.code not in _ITS_OWN

    @property
    def name(self) -> str:
        """The path as people read it: names in another encoding than this machine's are decoded."""
        return readable(self.path)


def readable(path: str) -> str:
    """A path with names of unzipped archives (GB18030) decoded, and other bytes escaped."""
    data = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "backslashreplace")


class Archive:
    """`data/archive/`: the bytes, and ``received.json``.

    The register lists every arrival in the order in which it was met; `present` remembers what the
    last look saw (path → size and time), by which the next one knows what is new. Whoever keeps
    several archives is told every path below the `place` whose own this one is.
    """

    def __init__(self, folder: Path, place: str = "") -> None:
        self.folder = folder
        self._place = place
        self._register = folder / "received.json"
        self._arrivals: list[Received] = []
        self._present: dict[str, tuple[int, float]] = {}
        if self._register.exists():
            self._load(read_json(self._register))

    def _load(self, content: list[dict[str, Any]] | dict[str, Any]) -> None:
        if isinstance(content, list):  # written before arrivals had an order of their own
            self._arrivals = [Received(**row) for row in content]
            self._arrivals.sort(key=lambda r: (r.modified, r.path))
            self._present = {r.path: (r.size, r.modified) for r in self._arrivals}
            return
        self._arrivals = [Received(**row) for row in content["arrivals"]]
        self._present = {path: tuple(seen) for path, seen in content["present"].items()}

    def file(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def all_received(self) -> list[Received]:
        """Every arrival, in the order of the looks that met them."""
        return self._below_place(self._arrivals)

    def _below_place(self, files: list[Received]) -> list[Received]:
        return [replace(r, path=f"{self._place}/{r.path}") if self._place else r for r in files]

    def forget(self, sha256: str) -> None:
        """Delete a content; that it was handed in stays on record."""
        self.file(sha256).unlink(missing_ok=True)

    def take(
        self, inbox: Path, wanted: Callable[[str], bool], dated_by_files: bool = False
    ) -> list[Received]:
        """Look once: archive every new file of `inbox` that is `wanted`; others are looked at, not
        taken. Whatever happens to one file is told of that file.

        A file is new if it was not there, or was another, when the last look was made; so the same
        bytes handed in again are a new arrival.

        Returns:
            What could not be taken or is not wanted; everything taken is in `all_received`.
        """
        left: list[Received] = []
        fresh: list[tuple[Received, os.stat_result]] = []
        seen_now: dict[str, tuple[int, float]] = {}
        for seen, status in _look_at(inbox):
            if status is None or not wanted(seen.name):
                left.append(seen)
            elif code := _kind_problem(status):
                left.append(replace(seen, problem=Message(code)))
            elif self._present.get(seen.path) == (seen.size, seen.modified):
                seen_now[seen.path] = (seen.size, seen.modified)
            else:
                fresh.append((seen, status))
        _let_settle([status for _, status in fresh])
        look = max((r.look for r in self._arrivals), default=0) + 1
        met_at = local_now().isoformat(timespec="seconds")
        for seen, before in fresh:
            met = replace(seen, look=look, met_at=met_at, is_dated_by_file=dated_by_files)
            taken = self._take_one(inbox, met, before)
            if taken.sha256 is None:
                left.append(taken)
            else:
                self._arrivals.append(taken)
                seen_now[seen.path] = (seen.size, seen.modified)
        # an empty inbox is one that was not mounted: it says nothing of files taken away
        if (seen_now or fresh) and (fresh or seen_now != self._present):
            self._present = seen_now
            self._save()
        return self._below_place(left)

    def _save(self) -> None:
        rows = [{k: v for k, v in asdict(r).items() if k != "problem"} for r in self._arrivals]
        text = json.dumps({"arrivals": rows, "present": self._present}, indent=0)
        write_atomically(self._register, text.encode(), mode=0o600)

    def _take_one(self, inbox: Path, seen: Received, before: os.stat_result) -> Received:
        limit = int(setting("max_file_mb"))
        if seen.size > limit * 2**20:
            problem = Message("too_large", {"size_mb": seen.size // 2**20, "limit_mb": limit})
            return replace(seen, problem=problem)
        path = inbox / seen.path
        try:
            data = path.read_bytes()
            after = path.lstat()
        except OSError as error:
            return replace(seen, problem=_os_problem(error))
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns) or (
            len(data) != before.st_size
        ):
            return replace(seen, problem=Message("being_written"))
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.file(sha256)
        if not target.exists():
            for folder in (self.folder, target.parent):
                make_folder(folder, 0o700)
            write_atomically(target, data, mode=0o400)
        return replace(seen, sha256=sha256)


def _look_at(inbox: Path) -> Iterator[tuple[Received, os.stat_result | None]]:
    """Every file of the inbox with its status; without one, its `problem` says why."""
    for name, problem in _files(inbox):
        status = None
        try:
            status = (inbox / name).lstat() if problem is None else None
        except OSError as error:
            problem = _os_problem(error)
        if status is None:
            yield Received(name, 0, 0.0, problem=problem), None
        else:
            yield Received(name, status.st_size, status.st_mtime), status


def _files(folder: Path) -> Iterator[tuple[str, Message | None]]:
    """Every file and link below `folder` by its relative path, and each folder that may not be read
    or cannot be walked, with what is wrong."""
    troubles: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=troubles.append):
        folders.sort()
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        for name in sorted([*names, *links]):
            yield os.path.relpath(f"{root}/{name}", folder), None
    for error in troubles:
        where = os.path.relpath(os.fsdecode(error.filename or folder), folder)
        yield where, _os_problem(error, of_folder=True)


def _os_problem(error: OSError, of_folder: bool = False) -> Message:
    """Why the system does not give a file, in words for its clerk."""
    if isinstance(error, PermissionError):
        return Message("no_permission_folder" if of_folder else "no_permission")
    if isinstance(error, FileNotFoundError):
        return Message("vanished")
    return Message("unreadable_by_system", {"detail": error.strerror or type(error).__name__})


def _kind_problem(status: os.stat_result) -> str | None:
    if stat.S_ISLNK(status.st_mode):
        return "symbolic_link"
    return None if stat.S_ISREG(status.st_mode) else "not_a_file"


def _let_settle(fresh: list[os.stat_result]) -> None:
    """Wait until the youngest file has stood still for its few seconds; one that then still changes
    differs from what was seen before the wait, and is left for the next build. The time of the last
    change of its entry cannot be set by whoever copies it, as its own time can."""
    now = time.time()
    ages = [age for status in fresh if (age := now - status.st_ctime) >= 0]
    youngest = min(ages, default=SETTLE_SECONDS)
    time.sleep(max(0.0, SETTLE_SECONDS - youngest))

"""The files as handed in, by content hash, and the register of when each was handed in.

Both are readable by the owner alone and only ever added to: a file that is overwritten in or
taken from the inbox stays on record, and can be read again when its layout changes.
"""

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from analysis.files import write_atomically
from analysis.messages import Message
from analysis.settings import setting

SETTLE_SECONDS = 2.0  # a file changed more recently may still be being written
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Received:
    """A file handed in. `path` is relative to the inbox, `modified` in seconds since 1970 (UTC);
    without `sha256` it could not be taken, and `problem` says why."""

    path: str
    size: int
    modified: float
    sha256: str | None = None
    problem: Message | None = None


class Archive:
    """`data/archive/`: the bytes, and ``received.json``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._register = folder / "received.json"
        self._received: dict[tuple[str, int, float], Received] = {}
        if self._register.exists():
            for row in json.loads(self._register.read_text(encoding="utf-8")):
                self._add(Received(**row))

    def _add(self, received: Received) -> None:
        self._received[received.path, received.size, received.modified] = received

    def file(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def all_received(self) -> list[Received]:
        return sorted(self._received.values(), key=lambda r: (r.modified, r.path))

    def forget(self, sha256: str) -> None:
        """Delete a content; that it was handed in stays on record."""
        self.file(sha256).unlink(missing_ok=True)

    def take(self, inbox: Path, wanted: Callable[[Path], bool]) -> list[Received]:
        """Archive every new file of `inbox` that is `wanted`; others are looked at, not taken.

        Returns:
            What could not be taken or is not wanted; everything taken is in `all_received`.
        """
        left: list[Received] = []
        fresh: list[tuple[Path, os.stat_result]] = []
        for path in _files(inbox):
            name = path.relative_to(inbox).as_posix()
            status = path.lstat()
            seen = Received(name, status.st_size, status.st_mtime)
            if not wanted(path):
                left.append(seen)
            elif problem := _problem(path, status):
                left.append(replace(seen, problem=Message(problem)))
            elif (name, status.st_size, status.st_mtime) not in self._received:
                fresh.append((path, status))
        _let_settle(fresh)
        for path, before in fresh:
            left += self._take_one(path, before, path.relative_to(inbox).as_posix())
        if fresh:
            rows = [
                {k: v for k, v in asdict(r).items() if k != "problem"} for r in self.all_received()
            ]
            text = json.dumps(rows, ensure_ascii=False, indent=0)
            write_atomically(self._register, text.encode(), mode=0o600)
        return left

    def _take_one(self, path: Path, before: os.stat_result, name: str) -> list[Received]:
        seen = Received(name, before.st_size, before.st_mtime)
        limit = int(setting("max_file_mb"))
        if before.st_size > limit * 2**20:
            problem = Message("too_large", {"size_mb": before.st_size // 2**20, "limit_mb": limit})
            return [replace(seen, problem=problem)]
        try:
            data = path.read_bytes()
            after = path.lstat()
        except OSError:
            return [replace(seen, problem=Message("no_permission"))]
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns) or (
            len(data) != before.st_size
        ):
            return [replace(seen, problem=Message("being_written"))]
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.file(sha256)
        if not target.exists():
            for folder in (self.folder, target.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(target, data, mode=0o400)
        self._add(replace(seen, sha256=sha256))
        return []


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders.sort()
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        yield from (Path(root) / name for name in sorted([*names, *links]))


def _problem(path: Path, status: os.stat_result) -> str | None:
    if stat.S_ISLNK(status.st_mode):
        return "symbolic_link"
    if not stat.S_ISREG(status.st_mode):
        return "not_a_file"
    return None if os.access(path, os.R_OK) else "no_permission"


def _let_settle(fresh: list[tuple[Path, os.stat_result]]) -> None:
    """Wait until the youngest file has had its few seconds; one that then still changes differs
    from what was seen before the wait, and is left for the next build."""
    ages = [time.time() - status.st_mtime for _, status in fresh]
    youngest = min((age for age in ages if age >= 0), default=SETTLE_SECONDS)
    time.sleep(max(0.0, SETTLE_SECONDS - youngest))

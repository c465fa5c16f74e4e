"""One build at a time: the second is told who holds the warehouse."""

import getpass
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.base.files import is_shared, make_folder, with_group, write_atomically
from analysis.base.settings import local_now


class Locked(RuntimeError):
    """Another build is at work; `holder` says who, where and since when."""

    def __init__(self, holder: dict[str, str]) -> None:
        super().__init__(" ".join(holder.values()))
        self.holder = holder


@contextmanager
def build_lock(warehouse: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the warehouse for writing; the system frees it if this process dies.

    Raises:
        Locked: another process holds it, and still does after the wait.
    """
    make_folder(warehouse)
    mode = with_group(0o644) if is_shared(warehouse) else 0o644
    about = warehouse / "build.holder.json"
    try:
        with FileLock(warehouse / "build.lock", timeout=wait_seconds, mode=mode):
            holder = {
                "user": getpass.getuser(),
                "host": socket.gethostname(),
                "pid": str(os.getpid()),
                "since": f"{local_now():%Y-%m-%d %H:%M:%S}",
            }
            write_atomically(about, json.dumps(holder).encode())
            try:
                yield
            finally:
                about.unlink(missing_ok=True)
    except Timeout as error:
        try:
            holder = json.loads(about.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            holder = {"user": "?", "host": "?", "pid": "?", "since": "?"}
        raise Locked(holder) from error


def is_at_work(warehouse: Path) -> bool:
    """Whether another process holds the warehouse, without asking for the lock: a look must not
    stop a build that starts at the same moment. On another machine, that is taken for granted."""
    try:
        holder = json.loads((warehouse / "build.holder.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if holder.get("host") != socket.gethostname():
        return True
    return holder.get("pid") != str(os.getpid()) and Path(f"/proc/{holder.get('pid')}").exists()

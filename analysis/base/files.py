"""Writing that is whole or not there at all."""

import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


def write_atomically(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write `data` beside `path`, sync it, and rename it there."""
    write_together({path: data}, mode)


def write_together(files: Mapping[Path, bytes], mode: int = 0o644) -> None:
    """Write files that belong together: none is renamed before all are written and synced.

    Raises:
        OSError: one could not be written, named by the error; those that stood before still stand.
    """
    temporaries = {path: path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in files}
    try:
        for path, temporary in temporaries.items():
            make_folder(path.parent)
            if path.is_dir():  # which the rename would find too late
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            try:
                _write_synced(temporary, files[path], mode)
            except OSError as error:  # a full disk is told without the file
                raise OSError(error.errno, error.strerror, str(path)) from error
        for path, temporary in temporaries.items():
            temporary.replace(path)
    finally:
        for temporary in temporaries.values():
            with suppress(OSError):  # what stopped the writing is told, not this
                temporary.unlink(missing_ok=True)
    for folder in {path.parent for path in files}:
        sync_folder(folder)


def _write_synced(path: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        if is_shared(path.parent):
            os.fchmod(descriptor, with_group(mode))
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def make_folder(path: Path, mode: int = 0o777) -> None:
    """`path` and what lacks above it; where the folder that it is made in is shared, it is too."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode, exist_ok=True)
    if is_shared(path.parent):
        path.chmod(with_group(mode & 0o770) | stat.S_ISGID)


def is_shared(folder: Path) -> bool:
    """Whether accounts of one group share it: what is made there is the group's, which may write there."""
    mode = folder.stat().st_mode
    return bool(mode & stat.S_ISGID and mode & stat.S_IWGRP)


def with_group(mode: int) -> int:
    """`mode` with the rights of the owner for the group too."""
    return mode | (mode & 0o700) >> 3


class DamagedState(ValueError):
    """A file of the warehouse's own that cannot be read any more; the message is its path."""


def read_json(path: Path) -> Any:
    """The content of a file that only this project writes.

    Raises:
        DamagedState: it was cut or altered by somebody else.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DamagedState(str(path)) from error


def link_to(link: Path, target: Path) -> None:
    """Point the symbolic link at `target`, in one step even where it stands already."""
    temporary = link.with_name(f".{link.name}.{os.getpid()}.link")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(os.path.relpath(target, link.parent))
    temporary.replace(link)
    sync_folder(link.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make what was written to `path` survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_read_only(folder: Path) -> None:
    """`folder` and all below it: files 0444, folders 0555."""
    for root, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(root) / name
            if not path.is_symlink():
                path.chmod(0o444)
        Path(root).chmod(0o555)


def remove_folder(folder: Path) -> None:
    """Remove `folder`, read-only or not; what cannot be removed now is left for the next time."""
    try:
        for root, _, _ in os.walk(folder):  # from the top: each must be writable to be emptied
            Path(root).chmod(0o755)
    except OSError:
        pass
    shutil.rmtree(folder, ignore_errors=True)

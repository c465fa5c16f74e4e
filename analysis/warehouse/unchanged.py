"""Whether a build would make what is published already: asked of the content of all that it depends on,
before anything that builds is loaded."""

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from analysis.base.files import write_atomically
from analysis.base.settings import PROJECT, DataDir, local_now
from analysis.warehouse.lock import build_lock

Inputs = dict[str, str]  # kind → hash

_CODE = ("analysis", "dbt_project.yml", "macros", "models", "profiles.yml", "tests/data")
_ROWS = ("layouts", "seeds")
_OF_HOME = ("layouts", "models", "seeds")
_VARIABLES = ("DBT_", "POLARS_", "SAFETY_")
# where things are, which is told by what is in them, and the language of what is said of a build
_NOT_ASKED = {"SAFETY_DATA", "SAFETY_HOME", "SAFETY_LANG", "SAFETY_PROJECT"}
_MADE = ("archive", "raw", "register", "published", "log")  # by ingest and build, as they left them
_CLOCK_TICK = 0.02  # seconds that the system's time of a file may lag behind


def inputs(data: DataDir, counties: Path | None = None) -> Inputs:
    """All that a build of today depends on; what cannot be read is like nothing else.

    Args:
        counties: holds the folders of those that keep one of their own.
    """
    own = [DataDir(folder) for folder in folders_of(counties)]
    current = data.current.resolve()
    return {
        **{part: _hash(_content(PROJECT / part)) for part in (*_CODE, *_ROWS)},
        "home": _hash(_content(*_parts_of_home())),
        "versions": _hash(f"{what}\0".encode() for what in _versions()),
        "environment": _hash(os.fsencode(f"{name}={value}\0") for name, value in _variables()),
        "day": f"{local_now():%Y-%m-%d}",
        "inbox": _hash(_looked_at(data.inbox)),
        "archive": archive_hash(data),
        "counties": _hash(part for one in own for part in _county_looked_at(one)),
        "county_archives": archives_hash({one.root.name: archive_hash(one) for one in own}),
        "raw": _raw(data),
        "register": _hash(_content(data.raw / "register")),
        "published": current.name + _hash(_content(current, without=("dbt", "log", "register"))),
        "log": _hash(_content(data.warehouse / "builds.json")),
    }


def folders_of(counties: Path | None) -> list[Path]:
    """The folders of counties, in the order of their names."""
    found = counties.iterdir() if counties else ()
    return sorted(f for f in found if f.is_dir() and not f.name.startswith("."))


def archive_hash(data: DataDir) -> str:
    """What was handed in there, and decided of it."""
    return _hash(_content(data.archive / "received.json", data.archive / "decisions.json"))


def archives_hash(hashes: Mapping[str, str]) -> str:
    """Of several counties, by the names of their folders."""
    return _hash(os.fsencode(f"{name}={hashes[name]}\0") for name in sorted(hashes))


def changed(data: DataDir, now: Inputs) -> list[str]:
    """The kinds of `now` that differ from what the published build depended on."""
    kept = _kept(data).get("inputs", {})
    return [kind for kind, found in now.items() if kept.get(kind) != found]


def found_current(data: DataDir, now: Inputs) -> str | None:
    """The published build, if nothing of `now` differs from what it depended on; that it was looked for
    is kept.

    Raises:
        Locked: a build is at work.
    """
    if changed(data, now):
        return None
    with build_lock(data.warehouse):
        kept = _kept(data) | {"checked_at": f"{local_now():%Y-%m-%d %H:%M}"}
        _keep(data, kept)
    return data.current.resolve().name


def last_check(data: DataDir) -> str | None:
    """When it was last found that a build would make what is published, if it ever was."""
    kept = _kept(data)
    return kept.get("checked_at") if kept.get("build_id") == data.current.resolve().name else None


class Proof:
    """What one build depends on, noted as it goes; `known` was looked at before anything was read."""

    def __init__(
        self, data: DataDir, known: Inputs | None = None, counties: Path | None = None
    ) -> None:
        self._data = data
        self._began = time.time()
        self._inputs = known or inputs(data, counties)
        self._raw: str | None = None

    def note_read(self, is_settled: bool, archives: Mapping[str, str]) -> None:
        """All files are read; `is_settled`: none of them waits to be tried again. `archives`: of the
        counties as they were then, which may go on since."""
        self._inputs["county_archives"] = archives_hash(archives)
        self._raw = _raw(self._data) if is_settled else None

    def keep(self, build_id: str, as_of: date) -> None:
        """Keep it with the published build. Where anything is in doubt nothing is kept, and the next build
        builds: what was kept of an earlier one does not fit what is published now."""
        now = inputs(self._data)
        with suppress(OSError):
            if now["raw"] == self._raw and not (self._was_written_to() or self._has_drift()):
                made = {kind: now[kind] for kind in _MADE} | {"day": f"{as_of}"}
                _keep(self._data, {"build_id": build_id, "inputs": self._inputs | made})

    def _was_written_to(self) -> bool:
        """Whether code or rows changed while the build ran, which may have read both states."""
        places = [*(PROJECT / part for part in (*_CODE, *_ROWS)), *_parts_of_home()]
        times = (path.lstat().st_ctime for place in places for path in _files(place))
        return max(times) > self._began - _CLOCK_TICK

    def _has_drift(self) -> bool:
        """Whether figures moved by the code alone; the next build finds that they stay."""
        from analysis.marts.open import opened  # whoever only asks does without DuckDB

        (database,) = self._data.current.resolve().glob("*.duckdb")
        with opened(database) as warehouse:
            return bool(warehouse.sql("from marts.fct_drift limit 1").fetchall())


def _kept(data: DataDir) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads(_file(data).read_text(encoding="utf-8"))
        return kept if isinstance(kept["inputs"], dict) else {}
    except (OSError, ValueError, LookupError, TypeError, RecursionError):  # the next build builds
        return {}


def _keep(data: DataDir, kept: dict[str, Any]) -> None:
    write_atomically(_file(data), json.dumps(kept, indent=1).encode())


def _file(data: DataDir) -> Path:
    return data.warehouse / "inputs.json"


def _raw(data: DataDir) -> str:
    return _hash(_content(data.raw, without=("register",)))


def _parts_of_home() -> list[Path]:
    home = os.environ.get("SAFETY_HOME") or os.environ.get("SAFETY_PROJECT")
    return [Path(home) / part for part in _OF_HOME] if home else []


def _versions() -> list[str]:
    """Python's, the machine's, and every package with its own."""
    places = [Path(place) for place in sys.path if place]
    packages = {found.name for place in places for found in place.glob("*.dist-info")}
    return [sys.version, os.uname().machine, *sorted(packages)]


def _variables() -> list[tuple[str, str]]:
    """Those that the build, or what it is made with, may read."""
    found = [(n, v) for n, v in os.environ.items() if n.startswith(_VARIABLES)]
    return sorted((name, value) for name, value in found if name not in _NOT_ASKED)


def _county_looked_at(county: DataDir) -> Iterator[bytes]:
    yield os.fsencode(county.root.name)
    yield from _looked_at(county.inbox)


def _looked_at(inbox: Path) -> Iterator[bytes]:
    """Of each file what ingest knows it by (`Archive.take`): one that differs is a new hand-in."""
    for path in _files(inbox):
        about = path.lstat()
        yield os.fsencode(path.relative_to(inbox))
        yield f"\0{about.st_mode} {about.st_size} {about.st_mtime_ns}\0".encode()


def _content(*places: Path, without: tuple[str, ...] = ()) -> Iterator[bytes]:
    """The names and contents of files, and of all files below folders."""
    for place in places:
        for path in _files(place, *without):
            with path.open("rb", buffering=0) as file:
                yield os.fsencode(path.relative_to(place))
                yield f"\0{os.fstat(file.fileno()).st_size}\0".encode()
                while part := file.read(1 << 20):
                    yield part
        yield b"\0"


def _files(place: Path, *skipped: str) -> Iterator[Path]:
    """A file; or all files below a folder, and links to folders, which nobody follows."""
    if place.is_file():
        yield place
    for folder, folders, names in os.walk(place):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        folders[:] = sorted({*folders} - {"__pycache__", *skipped, *links})
        yield from (Path(folder, name) for name in sorted([*names, *links]))


def _hash(parts: Iterable[bytes]) -> str:
    digest = hashlib.blake2b(digest_size=32)
    try:
        for part in parts:
            digest.update(part)
    except OSError:
        return os.urandom(16).hex()
    return digest.hexdigest()

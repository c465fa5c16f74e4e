"""Counties that keep data folders of their own: each is looked at by a process of its own, and one
warehouse is built of what all of them hold."""

import errno
import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis.base.files import DamagedState
from analysis.base.places import areas_handing_in, counties, names_of
from analysis.base.processes import end_with_parent
from analysis.base.settings import PROJECT, DataDir, layouts_folder, setting
from analysis.base.text import squeeze
from analysis.forms.layout import load_layouts
from analysis.ingest.missing import Missing
from analysis.ingest.run import Ingested, Look, When, corrections_of, ingest, joined, look
from analysis.ingest.store import Progress, RawStore
from analysis.messages import Message, has_wording
from analysis.warehouse.lock import Locked, build_lock
from analysis.warehouse.unchanged import archive_hash, folders_of

_LOGGER = logging.getLogger("safety")


@dataclass(frozen=True)
class Job:
    """A county's `folder`, to be looked at; its rows are kept in `raw`, not in the county's own, which
    other layouts and regions may have read."""

    county: str
    folder: Path
    raw: Path
    when: When
    workers: int


Answer = tuple[Look, str] | Message | OSError  # with the hash of the archive; its trouble; ours


def ingest_with_counties(
    data: DataDir, folder: Path | None, progress: Progress | None, when: When
) -> Ingested:
    """Ingest the own inbox, and those of all counties that have a data folder in `folder`. What is wrong
    with one of them is told of it alone.

    Raises:
        LayoutError: a layout cannot be used.
        CorrectionError: a correction cannot be understood.
        OSError: the own folder cannot be read or written.
    """
    if folder is None:
        return ingest(data, layouts_folder(), progress, when)
    layouts = load_layouts(layouts_folder())
    corrections = corrections_of(layouts)
    data.inbox.mkdir(parents=True, exist_ok=True)
    found, missing = _by_county(folders_of(folder.resolve()))
    own = look(data, RawStore(data.raw), layouts, when, progress, found.keys())
    at_once = max(1, min(len(found), os.cpu_count() or 1))
    workers = max(1, (os.cpu_count() or 1) // at_once)
    jobs = [Job(*one, data.raw.resolve(), when, workers) for one in found.items()]
    looks, archives = [own], {}
    with _asked(jobs, at_once) as answers:
        for done, (job, answer) in enumerate(zip(jobs, answers, strict=True), start=1):
            if isinstance(answer, OSError):
                raise answer
            if isinstance(answer, Message):
                missing.append(Missing(job.folder.name, job.county, answer))
            else:
                looks.append(answer[0])
                archives[job.folder.name] = answer[1]
            if progress:
                progress(done, len(jobs), job.folder.name)
    missing += _without_folder(own, found.keys())
    return joined(looks, layouts, corrections, when, missing, archives)


def _by_county(folders: Sequence[Path]) -> tuple[dict[str, Path], list[Missing]]:
    """By region, its folder; and those whose names tell none, or one that another tells too."""
    found: dict[str, Path] = {}
    missing = []
    for folder in folders:
        name = squeeze(folder.name)
        named = [
            area.region_id
            for area in areas_handing_in()
            if name in {area.region_id, *map(squeeze, names_of(area.region_id))}
        ]
        if len(named) != 1:
            missing.append(Missing(folder.name, None, Message("county_unknown")))
        elif named[0] in found:
            other = {"folder": found[named[0]].name}
            missing.append(Missing(folder.name, named[0], Message("county_twice", other)))
        else:
            found[named[0]] = folder
    return found, missing


def _without_folder(own: Look, found: Iterable[str]) -> Iterator[Missing]:
    """Counties that hand in nowhere; a folder that was not mounted must not pass for one."""
    here = {*found, *(outcome.hand_in.reporting_region_id for outcome in own.outcomes)}
    for county in counties():
        if county.region_id not in here:
            yield Missing(county.name_zh, county.region_id, Message("county_no_folder"))


@contextmanager
def _asked(jobs: Sequence[Job], at_once: int) -> Iterator[Iterator[Answer]]:
    """The answers to `jobs`, in their order; however this ends, no process is left."""
    running: list[subprocess.Popen[bytes]] = []

    def ask(job: Job) -> Answer:
        # no pool: a process that breaks must break nothing else
        process = subprocess.Popen(
            [sys.executable, "-c", "from analysis.counties import answer; answer()"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        running.append(process)
        said, errors = process.communicate(pickle.dumps(job))
        if process.returncode == 0:
            found: Answer = pickle.loads(said)
            return found
        _LOGGER.error("%s: %s", job.folder, errors.decode(errors="replace"))
        return Message("county_failed", {"code": process.returncode})

    pool = ThreadPoolExecutor(at_once)
    try:
        yield pool.map(ask, jobs)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in running:
            process.kill()
        pool.shutdown()


def answer() -> None:
    """In a process of its own: the job that comes in, done, and what came of it given back."""
    end_with_parent()
    given = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is no answer
    found = _answer(pickle.load(sys.stdin.buffer))
    with os.fdopen(given, "wb") as back:
        pickle.dump(found, back)


def _answer(job: Job) -> Answer:
    data = DataDir(job.folder)
    try:
        if not data.inbox.is_dir():  # nor is it made: perhaps nothing is mounted there
            return Message("county_no_inbox")
        with build_lock(data.warehouse, setting("max_wait_seconds")):
            store = RawStore(job.raw, job.county, job.workers)
            found = look(data, store, load_layouts(layouts_folder()), job.when)
            return found, archive_hash(data)
    except Locked as error:
        return Message("county_locked", error.holder)
    except DamagedState as error:
        return Message("county_damaged", {"file": Path(str(error)).name})
    except OSError as error:
        if Path(error.filename or "").is_relative_to(job.raw):
            return error
        return Message("county_unreadable", {"reason": _reason(error)})


def _reason(error: OSError) -> Message:
    code = f"os_reason_{errno.errorcode.get(error.errno or 0)}"
    if has_wording(code):
        return Message(code)
    return Message("os_reason_other", {"detail": error.strerror or error})

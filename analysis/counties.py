"""Counties that keep data folders of their own: each is looked at by a process of its own, and one
warehouse is built of what all of them hold."""

import errno
import logging
import os
import pickle
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
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
from analysis.messages import Message, Several, has_wording
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
    found, missing = _by_county(data, folders_of(folder.resolve()))
    with_folder = {*found, *(one.county for one in missing if one.county)}
    own = look(data, RawStore(data.raw), layouts, when, progress, with_folder)
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
    missing += _without_folder(own, with_folder)
    return joined(looks, layouts, corrections, when, missing, archives)


def _by_county(own: DataDir, folders: Sequence[Path]) -> tuple[dict[str, Path], list[Missing]]:
    """By region, its folder; and those whose names tell none, and those that are not a county's alone."""
    named: dict[str, list[Path]] = defaultdict(list)
    missing = []
    for folder in folders:
        name = squeeze(folder.name)
        meant = [
            area.region_id
            for area in areas_handing_in()
            if name in {area.region_id, *map(squeeze, names_of(area.region_id))}
        ]
        if len(meant) == 1:
            named[meant[0]].append(folder)
        else:
            missing.append(Missing(folder.name, None, Message("county_unknown")))
    every = [own.root, *(folder for some in named.values() for folder in some)]
    places = {folder: _places(DataDir(folder)) for folder in every}
    found = {}
    for county, some in named.items():
        for folder in some:
            # which of two folders is whose nobody knows: a part must not pass for the whole
            others = [o for o in some if o != folder]
            code = "county_twice" if others else "county_shared"
            others = others or [o for o in every if _shares(folder, o, places)]
            if others:
                reason = Message(code, {"folders": Several([o.name for o in others])})
                missing.append(Missing(folder.name, county, reason))
            else:
                found[county] = folder
    return found, missing


def _shares(folder: Path, other: Path, places: dict[Path, dict[tuple[int, int], bool]]) -> bool:
    """Whether a folder leads to what is `other`'s too, and not by a link of `other` alone."""
    mine, theirs = places[folder], places[other]
    return folder != other and any(mine[p] or not theirs[p] for p in mine.keys() & theirs)


def _places(data: DataDir) -> dict[tuple[int, int], bool]:
    """What its inbox and its archive are on the disk, and whether a link leads there."""
    found = {}
    for folder in (data.inbox, data.archive):
        with suppress(OSError):
            about, is_linked = folder.stat(), folder != folder.resolve()
            found[about.st_dev, about.st_ino] = is_linked
    return found


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
    limit = setting("max_wait_seconds") + setting("max_county_seconds")

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
        try:
            said, errors = process.communicate(pickle.dumps(job), limit)
        except subprocess.TimeoutExpired:
            process.kill()  # nor is its end waited for, which a disk that is gone may hold
            return Message("county_stuck", {"minutes": f"{limit / 60:g}"})
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

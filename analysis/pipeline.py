"""One build: ingest, dbt in a fresh directory, tests, publication."""

import logging
import secrets
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time
from importlib.metadata import version
from pathlib import Path
from threading import Thread

import duckdb
import polars as pl

from analysis.base.files import write_atomically
from analysis.base.settings import PROJECT, DataDir, layouts_folder, local_now, project_folder
from analysis.base.stopped import stop_behind
from analysis.counties import ingest_with_counties
from analysis.forms.layout import load_layouts
from analysis.ingest.run import Ingested, When, write_tables
from analysis.marts.open import FILE_NAME
from analysis.marts.snapshot import Snapshot
from analysis.privacy.gate import reason_shown
from analysis.privacy.vocabulary import shown_words
from analysis.warehouse.before import nothing_before, read_before, write_before
from analysis.warehouse.build_log import SCHEMA, Build, BuildLog
from analysis.warehouse.dbt import DbtResult, Failure, run_build
from analysis.warehouse.lake import lake_held
from analysis.warehouse.lock import build_lock
from analysis.warehouse.publish import clean_up, keep_as_of, publish, seal, trusted_file
from analysis.warehouse.seed_check import check_seeds
from analysis.warehouse.seed_tables import seeds_in
from analysis.warehouse.staged import check_staged
from analysis.warehouse.unchanged import Inputs, Proof

Progress = Callable[[str, int, int, str], None]
SITUATION, EXPLORER = "situation.html", "explorer.html"
_LOGGER = logging.getLogger("safety")


@dataclass(frozen=True)
class BuildResult:
    """How a build ended: its log entry, what was ingested, why it was not published, and what it warns
    of."""

    build: Build
    ingested: Ingested
    failures: list[Failure]
    warnings: list[Failure] = field(default_factory=list)

    @property
    def is_published(self) -> bool:
        """Whether readers can open it, as the current build or as of its day."""
        return self.build.status in ("published", "kept")


class RefusedFiles(RuntimeError):
    """A strict build met files that were held or rejected."""

    def __init__(self, ingested: Ingested) -> None:
        super().__init__("refused files")
        self.ingested = ingested


def build(  # long: the one way from files to publication, and what it takes
    data: DataDir,
    strict: bool = False,
    progress: Progress | None = None,
    as_of: date | None = None,
    accept_drift: str | None = None,
    dated_by_files: bool = False,
    known: Inputs | None = None,
    counties: Path | None = None,
) -> BuildResult:
    """Build from everything handed in and publish it if every test passes.

    Args:
        data: where everything is.
        strict: stop where a file was held or rejected.
        progress: told (stage, done, of all, name).
        as_of: build what was known at the end of that day, and keep it beside the current build.
        dated_by_files: what is met now was received when the files say (see `When`).
        accept_drift: why figures may move although no hand-in did (new code, a changed seed).
        known: what the build depends on, where the caller looked at it already.
        counties: the folder of the data folders of counties that keep one of their own.

    Raises:
        Locked: another build is at work.
        EngineUnusable: what it was to build on is not there.
        LockLost: another may have built in the lake meanwhile.
        RefusedFiles: `strict`, and a file was refused.
        LayoutError: a layout cannot be used.
        CorrectionError: a correction cannot be understood.
        SeedsRefused: a row of a seed cannot be used.
    """
    proof = Proof(data, known, counties)
    check_seeds(seeds_in(project_folder()))
    with build_lock(data.warehouse), lake_held(data) as check_held:
        log = BuildLog(data.warehouse)
        log.settle(data.warehouse, is_running=False)
        clean_up(data, [b.build_id for b in log.builds if b.status == "published"])
        started = local_now()
        run = _start(started, as_of or started.date())
        log.put(run)
        try:
            received_by = datetime.combine(as_of, time.max) if as_of else datetime.max
            when = When(received_by, dated_by_files)
            check_staged(load_layouts(layouts_folder()).values(), project_folder())
            ingested = ingest_with_counties(data, counties, _stage(progress, "read"), when)
            proof.note_read(ingested.is_settled, ingested.archives)
            if strict and _has_refused(ingested):
                raise RefusedFiles(ingested)
            run = replace(run, files_read=ingested.files_read)
            tables = {"run": _run_table(run, accept_drift), "builds": log.table()}
            trusted = trusted_file(data, log) if as_of is None else None
            before = read_before(trusted) if trusted else nothing_before()
            for register in _registers(data, run, is_current=as_of is None):
                _write_register(register, ingested, tables, before)
            # a second to import, and this process has nothing else to do
            Thread(target=_page_makers).start()
            result = run_build(data, data.builds / run.build_id, _stage(progress, "dbt"))
            run = _finish(run, result, "published" if as_of is None else "kept")
            if result.ok:
                run = _publish(data, log, run, as_of is None, check_held)
            log.put(run)
            if run.status == "published" and not run.detail:  # else a page is tried again
                proof.keep(run.build_id, run.as_of)
        except BaseException as error:
            _close(data, log, run, error)
            raise
        return BuildResult(run, ingested, result.failures, result.warnings)


def _publish(
    data: DataDir, log: BuildLog, run: Build, is_current: bool, check_held: Callable[[], None]
) -> Build:
    """Publish a build that passed, its intent in the log first; its entry."""
    _record(data, run)
    if problems := _write_pages(data.builds / run.build_id):
        run = replace(run, detail="; ".join(problems))
    run = replace(run, sha256=seal(data, run.build_id))
    check_held()
    log.put(replace(run, status="publishing"))
    if is_current:
        publish(data, run.build_id)
    else:
        keep_as_of(data, run.build_id, run.as_of)
    return run


def _close(data: DataDir, log: BuildLog, run: Build, error: BaseException) -> None:
    """Close the entry of a build that did not come to its end. Where even that fails (a full disk),
    the next one that reads the log does it."""
    entry = next(b for b in log.builds if b.build_id == run.build_id)
    status = "interrupted" if stop_behind(error) else "failed"
    detail = f"{type(error).__name__}: {error}"
    with suppress(OSError):
        log.put(replace(entry, finished_at=local_now()))
        log.settle(data.warehouse, is_running=True)  # it may have been published already
        entry = log.builds[-1]
        if entry.status in ("running", "publishing"):
            entry = replace(entry, status=status, detail=detail)
        log.put(entry)


def _stage(progress: Progress | None, stage: str) -> Callable[[int, int, str], None] | None:
    return (lambda done, total, name: progress(stage, done, total, name)) if progress else None


def _has_refused(ingested: Ingested) -> bool:
    return ingested.tables["hand_ins"]["status"].is_in(["held", "rejected"]).any()


def _start(started: datetime, as_of: date) -> Build:
    build_id = f"{started:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    return Build(build_id, started, as_of, _code_version())


def _registers(data: DataDir, run: Build, is_current: bool) -> list[Path]:
    """Where dbt finds its tables: the build's own folder, and that of `dbt build` by hand."""
    own = data.builds / run.build_id / "register"
    return [own, data.raw / "register"] if is_current else [own]


def _write_register(
    register: Path,
    ingested: Ingested,
    tables: dict[str, pl.DataFrame],
    before: dict[str, pl.DataFrame],
) -> None:
    write_tables(ingested, register)
    for name, table in tables.items():
        table.write_parquet(register / f"{name}.parquet")
    write_before(before, register)


def _run_table(run: Build, accept_drift: str | None) -> pl.DataFrame:
    row = {
        "build_id": [run.build_id],
        "as_of": [run.as_of],
        "drift_accepted_because": [accept_drift and reason_shown(accept_drift, shown_words())],
    }
    return pl.DataFrame(row, schema_overrides={"drift_accepted_because": pl.String})


def _finish(run: Build, result: DbtResult, done: str) -> Build:
    counts = result.counts
    failed = counts["test.fail"] + counts["test.error"]
    return replace(
        run,
        status=done if result.ok else "failed",
        finished_at=local_now(),
        models_built=counts["model.success"] + counts["seed.success"],
        tests_passed=counts["test.pass"],
        tests_warned=counts["test.warn"],
        tests_failed=failed,
        detail="; ".join(f"{f.name}: {f.message}" for f in result.failures) or None,
    )


def _record(data: DataDir, run: Build) -> None:
    """Write the build's own row, which dbt could not know, and close the file whole."""
    values = asdict(run)
    # as text: DuckDB loads pandas, half a second, to look at a parameter
    texts = [None if values[name] is None else str(values[name]) for name in SCHEMA]
    quoted = ["null" if text is None else "'" + text.replace("'", "''") + "'" for text in texts]
    with duckdb.connect(data.builds / run.build_id / FILE_NAME) as connection:
        connection.execute(
            f"insert into marts.fct_builds ({', '.join(SCHEMA)}) values ({', '.join(quoted)})"  # noqa: S608
        )
        connection.execute("checkpoint")


def _write_pages(folder: Path) -> list[str]:
    """Write the pages for leaders and analysts; what went wrong, if anything: tested figures are
    published even where a page about them cannot be drawn."""
    problems: list[str] = []
    marts: Snapshot | None = None
    for name in (SITUATION, EXPLORER):
        try:
            marts = marts or Snapshot(path=folder / FILE_NAME)
            page = _page_makers()[name](marts)
        except (Exception, SystemExit) as error:
            _LOGGER.exception(name)
            problems.append(f"{name}: {type(error).__name__}: {error}")
        else:
            write_atomically(folder / name, page.encode())
    return problems


def _page_makers() -> dict[str, Callable[[Snapshot], str]]:
    """What writes each page; imported while dbt works, not before the files are read."""
    from analysis.pages.explorer import explorer_page
    from analysis.pages.situation import situation_page

    return {SITUATION: situation_page, EXPLORER: explorer_page}


def _code_version() -> str:
    command = ["git", "-C", str(PROJECT), "describe", "--always", "--dirty"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return version("city-safety-warehouse")
    return found.stdout.strip()

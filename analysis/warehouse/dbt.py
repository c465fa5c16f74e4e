"""dbt in a process of its own, so that no lock of its outlives it."""

import json
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NotRequired, TypedDict, cast

import duckdb

from analysis.base.engine import decided, is_on_lake, is_on_spark
from analysis.base.files import write_atomically
from analysis.base.settings import PROJECT, DataDir, project_folder, setting
from analysis.base.stopped import uninterrupted
from analysis.marts.open import FILE_NAME
from analysis.warehouse.lake import open_lake
from analysis.warehouse.parquet import PARQUET, open_parquet, unhidden
from analysis.warehouse.run_dbt import opened_path

TIMEOUT_SECONDS = 3600
_ROWS_SHOWN = 5
_RENAMED_BY_DBT = ("unique_field", "value_field", "from_field")


class Event(TypedDict):
    """What `analysis.warehouse.run_dbt` prints of something that happened; `done` nodes of `of` and the
    `name` of the last, where it is that one has ended."""

    level: str
    message: str
    done: NotRequired[int]
    of: NotRequired[int]
    name: NotRequired[str]


class Outcome(TypedDict):
    """How a node ended: the `relation` that it made; of a test that failed its compiled `query`, the nodes
    that it asked about, and the `column` where it is about one."""

    unique_id: str
    status: str
    message: str
    relation: str | None
    query: str | None
    depends_on: list[str]
    column: str | None


@dataclass(frozen=True)
class Failure:
    """A test or model that failed: its name, dbt's message, the first rows that failed it (column →
    value), and the paths of the hand-ins behind all of them, where they can be told."""

    name: str
    message: str
    rows: list[dict[str, object]]
    hand_ins: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class DbtResult:
    """How a run ended; `counts` by resource type and status."""

    ok: bool
    counts: Counter[str]
    failures: list[Failure]
    warnings: list[Failure] = field(default_factory=list)


def environment(raw: Path, register: Path, database: Path) -> dict[str, str]:
    """What the profile and the sources read, and the folders that `analysis.warehouse.run_dbt` opens
    under the names that stand there: dbt keeps what it parsed only while no path in its profile
    differs, and a folder may have a name that globs or quotes of SQL would read otherwise."""
    folders = [str(folder.resolve()) for folder in (raw, register, database.parent)]
    # Spark reads in processes of its own, which have not open what we have
    seen = folders if is_on_spark() else [opened_path(number) for number in range(3)]
    return decided() | {
        "SAFETY_FOLDERS": json.dumps(folders),
        "SAFETY_RAW": seen[0],
        "SAFETY_REGISTER": seen[1],
        "SAFETY_DUCKDB": f"{seen[2]}/{database.name}",
        "SAFETY_MEMORY": str(int(setting("build_memory_mb"))),
        "DO_NOT_TRACK": "1",
        **({"SAFETY_PARQUET": f"{seen[2]}/{PARQUET}"} if is_on_spark() else {}),
    }


def run_build(
    data: DataDir,
    folder: Path,
    progress: Callable[[int, int, str], None] | None = None,
) -> DbtResult:
    """Seeds, models and data tests into the database of the build in `folder`, from its
    ``register``; unit tests belong to the test suite, and those of seeds were asked before
    (`analysis.warehouse.seed_check`).

    A run that takes longer than `TIMEOUT_SECONDS` is ended, and counts as failed.
    """
    log_folder = folder / "log"
    # A folder of its own, so that a dbt left over from a killed build cannot meddle.
    target = folder / "dbt"
    parsed = project_folder() / "target" / "partial_parse.msgpack"
    target.mkdir(parents=True, exist_ok=True)
    log_folder.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):  # nothing parsed before, or nothing that we may read
        shutil.copy(parsed, target)
    words = ["build", "--target-path", str(target), "--log-path", str(log_folder)]
    words += ["--exclude-resource-type", "unit_test", "--exclude-resource-type", "exposure"]
    words += ["--exclude", "path:seeds,resource_type:test", "--indirect-selection", "empty"]
    words += ["--log-level-file", "none", "--no-write-json"]
    said: list[str] = []
    outcomes: list[Outcome] = []
    with (log_folder / "dbt.log").open("w", buffering=1, encoding="utf-8") as log:

        def hear(event: Event) -> None:
            log.write(event["message"] + "\n")
            if event["level"] == "error":
                said.append(event["message"])
            if progress and "done" in event:
                progress(event["done"], event["of"], event["name"])

        raw = unhidden(data.raw, folder) if is_on_spark() else data.raw
        where = environment(raw, folder / "register", folder / FILE_NAME)
        code = call_dbt(words, where, hear, outcomes.append)
    with suppress(OSError):  # a project that we may not write to is parsed anew each time
        write_atomically(parsed, (target / parsed.name).read_bytes())
    if code == 0:  # else somebody may want to read what was asked
        shutil.rmtree(target, ignore_errors=True)
        if is_on_spark():
            open_parquet(folder)
        elif is_on_lake():
            open_lake(folder)
    if not outcomes:
        return DbtResult(False, Counter(), [Failure("dbt", "\n".join(said) or f"exit {code}", [])])
    return _result(outcomes, folder / FILE_NAME, code)


def call_dbt(
    words: list[str],
    env: dict[str, str],
    hear: Callable[[Event], None],
    ended: Callable[[Outcome], None] = lambda _: None,
) -> int:
    """Run dbt on the project in a process of its own, telling `hear` what happens, and at its end
    `ended` of every node; its exit code."""
    project = str(project_folder())
    command = [
        *(sys.executable, "-m", "analysis.warehouse.run_dbt", "--no-version-check", *words),
        *("--project-dir", project, "--profiles-dir", project),
    ]
    with ExitStack() as ending:
        with uninterrupted():  # else a signal here leaves a dbt that nobody ends
            process = subprocess.Popen(
                command,
                cwd=PROJECT,
                env=env,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
            )
            ending.callback(_end, process)
            watchdog = threading.Timer(TIMEOUT_SECONDS, process.kill)
            ending.callback(watchdog.cancel)
            watchdog.start()
        for said in _lines(process):
            if "outcome" in said:
                ended(cast("Outcome", said["outcome"]))
            else:
                hear(cast("Event", said))
        return process.wait()


def _end(process: subprocess.Popen[str]) -> None:
    """End dbt and read to the end of its output: helpers that it started hold it until they have ended too."""
    process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=10)


def _lines(process: subprocess.Popen[str]) -> Iterator[dict[str, object]]:
    """What `analysis.warehouse.run_dbt` prints; a line that is none of its own is an error's, also where
    it is JSON, as PySpark's log is."""
    for line in process.stdout or ():
        try:
            said = json.loads(line)
        except ValueError:
            said = None
        if isinstance(said, dict) and ("outcome" in said or {"level", "message"} <= said.keys()):
            yield said
        else:
            yield {"level": "error", "message": line.rstrip()}


def _result(outcomes: list[Outcome], database: Path, code: int) -> DbtResult:
    relations = {one["unique_id"]: one["relation"] for one in outcomes}
    counts: Counter[str] = Counter()
    failures: list[Failure] = []
    warnings: list[Failure] = []
    for one in outcomes:
        kind, _, name = one["unique_id"].split(".")[:3]
        counts[f"{kind}.{one['status']}"] += 1
        if one["status"] in ("fail", "error", "warn"):
            failure = Failure(name, one["message"], [])
            # what Spark asked DuckDB may not understand, and in a lake nothing opens what failed
            if one["status"] != "error" and one["query"] and not (is_on_spark() or is_on_lake()):
                rows, hand_ins = failing_rows(database, one["query"], one, relations)
                failure = replace(failure, rows=rows, hand_ins=hand_ins)
            (warnings if one["status"] == "warn" else failures).append(failure)
    return DbtResult(code == 0, counts, failures, warnings)


def failing_rows(
    database: Path, query: str, test: Outcome, relations: Mapping[str, str | None]
) -> tuple[list[dict[str, object]], list[str]]:
    """The first rows that `query`, the compiled `test`, finds, and the paths of the hand-ins behind
    all that it finds: named by the rows, or by rows of the tested models with the same values.

    Args:
        relations: of the nodes that were run, by id.
    """
    with duckdb.connect(database, read_only=True) as connection:
        found = connection.execute(query)
        names = [column[0] for column in found.description]
        rows = found.fetchmany(_ROWS_SHOWN)
        shown = [dict(zip(names, row, strict=True)) for row in rows]
        paths: set[str] = set()
        for behind in _hand_ins_behind(connection, query, names, test, relations):
            with suppress(duckdb.Error):  # a query of ours that a model of tomorrow does not fit
                paths |= {path for (path,) in connection.execute(behind).fetchall()}
    return shown, sorted(paths)


def _hand_ins_behind(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    names: list[str],
    test: Outcome,
    relations: Mapping[str, str | None],
) -> Iterator[str]:
    """Queries for paths of hand-ins; those of a test that says the hand-in itself are enough."""
    paths = "select distinct path from staging.stg_hand_ins where hand_in_id in"
    if "hand_in_id" in names:
        yield f"{paths} (select hand_in_id from ({query}))"  # noqa: S608
        return
    tested = str(test["column"])
    for parent in test["depends_on"]:
        relation = relations.get(parent)
        columns = _columns(connection, relation) if relation else set()
        if "hand_in_id" not in columns:
            continue
        # dbt's own tests show the tested column under another name
        pairs = [(n, tested if n in _RENAMED_BY_DBT else n) for n in names]
        same = " and ".join(
            f'bad."{ours}" is not distinct from model."{theirs}"'
            for ours, theirs in pairs
            if theirs in columns
        )
        if same:
            yield (
                f"{paths} (select model.hand_in_id from {relation} as model "  # noqa: S608
                f"inner join ({query}) as bad on {same})"
            )


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> set[str]:
    try:
        found = connection.execute(f"select * from {relation} limit 0").description  # noqa: S608
    except duckdb.Error:
        return set()  # the test failed before the model was built
    return {column[0] for column in found}

"""dbt in a process of its own, so that no lock of its outlives it."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analysis.files import link_to
from analysis.settings import PROJECT, DataDir, setting
from analysis.warehouse.open import FILE_NAME

TIMEOUT_SECONDS = 3600
_ROWS_SHOWN = 5


@dataclass(frozen=True)
class Failure:
    """A test or model that failed: its name, dbt's message, and the first rows that failed it."""

    name: str
    message: str
    rows: list[str]


@dataclass(frozen=True)
class DbtResult:
    """How a run ended; `counts` by resource type and status."""

    ok: bool
    counts: Counter[str]
    failures: list[Failure]


def environment(data: DataDir, register: Path, database: Path) -> dict[str, str]:
    """What the profile and the sources read; quotes are doubled, as the paths stand in SQL."""
    return os.environ | {
        "SAFETY_RAW": str(data.raw).replace("'", "''"),
        "SAFETY_REGISTER": str(register).replace("'", "''"),
        "SAFETY_DUCKDB": str(database),
        "SAFETY_MEMORY": str(int(setting("build_memory_mb"))),
        "DO_NOT_TRACK": "1",
    }


def run_build(
    data: DataDir,
    folder: Path,
    progress: Callable[[int, int, str], None] | None = None,
) -> DbtResult:
    """Seeds, models and data tests into the database of the build in `folder`, from its
    ``register``; unit tests belong to the test suite.

    A run that takes longer than `TIMEOUT_SECONDS` is ended, and counts as failed.
    """
    database, log_folder = folder / FILE_NAME, folder / "log"
    # dbt keeps what it parsed only while the paths in its profile stay the same.
    link_to(data.building, folder)
    # A folder of its own, so that a dbt left over from a killed build cannot meddle.
    target = folder / "dbt"
    parsed = data.warehouse / "partial_parse.msgpack"
    target.mkdir(parents=True, exist_ok=True)
    if parsed.exists():
        shutil.copy(parsed, target)
    command = [
        sys.executable, "-m", "analysis.run_dbt", "--no-version-check", "build",
        "--exclude-resource-type", "unit_test", "--exclude-resource-type", "exposure",
        "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT),
        "--target-path", str(target), "--log-path", str(log_folder), "--log-level-file", "none",
    ]  # fmt: skip
    results_file = target / "run_results.json"
    log_folder.mkdir(parents=True, exist_ok=True)
    said: list[str] = []
    with (log_folder / "dbt.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=environment(data, data.building / "register", data.building / FILE_NAME),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        watchdog = threading.Timer(TIMEOUT_SECONDS, process.kill)
        watchdog.start()
        try:
            for event in _events(process):
                message = str(event["message"])
                log.write(message + "\n")
                if event["level"] == "error":
                    said.append(message)
                if progress and "done" in event:
                    progress(int(event["done"]), int(event["of"]), str(event["name"]))
            code = process.wait()
        finally:
            watchdog.cancel()
            process.kill()
    if (target / parsed.name).exists():
        (target / parsed.name).replace(parsed)
    if not results_file.exists():
        return DbtResult(False, Counter(), [Failure("dbt", "\n".join(said) or f"exit {code}", [])])
    return _result(results_file, database, code)


def _events(process: subprocess.Popen[str]) -> Iterator[dict[str, object]]:
    """What `analysis.run_dbt` prints; a line that is none of its own is an error's."""
    for line in process.stdout or ():
        try:
            yield dict(json.loads(line))
        except (TypeError, ValueError):
            yield {"level": "error", "message": line.rstrip()}


def _result(results_file: Path, database: Path, code: int) -> DbtResult:
    results = json.loads(results_file.read_text(encoding="utf-8"))["results"]
    counts: Counter[str] = Counter()
    failures = []
    for result in results:
        kind = result["unique_id"].split(".")[0]
        counts[f"{kind}.{result['status']}"] += 1
        if result["status"] in ("fail", "error"):
            rows = _failing_rows(database, result) if result["status"] == "fail" else []
            name = result["unique_id"].split(".")[2]
            failures.append(Failure(name, result["message"] or "", rows))
    return DbtResult(code == 0, counts, failures)


def _failing_rows(database: Path, result: dict[str, object]) -> list[str]:
    query = result.get("compiled_code")
    if not query:
        return []
    with duckdb.connect(database, read_only=True) as connection:
        found = connection.execute(str(query))
        names = [column[0] for column in found.description]
        rows = found.fetchmany(_ROWS_SHOWN)
    return [", ".join(f"{n}={v}" for n, v in zip(names, row, strict=True)) for row in rows]

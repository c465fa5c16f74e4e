"""Verbs as processes of their own, as users and schedulers start them."""

import os
import subprocess
import sys
from pathlib import Path

from analysis.base.settings import PROJECT

SAFETY = [sys.executable, "-m", "analysis.cli"]


def environment(data: Path) -> dict[str, str]:
    return os.environ | {"SAFETY_DATA": str(data), "PYTHONPATH": str(PROJECT)}


def by_hand(data: Path, database: Path) -> dict[str, str]:
    """What somebody sets who runs dbt without us."""
    paths = {"RAW": data / "raw", "REGISTER": data / "raw/register", "DUCKDB": database}
    return os.environ | {f"SAFETY_{name}": str(path) for name, path in paths.items()}


def start(words: list[str], data: Path) -> subprocess.Popen[str]:
    """Start `words` in a session of its own."""
    return subprocess.Popen(
        words,
        cwd=PROJECT,
        env=environment(data),
        start_new_session=True,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def run(words: list[str], data: Path) -> tuple[int, str]:
    """The exit code and the output of `words`. No process outlives a build (a browser that drew
    charts may take a moment longer than its verb)."""
    process = start(words, data)
    output, _ = process.communicate(timeout=300)
    if "build" in words:
        assert not alive(process.pid)
    return process.returncode, output


def alive(session: int) -> list[str]:
    """Commands of the processes of `session` that still run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, *rest = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue  # it ended meanwhile
        if int(rest[2]) == session and state != "Z":
            found.append(command)
    return found

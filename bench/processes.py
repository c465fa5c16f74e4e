"""What a command takes: CPU seconds and memory of all its processes together."""

import resource
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from analysis.base.settings import PROJECT

_EVERY_SECONDS = 0.1


def cpu_seconds() -> float:
    """User and system time of this process, and of those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def run(command: Sequence[str]) -> tuple[str, float]:
    """Run `command`; its output, and the most megabytes that all its processes had at once, each
    page that several of them share divided among them.

    Raises:
        RuntimeError: it failed; the message is the end of its output.
    """
    peak = 0.0
    with subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        while process.poll() is None:
            peak = max(peak, sum(_megabytes(one) for one in _tree(process.pid)))
            time.sleep(_EVERY_SECONDS)
        said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {said}"[-3000:])
    return said, peak


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))


def _megabytes(pid: int) -> float:
    with suppress(OSError):  # it has ended
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0

"""What a command takes: CPU seconds and memory of all its processes together."""

import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from math import inf
from pathlib import Path

from analysis.base.settings import PROJECT

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds() -> float:
    """User and system time of this process, and of those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def run(command: Sequence[str], within: float = inf, every: float = 0.1) -> tuple[str, float]:
    """Run `command`; its output, and the most megabytes that all its processes had at once, each
    page that several of them share divided among them. They are looked at `every` so many seconds, and
    what one look alone found does not count: a process that just starts another stands there twice.

    Raises:
        RuntimeError: it failed; the message is the end of its output.
        TimeoutError: it took more CPU seconds than `within`, and was ended with all its processes.
    """
    peak = before = 0.0
    with subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        while process.poll() is None:
            now = sum(_megabytes(one) for one in tree(process.pid))
            peak, before = max(peak, min(now, before)), now
            if cpu_of_tree(process.pid) > within:
                _kill(process.pid)
                raise TimeoutError
            time.sleep(every)
        said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {said}"[-3000:])
    return said, peak


def tree(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from tree(int(child))


def cpu_of_tree(pid: int) -> float:
    """User and system time of a process and of all that were ever below it, as long as it takes up those that
    lost their parents: those that ended and that nobody has waited for are still listed."""
    return sum(sum(map(int, said[11:15])) for said in map(_stat, tree(pid)) if said) / _TICKS


def running(pid: int) -> set[int]:
    """What of it has not ended."""
    return {one for one in tree(pid) if (said := _stat(one)) and said[0] != "Z"}


def _stat(pid: int) -> list[str]:
    """What the system says of a process after its name, from its state on; nothing where it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return []


def _kill(pid: int) -> None:
    """Kill a process and all below it, these first: else nobody knows them any more."""
    for one in reversed([*tree(pid)]):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def _megabytes(pid: int) -> float:
    with suppress(OSError):  # it has ended
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0

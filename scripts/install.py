"""Install what requirements.lock names, saying what is done while it is done.

pip alone is either silent for minutes or names the machines that it asks; here every package is told by
its name and number. Runs on the standard library alone: nothing is installed yet.
"""

import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

LOCK = Path("requirements.lock")
PIP = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-deps"]
_ADDRESS = re.compile(r"\w+://\S+")
_LINES_OF_AN_ERROR = 15


def told(lines: Iterable[str], packages: int) -> Iterator[str]:
    """What of pip's `lines` is worth saying, `packages` being how many are wanted (0: the project
    itself, which is told already); no addresses."""
    seen = 0
    for line in lines if packages else ():
        step, _, about = line.partition(" ")
        if step in ("Collecting", "Processing"):  # the latter: a wheel that lies on this machine
            seen += 1
            name = about if step == "Collecting" else Path(about.split(" (")[0]).name
            yield f"  {seen}/{packages} {re.split(r'[-=<>~! (;]+[0-9]', name)[0]}"
        elif line.startswith("Installing collected packages"):
            yield f"  unpacking {seen} packages"


def failed(lines: Iterable[str]) -> str:
    """The end of what pip said, without addresses (they may hold passwords)."""
    last = deque(lines, maxlen=_LINES_OF_AN_ERROR)
    return "\n".join(_ADDRESS.sub("(address)", line) for line in last)


def run(arguments: list[str], packages: int) -> int:
    """Run pip, tell its steps; its exit code."""
    process = subprocess.Popen(
        [*PIP, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    said: list[str] = []

    def lines() -> Iterator[str]:
        assert process.stdout
        for line in process.stdout:
            said.append(line.rstrip())
            yield said[-1]

    for step in told(lines(), packages):
        print(step, flush=True)
    deque(lines(), maxlen=0)
    if process.wait():
        print(failed(said), file=sys.stderr)
    return process.returncode


def main() -> int:
    """Install the project and what it needs, or what another lock names beside it."""
    lock = Path(sys.argv[1]) if sys.argv[1:] else LOCK
    packages = len(re.findall(r"^\S+==", lock.read_text("utf-8"), re.MULTILINE))
    print(f"2/3 {packages} packages from {lock}, each held to its hash", flush=True)
    if code := run(["--require-hashes", "-r", str(lock)], packages):
        return code
    if lock != LOCK:
        return 0
    print("3/3 this project itself", flush=True)
    return run(["--no-build-isolation", "--editable", "."], 0)


if __name__ == "__main__":
    raise SystemExit(main())

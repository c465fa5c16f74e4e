"""Stopping the lab leaves nothing: neither its server nor a kernel that somebody started."""

import json
import os
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.processes import SAFETY, alive, start

pytestmark = pytest.mark.slow

TOKEN = "of-the-test"
SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(until: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def asked(url: str, data: bytes | None = None) -> object | None:
    """What the server answers; None where there is none."""
    request = urllib.request.Request(url, data, {"Authorization": f"token {TOKEN}"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


def processes_of(kernel: str) -> list[int]:
    """Ids of the processes that run a kernel: they are in a session of their own."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"kernel-{kernel}".encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue  # it ended meanwhile
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_lab_leaves_no_kernel(
    tmp_path: Path, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_TOKEN", TOKEN)
    port = free_port()
    words = ["lab", "--no-browser", "--port", str(port)]
    process = start([*SAFETY, *words], tmp_path / "data")
    api = f"http://127.0.0.1:{port}/api"
    kernel = ""
    try:
        wait(lambda: asked(f"{api}/status") is not None, "the lab does not answer")
        started = asked(f"{api}/kernels", b"{}")
        assert isinstance(started, dict), started
        kernel = str(started["id"])
        wait(lambda: bool(processes_of(kernel)), "no kernel started")
        process.send_signal(number)
        process.communicate(timeout=SECONDS)
        wait(lambda: not processes_of(kernel), "the kernel outlived the lab", 10)
        assert not alive(process.pid)
    finally:
        for pid in processes_of(kernel) if kernel else []:
            os.kill(pid, signal.SIGKILL)
        process.kill()
        process.communicate()

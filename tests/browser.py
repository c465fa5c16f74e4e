"""A headless browser that a test drives as a person would: keys, pointer, files. It speaks over a pipe, asks
no network, and every call ends within a time."""

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_SECONDS = 30.0
_KEYS = {"Tab": 9, "Enter": 13, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}  # fmt: skip
# a browser reads what is asked from its third file and answers on its fourth
_START = """
import fcntl, os, sys
asks, answers = (fcntl.fcntl(int(file), fcntl.F_DUPFD, 10) for file in sys.argv[1:3])
os.dup2(asks, 3)
os.dup2(answers, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Page:
    """One page of the browser; `errors` are what its console and scripts complained of."""

    def __init__(self, asks: int, answers: int) -> None:
        self._asks, self._answers = asks, answers
        self._number, self._session, self._buffer = 0, "", b""
        self.errors: list[str] = []
        target = self._send("Target.createTarget", url="about:blank")["targetId"]
        attached = self._send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self._send(f"{domain}.enable")

    def open(self, url: str, width: int = 1280, height: int = 900) -> None:
        """Load `url` at a size; its script has run when this returns."""
        self._send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self._send("Page.navigate", url="about:blank")
        self._send("Page.navigate", url=url)
        self.wait("document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """What an expression is, awaited."""
        found = self._send(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        if "exceptionDetails" in found:
            raise AssertionError(found["exceptionDetails"])
        return found["result"].get("value")

    def wait(self, condition: str) -> None:
        end = time.monotonic() + _SECONDS
        while not self.run(condition):
            if time.monotonic() > end:
                raise TimeoutError(condition)
            time.sleep(0.05)

    def press(self, *keys: str) -> None:
        for key in keys:
            name = {"key": key, "code": key, "windowsVirtualKeyCode": _KEYS[key]}
            text = {"text": "\r"} if key == "Enter" else {}  # without it no button is pressed
            self._send("Input.dispatchKeyEvent", type="keyDown", **name, **text)
            self._send("Input.dispatchKeyEvent", type="keyUp", **name)

    def downloads_to(self, folder: Path) -> None:
        self._send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        asked: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            asked["sessionId"] = self._session
        os.write(self._asks, json.dumps(asked).encode() + b"\0")
        end = time.monotonic() + _SECONDS
        while True:
            told = self._read(end - time.monotonic())
            if told.get("id") == self._number:
                if "error" in told:
                    raise AssertionError(f"{method}: {told['error']}")
                result: dict[str, Any] = told["result"]
                return result
            self._listen(told)

    def _listen(self, told: dict[str, Any]) -> None:
        params = told.get("params", {})
        is_complaint = (
            told.get("method") == "Runtime.exceptionThrown"
            or (told.get("method") == "Runtime.consoleAPICalled" and params["type"] == "error")
            or (told.get("method") == "Log.entryAdded" and params["entry"]["level"] == "error")
        )
        if is_complaint:
            self.errors.append(json.dumps(params)[:500])

    def _read(self, seconds: float) -> dict[str, Any]:
        end = time.monotonic() + seconds
        while b"\0" not in self._buffer:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._answers], [], [], left)[0]:
                raise TimeoutError("the browser")
            found = os.read(self._answers, 1 << 20)
            if not found:
                raise EOFError("the browser ended")
            self._buffer += found
        message, _, self._buffer = self._buffer.partition(b"\0")
        told: dict[str, Any] = json.loads(message)
        return told


@contextmanager
def browser_page() -> Iterator[Page]:
    """A page of a browser of its own; the test is skipped where there is none."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        pytest.skip("no chromium")
    (reads, asks), (answers, writes) = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [sys.executable, "-S", "-c", _START, str(reads), str(writes)]
        command += [browser, "--headless"]
        command += ["--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run"]
        command += ["--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}"]
        running = subprocess.Popen(
            command, pass_fds=(reads, writes), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(reads)
        os.close(writes)
        try:
            yield Page(asks, answers)
        finally:
            os.close(asks)
            os.close(answers)
            running.terminate()
            try:
                running.wait(10)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait(10)

"""A signal is an exception, once."""

import os
import signal
import subprocess
import threading

import pytest

from analysis.base.stopped import Stopped, stoppable, uninterrupted
from analysis.warehouse.dbt import call_dbt


def test_the_first_signal_stops_and_later_ones_do_not_disturb_the_ending() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Stopped) as stopped, stoppable():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
    assert stopped.value.number == signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is before


def test_what_must_not_be_interrupted_is_done_whole() -> None:
    done = []
    with pytest.raises(Stopped) as stopped, stoppable():
        with uninterrupted():
            os.kill(os.getpid(), signal.SIGTERM)
            done.append("whole")
        done.append("never")
    assert done == ["whole"]
    assert stopped.value.number == signal.SIGTERM


def test_a_signal_while_dbt_starts_leaves_no_dbt(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[str]] = []
    start_process = subprocess.Popen

    def start(*args: object, **options: object) -> subprocess.Popen[str]:
        process: subprocess.Popen[str] = start_process(*args, **options)  # type: ignore[call-overload]
        started.append(process)
        os.kill(os.getpid(), signal.SIGTERM)  # before anybody knows of it
        return process

    monkeypatch.setattr("analysis.warehouse.dbt.subprocess.Popen", start)
    before = threading.active_count()
    with pytest.raises(Stopped), stoppable():
        call_dbt(["debug"], dict(os.environ), lambda _: None)
    (process,) = started
    assert process.poll() is not None
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join(5)
    assert threading.active_count() == before

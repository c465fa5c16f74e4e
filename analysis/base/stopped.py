"""Signals that ask a process to end, as an exception, so that it can say how it ended."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class Stopped(KeyboardInterrupt):
    """A signal asked this process to end; like Ctrl-C it passes by what catches exceptions."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


def stop_behind(error: BaseException | None) -> KeyboardInterrupt | None:
    """The signal or Ctrl-C that `error` is or was made of: what is raised while Python makes a class comes out
    as another error (until 3.12), and so it does of libraries that wrap all they catch."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error


_early: list[int] = []
# of each piece of work that is done whole, the signals that came meanwhile
_whole: list[list[int]] = []


def hold_back() -> None:
    """Remember a signal that comes before a verb can say how it ended; `told_early` raises it.

    Importing what a build needs takes half a second, in which a signal would end the process without
    a word in its log."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda heard, _: _early.append(heard))


def told_early() -> None:
    """Raise `Stopped` where a signal was held back.

    Raises:
        Stopped: the first of them.
    """
    if _early:
        raise Stopped(_early[0])


@contextmanager
def uninterrupted() -> Iterator[None]:
    """What stands inside is done whole; a signal that comes meanwhile is raised at its end. For work after
    which something must be undone, such as the start of a process.

    Raises:
        Stopped: a signal came, within `stoppable`.
    """
    came: list[int] = []
    _whole.append(came)
    try:
        yield
    finally:
        _whole.pop()
    if came:
        raise Stopped(came[0])


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise `Stopped` at the first signal; later ones do not disturb the ending.

    A signal that this process was started to ignore (nohup) stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    heard: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        if heard:
            return
        heard.append(number)
        if _whole:
            _whole[-1].append(number)
        else:
            raise Stopped(number)

    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""A signal is an exception, once."""

import os
import signal

import pytest

from analysis.base.stopped import Stopped, stoppable


def test_the_first_signal_stops_and_later_ones_do_not_disturb_the_ending() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Stopped) as stopped, stoppable():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
    assert stopped.value.number == signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is before

"""Builds that are compared are of one day, whenever the run begins."""

import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from analysis.base.settings import PROJECT, local_now
from tests.engines.at_noon import seconds_since_noon

LATE = 3 * 86400
ASKED = """
import sys
sys.argv[1:] = [{late!r}, "--help"]
import tests.engines.at_noon as clock
try:
    clock.main()
except SystemExit:
    from analysis.pipeline import local_now
    print(local_now())
"""


@pytest.mark.parametrize("began", ["00:00:01", "09:00", "12:00", "16:30", "23:59:59"])
def test_what_begins_on_a_day_ends_on_it(began: str) -> None:
    now = datetime.fromisoformat(f"2026-11-30 {began}")
    slow = timedelta(seconds=seconds_since_noon(now))
    assert {(now + timedelta(minutes=after) - slow).day for after in (0, 30, 600)} == {30}


def test_a_build_takes_the_slow_clock() -> None:
    command = [sys.executable, "-c", ASKED.format(late=str(LATE))]
    said = subprocess.run(command, cwd=PROJECT, text=True, capture_output=True, check=True).stdout
    told = datetime.fromisoformat(said.splitlines()[-1])
    assert LATE - 60 < (local_now() - told).total_seconds() < LATE + 60

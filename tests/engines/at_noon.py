"""``python -m tests.engines.at_noon SECONDS VERB …``: `safety` with a clock so many seconds slow, so that builds
that are compared are of one day, also where midnight comes between them."""

import sys
from datetime import datetime, time, timedelta

from analysis.base import settings


def seconds_since_noon(now: datetime) -> float:
    """None before noon: no run takes until midnight."""
    return max(0.0, (now - datetime.combine(now, time(12))).total_seconds())


def main() -> None:
    late = timedelta(seconds=float(sys.argv.pop(1)))
    now = settings.local_now
    settings.local_now = lambda: now() - late

    from analysis.cli import main as safety  # whose modules take the clock by its name

    safety()


if __name__ == "__main__":
    main()

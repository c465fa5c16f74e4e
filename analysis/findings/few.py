"""Events that are too few for a chart or a percent: both show chance as if it were a difference."""

from typing import Any

from analysis.base.settings import setting


def fewest() -> int:
    """So many are drawn."""
    return int(setting("fewest_events_drawn"))


def are_few(count: Any) -> bool:
    """Whether `count` events, a number or None, are told in words or a table; none are few too."""
    return bool((count or 0) < fewest())

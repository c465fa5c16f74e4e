"""Events that are too few for a chart: drawn, they show chance as if it were a difference."""

from analysis.base.settings import setting


def are_few(count: float | None) -> bool:
    """Whether `count` events are told in words or a table; none are few too."""
    return (count or 0) < float(setting("fewest_events_drawn"))

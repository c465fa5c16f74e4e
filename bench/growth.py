"""How what was measured grows: a line through the sizes, where two lines cross, and what they come to on
more cores."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np


@dataclass(frozen=True)
class Line:
    """What is fixed, and what each row adds."""

    fixed: float
    each: float

    def at(self, rows: float) -> float:
        return self.fixed + self.each * rows

    def on(self, cores: float) -> "Line":
        """CPU seconds as seconds of the clock: the fixed part is one core's (dbt's, and one small query
        after another), what grows with the rows is divided evenly."""
        return Line(self.fixed, self.each / cores)

    def rows_within(self, limit: float) -> float:
        """So many rows come to `limit`."""
        return max(0.0, (limit - self.fixed) / self.each) if self.each > 0 else inf


def line(sizes: Sequence[float], values: Sequence[float]) -> Line:
    """The line that is nearest to the values (least squares); through one value, what it is as fixed."""
    if len(sizes) < 2:
        return Line(values[0], 0.0)
    each, fixed = np.polyfit(sizes, values, 1)
    return Line(float(fixed), float(each))


def crossing(one: Line, other: Line) -> float:
    """The rows from which `other` takes less than `one`: none (0) where it always does, infinitely many
    where it never does."""
    if one.each == other.each:
        return 0.0 if other.fixed < one.fixed else inf
    if one.each < other.each:
        return inf
    return max(0.0, (other.fixed - one.fixed) / (one.each - other.each))


def short(number: float) -> str:
    """A number of rows as people say it, two digits of it."""
    if number == inf:
        return "never"
    if number < 1:
        return "always"
    for unit, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if number >= unit:
            return f"{float(f'{number / unit:.2g}'):,g} {name}"
    return f"{float(f'{number:.2g}'):,.0f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table in Markdown."""
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]

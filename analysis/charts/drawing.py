"""What a chart draws, without a drawing library: panels of series between axes."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from analysis.charts.theme import DATA, INK

Value = float | date | str
Kind = Literal["line", "points", "bars", "band"]
Dash = Literal["solid", "dash", "dot"]
Symbol = Literal["circle", "diamond", "square", "triangle", "cross", "tick"]
LabelAt = Literal["left", "right", "above", "centre", "inside base", "outside end"]


@dataclass(frozen=True)
class Series:
    """Points that share a look.

    `x` runs to the right and `y` upwards, whatever the kind; None is missing: a gap, never zero.
    All tuples are as long as `x`, or empty where there is nothing of their kind.

    Attributes:
        kind: ``line`` (with a mark at each point if there is a `symbol`); ``points`` (without a
            `symbol` only their labels are seen); ``bars``, which end at their value and start at
            `base` (or zero); ``band``, between `low` and `high` over `x`, without `y`.
        name: what the legend says; empty where `is_in_legend` is false.
        color: ``#rrggbb``, of the line, the marks, the bars' or the band's area.
        low, high: limits as figures, not as distances, of the bars of error or the band.
        limits_along: the axis that limits are measured on.
        edge: colour of the line around marks or bars.
        is_filled: marks are filled with `color`, else with white.
        is_lying: bars lie: their values run to the right.
        is_hatched: bars are hatched.
        size, width: of marks and lines, in px of 1/96 inch.
    """

    kind: Kind
    name: str
    x: tuple[Value | None, ...]
    y: tuple[Value | None, ...] = ()
    color: str = DATA
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    limits_along: Literal["x", "y"] = "y"
    base: tuple[Value | None, ...] = ()
    labels: tuple[str, ...] = ()
    label_at: LabelAt = "above"
    label_color: str = INK
    symbol: Symbol | None = None
    size: float = 6
    is_filled: bool = True
    edge: str | None = None
    width: float = 1.5
    dash: Dash = "solid"
    is_in_legend: bool = True
    is_lying: bool = False
    is_hatched: bool = False

    @property
    def draws(self) -> bool:
        """Whether any point is known in both directions."""
        ends = self.high if self.kind == "band" else self.y
        return any(x is not None and y is not None for x, y in zip(self.x, ends, strict=True))


@dataclass(frozen=True)
class Axis:
    """An axis.

    Attributes:
        kind: ``category`` has places in the order of `ticks`, which bars stand on too.
        low, high: the range, which holds all that is drawn; None of categories.
        step: between ticks, where `ticks` is empty; of dates in months.
        ticks: places and their texts, where not every step has one.
        suffix: what stands after each number, as ``%``.
        date_format: of dates, as strftime takes it.
        is_shown: whether ticks and their texts are.
    """

    kind: Literal["number", "log", "date", "category"]
    title: str = ""
    low: float | date | None = None
    high: float | date | None = None
    step: float | None = None
    ticks: tuple[tuple[Value, str], ...] = ()
    suffix: str = ""
    date_format: str = "%Y"
    is_shown: bool = True


@dataclass(frozen=True)
class Line:
    """A line across the panel at a value of an axis: a break of definition, today, a reference."""

    along: Literal["x", "y"]
    at: float | date
    color: str
    dash: Dash
    width: float
    label: str = ""


@dataclass(frozen=True)
class Panel:
    """One pair of axes; `is_stacked` is said of bars, which else lie over each other."""

    title: str
    series: tuple[Series, ...]
    x: Axis
    y: Axis
    lines: tuple[Line, ...] = ()
    is_stacked: bool = False


@dataclass(frozen=True)
class Drawing:
    """Panels from the left and from above, in so many `columns`; `height` of all in px."""

    panels: tuple[Panel, ...]
    columns: int
    height: float

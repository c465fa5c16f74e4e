"""How much room the parts of a chart take, so that its plot is laid out alike by every program."""

from dataclasses import dataclass

from analysis.charts.drawing import Axis, Panel
from analysis.charts.theme import width_of
from analysis.native.look import axis, names_of_rows, one_line

LETTER = 12  # px of a full-width character
_ROW = 17  # px of a line of text
_LEGEND_ROW = 19
_KEY = 42  # px of a mark in the legend
_NAMES = 0.42  # of the width, at most, for names of rows


@dataclass(frozen=True)
class Room:
    """Size of a chart and of what stands around its plot, in px."""

    width: float
    plot: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.top + self.plot + self.bottom

    @property
    def plot_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def layout(self) -> dict[str, float]:
        """The plot's place as xlsxwriter takes it: shares of the whole."""
        return {
            "x": self.left / self.width,
            "y": self.top / self.height,
            "width": self.plot_width / self.width,
            "height": self.plot / self.height,
        }


def room_of(panel: Panel, width: float, plot: float, head: float, has_legend: bool) -> Room:
    """Room for `panel` in a chart `width` px wide, its plot `plot` high, under a title `head` high."""
    has_words_above = any(line.label for line in panel.lines)
    left = _beside(panel.y, width) + (_ROW + 4 if panel.y.title else 0)
    below = (_ROW + 4 if panel.x.is_shown else 4) + (_ROW + 4 if panel.x.title else 0)
    keys = [series.name for series in panel.series if has_legend and series.is_in_legend]
    top = head + (_ROW if has_words_above else 6)
    legend = 16 + _LEGEND_ROW * _rows(keys, width) if keys else 4
    return Room(width, plot, left, 20, top, below + legend)


def _beside(y: Axis, width: float) -> float:
    """Px of what is written left of the plot."""
    if not y.is_shown:
        return 8
    names = names_of_rows(y)
    if not names and y.kind == "category":
        names = [one_line(text) for _, text in y.ticks]
    if names:
        return min(LETTER * max(map(width_of, names)) + 12, _NAMES * width)
    limits = axis(y, is_value=True)
    decimals = limits["num_format"].count("0") - 1 if "." in limits["num_format"] else 0
    longest = max(len(f"{limits[end]:,.{decimals}f}{y.suffix}") for end in ("min", "max"))
    return 0.6 * LETTER * longest + 10


def _rows(keys: list[str], width: float) -> int:
    """Lines of the legend, whose columns some programs make as broad as the longest name."""
    broad = max(_KEY + 0.9 * LETTER * width_of(key) for key in keys)
    return -(-len(keys) // max(1, int(0.9 * width / broad)))

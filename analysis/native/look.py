"""How xlsxwriter is told a look: lines, marks, labels, axes."""

import math
import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from analysis.charts.drawing import Axis, Series, Value
from analysis.charts.theme import GREY, INK, LIGHT
from analysis.native.sheet import serial

TEXT = 9  # pt
EDGE = "#A0A0A0"  # of a band
NOTHING = {"none": True}
_POINT = 0.75  # of a px
_DAYS = 365.25 / 12  # of a month
_DASHES = {"solid": "solid", "dash": "dash", "dot": "round_dot"}
_SYMBOLS = {"cross": "x", "tick": "short_dash"}
_LABELS = {
    "centre": "center",
    "inside base": "inside_base",
    "outside end": "outside_end",
}
_DATES = {"%Y": "yyyy", "%Y-%m": "yyyy-mm"}


def line(color: str, width: float, dash: str = "solid") -> dict[str, Any]:
    """A line of `width` px."""
    return {"color": color, "width": width * _POINT, "dash_type": _DASHES[dash]}


def marker(series: Series) -> dict[str, Any]:
    if series.symbol is None:
        return {"type": "none"}
    kind = _SYMBOLS.get(series.symbol, series.symbol)
    if kind == "circle" and not series.is_filled:
        kind = "square"  # LibreOffice fills what is open
    edge = series.edge if series.is_filled and series.edge else series.color
    return {
        "type": kind,
        "size": max(2, round(series.size * _POINT)),
        "fill": {"color": series.color} if series.is_filled else NOTHING,
        "border": {"color": edge, "width": 1 if series.edge or not series.is_filled else 0.5},
    }


def labels(series: Series, figures: Sequence[Value | None]) -> dict[str, Any] | None:
    """What stands beside points: the figures themselves where that is what is said, else words."""
    if not any(series.labels):
        return None
    at = series.label_at
    is_inside = series.kind == "bars" and at != "outside end"
    ink = "#FFFFFF" if is_inside and _is_dark(series.color) else series.label_color
    font = {"size": TEXT - 1, "color": ink}
    found: dict[str, Any] = {"value": True, "position": _LABELS.get(at, at), "font": font}
    if shown := _number_format(series.labels, figures):
        return found | {"num_format": shown}
    return found | {"custom": [custom(text, font) for text in series.labels]}


def custom(text: str, font: dict[str, Any]) -> dict[str, Any]:
    """A label of its own; ``!`` would make a reference of it."""
    return {"value": text.replace("!", "！"), "font": font} if text else {"delete": True}


def _number_format(texts: Sequence[str], figures: Sequence[Value | None]) -> str:
    """The format by which the figures read as `texts`; empty if there is none."""
    said = [(text, figure) for text, figure in zip(texts, figures, strict=False) if text]
    if not said or len(said) != sum(figure is not None for figure in figures):
        return ""
    if all(isinstance(figure, date) and text == f"{figure:%Y-%m-%d}" for text, figure in said):
        return "yyyy-mm-dd"
    for decimals in range(5):
        if all(
            isinstance(figure, int | float) and text == f"{figure:,.{decimals}f}"
            for text, figure in said
        ):
            return "#,##0" + ("." + "0" * decimals if decimals else "")
    return ""


def _is_dark(color: str) -> bool:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 130


def axis(shown: Axis, *, is_value: bool, has_names: bool = True) -> dict[str, Any]:
    """An axis with its title, range, steps and formats; a value axis has lines across the plot."""
    found: dict[str, Any] = {
        "num_font": {"size": TEXT, "color": INK},
        "name_font": {"size": TEXT, "bold": False, "color": INK},
        "line": line(GREY, 1),
        "major_gridlines": {"visible": is_value and shown.is_shown, "line": line(LIGHT, 0.75)},
        "major_tick_mark": "outside" if has_names and not is_value else "none",
        "minor_tick_mark": "none",
        "label_position": "low" if shown.is_shown and has_names else "none",
    }
    if shown.title:
        found["name"] = shown.title
    if shown.kind == "category":
        return found | {"text_axis": True, "interval_unit": 1}
    return found | _range(shown)


def _range(shown: Axis) -> dict[str, Any]:
    """From tick to tick, since an office program counts its ticks from the end of the axis."""
    low, high = serial(shown.low), serial(shown.high)
    if not isinstance(low, float) or not isinstance(high, float):
        return {}
    if shown.kind == "log":
        return {"min": low, "max": high, "log_base": 10, "crossing": low, "num_format": "General"}
    if shown.kind == "date":
        months, form = math.ceil(_DAYS * (shown.step or 12)), _DATES[shown.date_format]
        start = serial(shown.low.replace(month=1, day=1))  # type: ignore[union-attr]
        assert isinstance(start, float)
        end = start + months * math.ceil((high - start) / months)
        return {
            "min": start,
            "max": end,
            "major_unit": months,
            "num_format": form,
            "crossing": start,
        }
    places = [place for place, _ in shown.ticks if isinstance(place, int | float)]
    if places and len(shown.ticks) == len(places):
        places.sort()
        gaps = {after - before for before, after in pairwise(places)}
        step = float(gaps.pop()) if len(gaps) == 1 else 1.0
        within = f'[<{places[0]:g}]"";[>{places[-1]:g}]"";0' + _quoted(shown.suffix)
        low, high = _outward(low, high, step)
        return {"min": low, "max": high, "major_unit": step, "num_format": within, "crossing": low}
    step = shown.step or 1.0
    low, high = _outward(low, high, step)
    decimals = len(f"{step:.6f}".rstrip("0").split(".")[1])
    form = "#,##0" + ("." + "0" * decimals if decimals else "") + _quoted(shown.suffix)
    return {"min": low, "max": high, "major_unit": step, "num_format": form, "crossing": low}


def _outward(low: float, high: float, step: float) -> tuple[float, float]:
    return step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9)


def _quoted(suffix: str) -> str:
    return f'"{suffix}"' if suffix else ""


def one_line(text: str) -> str:
    """A name that was broken for a figure, as one line; words keep the space between them."""
    return re.sub(r" *\n", lambda found: " " if " " in found[0] else "", text)


def names_of_rows(y: Axis) -> list[str]:
    """The names of rows, where an axis of numbers has names in their stead."""
    names = [one_line(text) for _, text in y.ticks]
    if y.kind == "category" or all(text.replace(".", "").isdigit() for text in names):
        return []
    return names

"""Values of a plotly figure as plain ones."""

import html
import math
import re
from collections.abc import Iterable
from typing import Any

import numpy as np


def plain(text: str | None) -> str:
    """Text of a figure without its markup; lines are broken by ``\\n``."""
    broken = re.sub(r"<br\s*/?>", "\n", text or "")
    return html.unescape(re.sub(r"</?(?:b|i|sub|sup|span)\b[^>]*>", "", broken))


def values(found: Iterable[Any] | None) -> tuple[Any, ...]:
    """Numbers, dates and texts; None where there is none."""
    return tuple(plain_value(value) for value in found) if found is not None else ()


def plain_value(value: Any) -> Any:
    if isinstance(value, np.datetime64):
        return value.astype("datetime64[D]").item()
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return plain(value) if isinstance(value, str) else value


def on_white(color: str) -> str:
    """A translucent colour as it looks on white."""
    found = re.fullmatch(r"rgba\((\d+), *(\d+), *(\d+), *([\d.]+)\)", color)
    if not found:
        return color
    *channels, share = (float(part) for part in found.groups())
    return "#" + "".join(f"{round(255 + (c - 255) * share):02X}" for c in channels)

"""``python -m scripts.picture_of_models``: the models by room, and which room reads which, as
docs/models.svg, from dbt's manifest."""

import json
import tempfile
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from analysis.warehouse.dbt import Event, call_dbt, environment

PICTURE = Path(__file__).resolve().parent.parent / "docs/models.svg"
LAYERS = ("staging", "intermediate", "marts")
SUBJECTS = (
    "register", "forms", "published", "before",
    "places", "series", "rates", "comparisons", "conclusions", "targets", "hand_ins", "builds",
)  # fmt: skip
Room = tuple[str, str]  # layer, subject
_WIDTH, _GAP_X, _GAP_Y, _LINE, _HEAD, _MARGIN = 250, 120, 18, 15, 26, 24
_ASIDE = 50  # arrows within the last column bulge to its right


def read_manifest() -> dict[str, Any]:
    """What dbt knows of the project's models.

    Raises:
        RuntimeError: dbt could not read them; the message is its own.
    """
    said: list[Event] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        words = ["parse", "--target-path", scratch, "--log-path", scratch]
        if call_dbt(words, environment(folder, folder, folder / "none.duckdb"), said.append):
            raise RuntimeError("\n".join(event["message"] for event in said))
        return json.loads((folder / "manifest.json").read_text("utf-8"))  # type: ignore[no-any-return]


def rooms(manifest: Mapping[str, Any]) -> dict[Room, list[str]]:
    """The models of each room, by name; the rooms in the order in which they are drawn."""
    found: dict[Room, list[str]] = {}
    for node in _models(manifest).values():
        found.setdefault(_room(node), []).append(node["name"])
    order = sorted(found, key=lambda room: (LAYERS.index(room[0]), SUBJECTS.index(room[1])))
    return {room: sorted(found[room]) for room in order}


def arrows(manifest: Mapping[str, Any]) -> list[tuple[Room, Room]]:
    """Which room is read by which other."""
    models = _models(manifest)
    pairs = {
        (_room(models[upstream]), _room(node))
        for node in models.values()
        for upstream in node["depends_on"]["nodes"]
        if upstream in models
    }
    return sorted(pair for pair in pairs if pair[0] != pair[1])


def _models(manifest: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Raises ValueError for a room that the picture does not know."""
    models = {k: n for k, n in manifest["nodes"].items() if n["resource_type"] == "model"}
    for node in models.values():
        layer, subject = _room(node)
        if layer not in LAYERS or subject not in SUBJECTS:
            raise ValueError(f"a new room: {layer}/{subject}; name it in {Path(__file__).name}")
    return models


def _room(node: Mapping[str, Any]) -> Room:
    layer, subject, *_ = Path(node["path"]).parts
    return layer, subject


def svg(manifest: Mapping[str, Any]) -> str:
    """The picture: a column a layer, a box a room, an arrow where one room reads another."""
    boxes = _boxes(rooms(manifest))
    height = max(top + tall for _, top, tall in boxes.values()) + _MARGIN
    width = 2 * _MARGIN + 3 * _WIDTH + 2 * _GAP_X + _ASIDE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
        '<defs><marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0 8 4 0 8z" fill="context-stroke"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    parts += [_arrow(boxes[one], boxes[other]) for one, other in arrows(manifest)]
    for room, models in rooms(manifest).items():
        parts += _drawn(room, models, boxes[room])
    return "\n".join([*parts, "</svg>", ""])


Box = tuple[int, int, int]  # left, top, height


def _boxes(by_room: Mapping[Room, list[str]]) -> dict[Room, Box]:
    tops = dict.fromkeys(LAYERS, _MARGIN)
    boxes = {}
    for (layer, subject), models in by_room.items():
        left = _MARGIN + LAYERS.index(layer) * (_WIDTH + _GAP_X)
        tall = _HEAD + _LINE * len(models) + 8
        boxes[layer, subject] = (left, tops[layer], tall)
        tops[layer] += tall + _GAP_Y
    return boxes


def _arrow(one: Box, other: Box) -> str:
    """To the right it is the way of the data; back to the left it is dashed."""
    y1, y2 = one[1] + one[2] // 2, other[1] + other[2] // 2
    if one[0] == other[0]:  # beside the column
        x = one[0] + _WIDTH
        path = f"M{x} {y1 + 6}C{x + 70} {y1} {x + 70} {y2} {x} {y2 - 6}"
    elif one[0] < other[0]:
        x1, x2 = one[0] + _WIDTH, other[0]
        path = f"M{x1} {y1}C{x1 + 60} {y1} {x2 - 60} {y2} {x2} {y2}"
    else:
        x1, x2 = one[0], other[0] + _WIDTH
        path = f"M{x1} {y1}C{x1 - 60} {y1} {x2 + 60} {y2} {x2} {y2}"
    back = ' stroke="#D55E00" stroke-dasharray="5 3"' if one[0] > other[0] else ' stroke="#8aa0b3"'
    return f'<path d="{path}" fill="none"{back} marker-end="url(#to)"/>'


def _drawn(room: Room, models: list[str], box: Box) -> list[str]:
    left, top, tall = box
    parts = [
        f'<rect x="{left}" y="{top}" width="{_WIDTH}" height="{tall}" rx="4" fill="#f4f6f8" stroke="#0072B2"/>',
        f'<text x="{left + 10}" y="{top + 18}" font-size="13" font-weight="700">{escape("/".join(room))}</text>',
    ]
    for at, model in enumerate(models):
        y = top + _HEAD + 10 + at * _LINE
        parts.append(
            f'<text x="{left + 10}" y="{y}" font-size="11" font-family="monospace">{escape(model)}</text>'
        )
    return parts


if __name__ == "__main__":
    PICTURE.write_text(svg(read_manifest()), "utf-8")

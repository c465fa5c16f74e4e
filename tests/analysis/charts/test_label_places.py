"""The labels of marks and lines are clear of all that is drawn: by their geometry, and as a browser sets them."""

import json
import random
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.charts.label_places import Room, is_of_mark, label_box, with_places
from analysis.charts.shapes import Shape
from analysis.charts.theme import Look
from analysis.report.blocks import Picture, Report
from analysis.report.html import write_html
from tests.browser import browser_page

ROOM = Room(width=400, height=150, letter=7.5, px=0.75, gap=2, beyond=17)
# what a browser set: labels as the boxes of their digits, and points on all lines, each 2 px
_SET = """[...document.querySelectorAll(".plotly-graph-div")].map((graph) => {
  const plot = graph.querySelector(".nsewdrag").getBoundingClientRect();
  const labels = [...graph.querySelectorAll(".textpoint text")].filter((one) => one.textContent).map((one) => {
    const box = one.getBoundingClientRect(), middle = box.y + box.height * 0.53;
    return [box.left, middle - 3, box.right, middle + 3, one.textContent];
  });
  const lines = [...graph.querySelectorAll(".js-line, .errorbar path, .shapelayer path")];
  const points = lines.flatMap((line) => {
    const turn = line.getScreenCTM(), long = line.getTotalLength();
    return [...Array(Math.floor(long / 2) + 1).keys()].map((at) => {
      const point = line.getPointAtLength(at * 2).matrixTransform(turn);
      return [point.x, point.y];
    });
  });
  const over = [...graph.querySelectorAll(".annotation-text")].filter((one) => one.textContent.includes("口径"))
    .map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right]);
  return { labels, points, over, right: plot.right + 22, low: plot.bottom };
})"""


def label(at: tuple[float, float], side: str = "right", text: str = "1.23") -> Shape:
    return {"kind": "label", "at": at, "text": text, "side": side, "away": 4.5, "room": None}


def sides(*shapes: Shape) -> list[object]:
    return [shape["side"] for shape in with_places(shapes, ROOM) if is_of_mark(shape)]


def test_a_label_goes_to_the_first_side_that_is_free() -> None:
    place = (0.5, 0.5)
    assert sides(label(place)) == ["right"]
    assert sides(label(place, "above")) == ["above"]
    flat = {"kind": "path", "points": [place, (0.8, 0.5)]}
    rising = {"kind": "path", "points": [place, (0.6, 1.0)]}
    other = {"kind": "mark", "at": (0.53, 0.45), "size": 9}
    assert sides(label(place), flat) == ["upper right"]
    assert sides(label(place), flat, rising) == ["lower right"]
    assert sides(label(place), flat, rising, other) == ["left"]
    assert sides(label((1.0, 0.0)), {"kind": "rule", "along": "x", "at": 1.03}) == ["upper left"]


def test_labels_do_not_lie_on_each_other_and_the_last_one_is_first_served() -> None:
    first, last = label((0.5, 0.5), text="1.11"), label((0.51, 0.5), text="2.22")
    placed = [shape for shape in with_places([first, last], ROOM) if is_of_mark(shape)]
    assert placed[1]["side"] == "right"
    (one, other) = (label_box(shape, str(shape["side"]), ROOM) for shape in placed)
    assert one[2] < other[0] or one[3] < other[1] or other[3] < one[1]


def test_a_label_without_any_free_side_is_left_out_and_words_of_a_row_are_not() -> None:
    fence = [{"kind": "rule", "along": "y", "at": at / 60} for at in range(60)]
    assert sides(label((0.5, 0.5)), *fence) == []
    (name,) = filter(is_of_mark, with_places([label((0.5, 0.5), "above", "甲镇"), *fence], ROOM))
    assert (name["side"], name["under"]) == ("above", "#FFFFFF")  # nothing else names the place
    words = label((0.5, 0.5)) | {"away": 0}
    assert words in with_places([words, *fence], ROOM)


def jagged(seed: int) -> go.Figure:
    """Marks with limits on a line, a mean across them, others' figures, two breaks near each other."""
    by = random.Random(seed)
    years = list(range(2017, 2026))
    rates = [round(by.uniform(1, 5), 2) for _ in years]
    up, down = ([by.uniform(0.5, 2) for _ in years] for _ in range(2))
    limits: dict[str, Any] = {"type": "data", "symmetric": False, "array": up, "arrayminus": down}
    figure = go.Figure(
        [
            go.Scatter(x=years, y=rates, mode="lines"),
            go.Scatter(x=years, y=[by.uniform(2, 4) for _ in years], mode="lines", line={"dash": "dash"}),
            go.Scatter(
                x=years, y=rates, mode="markers+text", marker={"size": 9}, error_y=limits, name="年度值",
                text=[f"{rate:.4f}" for rate in rates], textposition="middle right",
            ),
            go.Scatter(x=years, y=[rate + 0.2 for rate in rates], mode="markers", marker={"symbol": "x-thin-open", "color": "#777777"}),
        ]
    )  # fmt: skip
    for at in (2019.5, 2020.2):
        figure.add_vline(x=at, line={"color": "#D55E00", "dash": "dot", "width": 1.5})
        figure.add_annotation(
            x=at,
            text=f"{at:.0f}年5月 口径改变",
            y=1,
            yref="paper",
            yanchor="bottom",
            showarrow=False,
        )
    figure.update_yaxes(rangemode="tozero")
    return figure


def test_no_label_of_the_page_lies_on_a_line_or_a_label(tmp_path: Path) -> None:
    look = Look("zh", "来源")
    charts = [
        look.chart("verdicts", jagged(seed), "发现", "说明", pl.DataFrame({"year": [2025]}))
        for seed in range(8)
    ]
    page_path = tmp_path / "report.html"
    page_path.write_text(write_html([Report("甲", [], [*map(Picture, charts)])], "zh"), "utf-8")
    with browser_page() as page:
        page.open(page_path.as_uri(), 1280)
        graphs = page.run(_SET)
    assert len(graphs) == len(charts)
    told = 0
    for graph in graphs:
        labels = graph["labels"]
        told += len(labels)
        for at, (left, top, right, low, text) in enumerate(labels):
            hit = [p for p in graph["points"] if left < p[0] < right and top < p[1] < low]
            assert not hit, (text, json.dumps(hit[:3]))
            assert right <= graph["right"], text
            for other in labels[at + 1 :]:
                apart = right <= other[0] or other[2] <= left or low <= other[1] or other[3] <= top
                assert apart, (text, other)
        (_, end), (start, _) = sorted(graph["over"])
        assert end <= start
    assert told > 0.8 * 9 * len(charts)  # few are left out, however jagged

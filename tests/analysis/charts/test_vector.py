"""A chart as shapes: each at the share of the plot that its value asks for, missing ones nowhere."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest

from analysis.charts import chart_set, drawing_of
from analysis.charts.heat_cells import heat_cells
from analysis.charts.theme import ACCENT, DATA, GREY, Chart
from analysis.charts.vector import vector_of
from analysis.findings import Findings
from analysis.marts import Snapshot


def chart_of(*traces: Any, **layout: Any) -> Chart:
    figure = go.Figure(list(traces))
    figure.update_layout(width=590, height=300, margin={"t": 50, "b": 50}, **layout)
    return Chart("any", figure, "发现", "图题", "说明", "来源", pl.DataFrame())


def drawn(chart: Chart) -> Any:
    drawing = drawing_of(chart)
    assert drawing
    return vector_of(drawing, 156, 1)


def panel_of(*traces: Any, **layout: Any) -> Any:
    (panel,) = drawn(chart_of(*traces, **layout))["panels"]
    return panel


def shapes(panel: Any, kind: str, part: str) -> list[Any]:
    return [shape[part] for shape in panel["shapes"] if shape["kind"] == kind]


def test_points_limits_and_labels_stand_at_their_values_and_a_gap_is_a_gap() -> None:
    line = go.Scatter(x=[0, 1, 2, 3, 4], y=[0, 5, None, 10, 5], mode="lines", line={"color": DATA})
    limits = {"type": "data", "array": [1, 2], "arrayminus": [0.5, 1], "symmetric": False}
    point = go.Scatter(
        x=[1, 2],
        y=[2, 8],
        mode="markers+text",
        text=["2.0", "8.0"],
        textposition="middle right",
        error_y=limits,
        marker={"color": ACCENT, "size": 9},
    )
    panel = panel_of(line, point, xaxis={"range": [0, 4]}, yaxis={"range": [0, 10]})
    assert shapes(panel, "path", "points") == [[(0, 0), (0.25, 0.5)], [(0.75, 1), (1, 0.5)]]
    assert shapes(panel, "mark", "at") == [(0.25, 0.2), (0.5, 0.8)]
    assert shapes(panel, "limits", "points") == [
        [(0.25, pytest.approx(0.15)), (0.25, pytest.approx(0.3))],
        [(0.5, pytest.approx(0.7)), (0.5, pytest.approx(1.0))],
    ]
    assert list(zip(shapes(panel, "label", "text"), shapes(panel, "label", "at"), strict=True)) == [
        ("2.0", (0.25, 0.2)),
        ("8.0", (0.5, 0.8)),
    ]
    assert [at for at, _ in panel["y"]["ticks"]] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert [text for _, text in panel["y"]["ticks"]] == ["0", "2", "4", "6", "8", "10"]


def test_limits_end_where_the_plot_does_and_have_no_cap_there() -> None:
    limits = {"type": "data", "array": [2.28, 3], "arrayminus": [0.99, 5], "symmetric": False}
    points = go.Scatter(x=[1, 90], y=[1, 2], mode="markers", error_x=limits)
    panel = panel_of(points, xaxis={"type": "log", "range": [-1, 1]}, yaxis={"range": [0, 2]})
    (low, high), (start, end) = shapes(panel, "limits", "points")
    assert low == (0, 0.5)
    assert high == (pytest.approx(0.758, abs=0.001), 0.5)
    assert (start, end) == ((1, 1), (1, 1))
    assert shapes(panel, "limits", "is_capped") == [[False, True], [False, False]]
    assert shapes(panel, "mark", "at") == [(0.5, 0.5)]  # that beyond the plot is not drawn


def test_a_band_lies_between_its_edges_under_everything() -> None:
    band = go.Scatter(
        x=[0, 2, 2, 0],
        y=[4, 6, 2, 0],
        mode="lines",
        fill="toself",
        fillcolor="rgba(119, 119, 119, 0.18)",
        line={"width": 0},
        name="范围",
    )
    line = go.Scatter(x=[0, 2], y=[1, 3], mode="lines", line={"color": DATA})
    panel = panel_of(line, band, xaxis={"range": [0, 2]}, yaxis={"range": [0, 10]})
    assert [shape["kind"] for shape in panel["shapes"]] == ["area", "path"]
    assert sorted(shapes(panel, "area", "points")[0]) == [(0, 0), (0, 0.4), (1, 0.2), (1, 0.6)]


@pytest.mark.parametrize("is_lying", [False, True])
def test_stacked_bars_stand_on_each_other(is_lying: bool) -> None:
    def bar(values: Sequence[float | None], color: str) -> Any:
        places = ["甲", "乙"]
        ends = (
            {"x": values, "y": places, "orientation": "h"}
            if is_lying
            else {"x": places, "y": values}
        )
        return go.Bar(marker={"color": color}, **ends)

    reach = {"xaxis" if is_lying else "yaxis": {"range": [0, 10]}}
    panel = panel_of(bar([2, 3], DATA), bar([4, None], GREY), barmode="stack", **reach)
    corners = shapes(panel, "bar", "corners")
    along, on = (0, 1) if is_lying else (1, 0)
    ends = [(start[along], end[along]) for start, end in corners]
    middles = [(start[on] + end[on]) / 2 for start, end in corners]
    assert ends == [
        (0, pytest.approx(0.2)),
        (0, pytest.approx(0.3)),
        (pytest.approx(0.2), pytest.approx(0.6)),
    ]
    assert middles == pytest.approx([0.25, 0.75, 0.25])
    assert shapes(panel, "bar", "color") == [DATA, DATA, GREY]


def test_dates_and_ratios_have_scales_of_their_own() -> None:
    days = go.Scatter(
        x=[date(2025, 1, 1), date(2025, 7, 2)], y=[1, 1], mode="lines", line={"color": DATA}
    )
    panel = panel_of(days)
    assert shapes(panel, "path", "points")[0][0][0] == 0
    assert [text for _, text in panel["x"]["ticks"]] == [f"2025-0{month}" for month in range(1, 8)]
    ratio = go.Scatter(x=[1, 10], y=[0, 0], mode="markers", marker={"color": DATA})
    panel = panel_of(ratio, xaxis={"type": "log", "range": [-1, 1]})
    assert [at for at, _ in shapes(panel, "mark", "at")] == [0.5, 1]
    assert panel["x"]["ticks"] == [[0, "0.1"], [0.5, "1"], [1, "10"]]


def test_a_break_is_a_line_with_its_day() -> None:
    chart = chart_of(go.Scatter(x=[0, 4], y=[1, 1], mode="lines"), xaxis={"range": [0, 4]})
    chart.figure.add_vline(x=3, line={"color": ACCENT, "dash": "dot", "width": 1.5})
    above = {"y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False}
    chart.figure.add_annotation(x=3, text="2025-05 口径改变", **above)
    (panel,) = drawn(chart)["panels"]
    (rule,) = [shape for shape in panel["shapes"] if shape["kind"] == "rule"]
    assert rule == {
        "kind": "rule",
        "along": "x",
        "at": 0.75,
        "color": ACCENT,
        "width": 1.5,
        "dash": "dot",
        "label": "2025-05 口径改变",
    }


def test_cells_have_the_colour_of_their_value_and_a_missing_one_none() -> None:
    heat = go.Heatmap(
        x=["2024", "2025"],
        y=["下", "上"],
        z=[[0, 10], [5, None]],
        text=[["0", "10"], ["5", "缺"]],
        colorscale=[[0, "#000000"], [1, "#FFFFFF"]],
    )
    found: Any = heat_cells(chart_of(heat))
    above, below = found["rows"]
    assert found["columns"] == ["2024", "2025"]
    assert (above["name"], below["name"]) == ("上", "下")
    assert [(cell["text"], cell["color"]) for cell in above["cells"]] == [
        ("5", "#808080"),
        ("缺", None),
    ]
    assert [cell["color"] for cell in below["cells"]] == ["#000000", "#FFFFFF"]
    assert below["cells"][0]["ink"] == "#FFFFFF"
    assert below["cells"][1]["ink"] != "#FFFFFF"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_is_drawn_within_its_panels(marts: Snapshot, lang: Any) -> None:
    charts = chart_set(Findings.of_year(marts, 2023, lang))
    assert len(charts) > 15
    for chart in charts:
        if heat_cells(chart) or chart.is_told:
            continue
        for panel in drawn(chart)["panels"]:
            assert panel["shapes"], chart.key
            for place in shapes(panel, "mark", "at"):
                assert all(-0.01 <= share <= 1.01 for share in place), chart.key
            for axis in ("x", "y"):
                shares = [share for share, _ in panel[axis]["ticks"]]
                assert len(set(shares)) == len(shares), chart.key
                assert all(-0.01 <= share <= 1.01 for share in shares), chart.key

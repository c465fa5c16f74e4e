"""What a figure draws, read off it."""

from datetime import date

import plotly.graph_objects as go
import polars as pl
import pytest

from analysis.charts import Chart, Drawing, Look, drawing_of
from analysis.charts.marks import band, draw_in_panel, panels

NAN = float("nan")


def drawn(figure: go.Figure, height: int = 200) -> Drawing | None:
    return drawing_of(chart(figure, height))


def chart(figure: go.Figure, height: int = 200) -> Chart:
    table = pl.DataFrame({"year": [2020]})
    return Look("zh", "源").chart("verdicts", figure, "发现", "说明", table, height)


def only(figure: go.Figure):  # type: ignore[no-untyped-def]
    found = drawn(figure)
    assert found is not None
    (panel,) = found.panels
    return panel


def test_a_line_keeps_its_gaps_and_its_limits() -> None:
    limits = {"array": [0.5, None, 1], "arrayminus": [0.25, None, 2], "symmetric": False}
    points = go.Scatter(x=[2020, 2021, 2022], y=[1.0, None, NAN], mode="lines", name="率")
    points.error_y = limits | {"type": "data"}
    (series,) = only(go.Figure(points)).series
    assert (series.kind, series.name, series.is_in_legend) == ("line", "率", True)
    assert series.y == (1.0, None, None)
    assert (series.low, series.high) == ((0.75, None, None), (1.5, None, None))


def test_a_band_lies_between_its_edges() -> None:
    days = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]
    panel = only(go.Figure(band(days, [1, None, 2], [3, None, 5], "95%")))
    (series,) = panel.series
    assert series.kind == "band"
    assert (series.x, series.low, series.high) == (tuple(days), (1, None, 2), (3, None, 5))
    assert series.color == "#E7E7E7"
    assert (panel.x.kind, panel.x.low, panel.x.high) == ("date", days[0], days[-1])


def test_a_waterfall_stands_on_what_came_before() -> None:
    figure = go.Figure(
        go.Waterfall(
            x=["2024", "甲", "乙", "2025"],
            y=[10.0, -4.0, 1.0, 7.0],
            measure=["absolute", "relative", "relative", "total"],
            text=["10", "-4", "+1", "7"],
            totals={"marker": {"color": "#0072B2"}},
            increasing={"marker": {"color": "#D55E00"}},
            decreasing={"marker": {"color": "#009E73"}},
        )
    )
    panel = only(figure)
    ends = {s.color: (s.base, s.y) for s in panel.series}
    assert ends["#0072B2"] == ((0.0, None, None, 0.0), (10.0, None, None, 7.0))
    assert ends["#009E73"] == ((None, 10.0, None, None), (None, 6.0, None, None))
    assert ends["#D55E00"] == ((None, None, 6.0, None), (None, None, 7.0, None))
    assert [place for place, _ in panel.x.ticks] == ["2024", "甲", "乙", "2025"]
    assert (panel.y.low, panel.y.high) == (0.0, 12.0)


def test_marks_that_differ_are_series_of_their_own_with_one_name() -> None:
    points = go.Scatter(x=[1, 2, 3], y=[1, 2, 3], mode="markers+text", text=["", "镇", ""])
    points.update(
        name="地区",
        marker={
            "color": ["#0072B2", "#D55E00", "#0072B2"],
            "symbol": ["circle", "diamond", "circle"],
        },
    )
    inside, outside = only(go.Figure(points, {"showlegend": True})).series
    assert (inside.x, outside.x, outside.labels) == ((1, 3), (2,), ("镇",))
    assert (inside.symbol, outside.symbol) == ("circle", "diamond")
    assert (inside.is_in_legend, outside.is_in_legend) == (True, False)


def test_a_break_is_a_line_with_its_label_and_text_is_text() -> None:
    figure = go.Figure(go.Scatter(x=[2020, 2021], y=[1, 2], mode="lines"))
    figure.add_vline(x=2020.5, line={"color": "#D55E00", "dash": "dot", "width": 1.5})
    figure.add_annotation(
        x=2020.5, text="口径 &lt;b&gt;<br>改变", y=1, yref="paper", showarrow=False
    )
    panel = only(figure)
    (line,) = panel.lines
    assert (line.along, line.at, line.label) == ("x", 2020.5, "口径 <b>\n改变")
    assert len(panel.series) == 1


def test_words_beside_rows_stand_at_their_place() -> None:
    bars = go.Bar(x=[40], y=[0], orientation="h", marker={"color": "#009E73"})
    figure = go.Figure(bars)
    figure.update_yaxes(tickvals=[0], ticktext=["目标"])
    figure.update_xaxes(range=[0, 200])
    figure.add_annotation(x=103, y=0, text="<b>完成</b>", showarrow=False)
    panel = only(figure)
    own, words = panel.series
    assert (own.is_lying, own.x, panel.y.kind, panel.y.ticks) == (
        True,
        (40,),
        "category",
        ((0, "目标"),),
    )
    assert (words.kind, words.symbol, words.x, words.labels) == ("points", None, (103,), ("完成",))


def test_panels_come_with_their_titles_and_one_legend() -> None:
    figure = panels(["甲", "乙"])
    for at in range(2):
        draw_in_panel(figure, at, [go.Scatter(x=[1], y=[at], mode="lines", name="本年")])
    found = drawn(figure)
    assert found is not None
    assert [(p.title, p.series[0].y, p.series[0].is_in_legend) for p in found.panels] == [
        ("甲", (0,), True),
        ("乙", (1,), True),
    ]
    assert (found.columns, found.height) == (2, 200)


def test_a_panel_without_data_keeps_its_place() -> None:
    figure = panels(["甲", "乙"])
    draw_in_panel(figure, 0, [go.Scatter(x=[], y=[], mode="lines", name="本年")])
    draw_in_panel(figure, 1, [go.Scatter(x=[1, 2], y=[3, 4], mode="lines", name="本年")])
    found = drawn(figure)
    assert found is not None
    assert [(p.title, len(p.series)) for p in found.panels] == [("甲", 0), ("乙", 1)]


def test_stacked_bars_reach_as_far_as_their_sum() -> None:
    figure = go.Figure([go.Bar(x=["甲"], y=[30]), go.Bar(x=["甲"], y=[25])])
    figure.update_layout(barmode="stack")
    panel = only(figure)
    assert panel.is_stacked
    assert panel.y.high == 60


def test_bars_of_two_colours_are_series_of_their_own_with_one_name() -> None:
    bars = go.Bar(
        x=["甲", "乙", "丙"],
        y=[1, 2, 3],
        name="起数",
        marker={"color": ["#0072B2", "#D55E00", "#0072B2"]},
    )
    night, day = only(go.Figure(bars, {"showlegend": True})).series
    assert ((night.color, night.x), (day.color, day.y)) == (
        ("#0072B2", ("甲", "丙")),
        ("#D55E00", (2,)),
    )
    assert (night.is_in_legend, day.is_in_legend) == (True, False)


def test_bars_that_would_hide_bars_are_refused() -> None:
    figure = go.Figure([go.Bar(x=["甲", "乙"], y=[30, 1]), go.Bar(x=["乙"], y=[25])])
    with pytest.raises(ValueError, match="verdicts: bars would hide bars"):
        drawn(figure)
    assert drawn(figure.update_layout(barmode="overlay"))


@pytest.mark.parametrize("ticks", [None, [0, 6]])
def test_bars_at_numbers_that_no_tick_names_are_refused(ticks: list[int] | None) -> None:
    figure = go.Figure(go.Bar(x=[0, 3, 6], y=[1, 2, 3])).update_xaxes(tickvals=ticks)
    with pytest.raises(ValueError, match="verdicts: bars stand where no tick is"):
        drawn(figure)
    assert drawn(figure.update_xaxes(tickvals=[0, 3, 6]))


@pytest.mark.parametrize(
    "figure",
    [
        go.Figure(go.Heatmap(z=[[1]])),
        go.Figure(go.Scatter(x=[1], y=[1]), {"shapes": [{"type": "rect", "x0": 0, "x1": 1}]}),
        go.Figure(),
        go.Figure(go.Scatter(x=[], y=[], mode="lines")),
    ],
)
def test_cells_shapes_and_nothing_are_no_drawing(figure: go.Figure) -> None:
    assert drawn(figure) is None

"""Charts as pictures: PNG that Word places at its width, SVG whose text is text."""

import re
import struct
import zlib
from datetime import date
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest
from plotly.subplots import make_subplots

from analysis.charts import Chart, chart_set, pictures, quality, rolling, when
from analysis.charts.chart_set import look_of
from analysis.charts.figure import drawing_of
from analysis.charts.heat_cells import heat_cells
from analysis.charts.pictures import WIDTHS
from analysis.charts.theme import DATA, Look, wrapped
from analysis.charts.trend import trend
from analysis.findings import Findings
from analysis.marts import Snapshot
from analysis.marts.rows import BreakRow
from analysis.messages import Lang, say
from analysis.native import alt_text
from analysis.report.blocks import Paragraph, Picture
from analysis.report.edition import Edition

PAGE = 225 / 25.4 * 72  # pt: as high as the text of a page of GB/T 9704


def chart_of(*traces: Any, finding: str = "结论", **layout: Any) -> Chart:
    figure = go.Figure(list(traces), layout=layout)
    return Look("zh", "来源：甲").chart("targets", figure, finding, "单位", pl.DataFrame())


def chunks(png: bytes) -> dict[bytes, bytes]:
    """The chunks of a PNG by their names; a wrong sum is an error."""
    found, at = {}, 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(
            kind + data
        )
        found.setdefault(kind, data)
        at += size + 12
    return found


def texts(svg: bytes) -> str:
    """All the text of an SVG."""
    return "".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg.decode()))


@pytest.mark.parametrize("width", WIDTHS.values())
def test_a_png_is_placed_at_its_width(width: float) -> None:
    (png,) = pictures([chart_of(go.Bar(x=["甲"], y=[7]))], "zh", "png", width)
    found = chunks(png)
    pixels, _ = struct.unpack(">II", found[b"IHDR"][:8])
    across, upward, unit = struct.unpack(">IIB", found[b"pHYs"])
    assert (across, upward, unit) == (11811, 11811, 1)  # 300 dpi in pixels a metre
    assert pixels / across * 1000 == pytest.approx(width, abs=0.1)


def test_only_a_transparent_picture_lacks_its_ground() -> None:
    bar = [chart_of(go.Bar(x=["甲"], y=[7]))]
    white, clear = (pictures(bar, "zh", "svg", 76, is_clear)[0] for is_clear in (False, True))
    ground = b'<path fill="#ffffff" fill-rule="nonzero" d="M 0 0v'
    assert ground in white
    assert ground not in clear


def test_the_text_of_an_svg_is_text_with_its_spaces() -> None:
    finding = "Deaths <fell> & 升 12.5% in 2025，其余不变"
    (svg,) = pictures(
        [chart_of(go.Bar(x=["甲 乙"], y=[7], text=["7"]), finding=finding)], "zh", "svg"
    )
    assert ">Deaths &lt;fell&gt; &amp; 升 12.5% in 2025，其余不变</text>" in svg.decode()
    assert "甲 乙" in texts(svg)
    assert b"<use" not in svg  # no letter is left as an outline


def test_a_label_without_room_beside_its_mark_is_left_out_and_the_last_one_is_not() -> None:
    values = [f"1.23{at}" for at in range(9)]
    line = go.Scatter(
        x=list(range(9)), y=[1.0] * 9, mode="markers+text", text=values, textposition="middle right"
    )
    wide, narrow = (texts(pictures([chart_of(line)], "zh", "svg", w)[0]) for w in (156, 76))
    assert all(value in wide for value in values)
    assert "1.238" in narrow
    assert not all(value in narrow for value in values)


def test_a_label_stands_off_the_line_that_goes_on_from_its_mark() -> None:
    """Under a line that rises, above one that falls."""
    line = go.Scatter(x=[0, 1, 2], y=[1.0, 9.0, 1.0], mode="lines+markers+text", text=["1.11", "2.22", "3.33"], textposition="middle right")  # fmt: skip
    (svg,) = pictures([chart_of(line)], "zh", "svg")
    found = re.findall(
        r"<g transform=.translate\(\S+ (\S+)\).>(?:(?!<g).)*?>(\d\.\d\d)</text>", svg.decode()
    )
    low, _, last = (float(top) for top, _ in found)
    assert low > last + 4  # both marks are as high


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_is_a_picture_in_both_widths(marts: Snapshot, lang: Any) -> None:
    charts = chart_set(Findings.of_year(marts, 2023, lang))
    for width in WIDTHS.values():
        for chart, svg in zip(charts, pictures(charts, lang, "svg", width), strict=True):
            said = re.sub(r"\s|&\w+;", "", texts(svg))
            wanted = re.sub(r"[\s<>&'\"]", "", chart.finding + chart.subtitle + chart.foot)
            assert set(wanted) <= set(said), chart.key
            height = float(re.search(r'height="([\d.]+)pt"', svg.decode())[1])
            assert height < PAGE, chart.key
            assert alt_text(chart, lang)


def test_names_of_places_stand_clear_of_those_beside_them() -> None:
    """A long name beside short ones asks for the room of both halves, not of the longest for every row."""
    tall, low = "很长的名称" * 12, "乙"
    heights = {}
    for names in ((low, tall, low, low), (low, tall, tall, low)):
        places = [f"{name}{at}" for at, name in enumerate(names)]
        bars = go.Bar(x=[1] * 4, y=places, orientation="h")
        (svg,) = pictures([chart_of(bars, height=100, margin={"t": 1, "b": 1})], "zh", "svg", 76)
        heights[names.count(tall)] = float(re.search(r'height="([\d.]+)pt"', svg.decode())[1])
    assert heights[2] > heights[1] * 1.3


def test_labels_of_lines_that_would_touch_stand_over_each_other() -> None:
    def tops(*places: float) -> set[str]:
        chart = chart_of(go.Scatter(x=[0, 10], y=[1, 2], mode="lines"))
        for at in places:
            chart.figure.add_vline(x=at, line={"color": DATA, "width": 1})
            chart.figure.add_annotation(x=at, text="2025-05 口径改变", yref="paper", y=1)
        (svg,) = pictures([chart], "zh", "svg", 76)
        return set(re.findall(r"translate\(\S+ (\S+?)\)[^<]*<text[^>]*>2025-05", svg.decode()))

    assert len(tops(1, 9)) == 1
    assert len(tops(8, 9)) == 2


def test_a_year_counted_in_two_ways_has_a_mark_of_its_own(marts: Snapshot) -> None:
    findings = Findings.of_year(marts, 2023)
    (road,) = (row for row in findings.indicators if row["event_domain"] == "road")
    years = findings.yearly(road)
    change: BreakRow = {"effective_from": date(2022, 5, 1), "allows_comparison": False}  # type: ignore[typeddict-item]
    chart = trend(look_of(findings), road, years, [change], "不判", 2022)
    of_symbol = {t.marker.symbol: list(t.x) for t in chart.figure.data if t.mode == "markers+text"}
    assert of_symbol["diamond"] == [2022]
    assert 2022 not in of_symbol["circle"]
    assert [shape.x0 for shape in chart.figure.layout.shapes] == [2022]  # neither side of it
    assert say("chart_trend_mixed", "zh") in chart.finding
    assert drawing_of(chart)


def test_the_cells_of_the_calendar_are_as_many_hand_ins_as_its_title_says(marts: Snapshot) -> None:
    findings = Findings.of_year(marts, 2023)
    (chart,) = (one for one in chart_set(findings) if one.key == "calendar")
    cells = [text for row in chart.figure.data[0].text for text in row if text]
    of_cells = [int((re.findall(r"\d+$", text) or ["1"])[0]) for text in cells]
    assert sum(of_cells) == chart.table.height == int(re.search(r"应报(\d+)份", chart.finding)[1])
    assert max(of_cells) > 1


def test_heads_name_the_units_that_all_rows_share(marts: Snapshot) -> None:
    charts = {chart.key: chart for chart in chart_set(Findings.of_year(marts, 2023))}
    rates = charts["trend_production_deaths_per_100m_gdp"].heads
    assert rates["denominator"] == "分母（元）"
    assert rates["rate"] == "率（人/亿元）"
    assert charts["year_to_date"].heads["numerator"] == "分子（人）"
    for chart in charts.values():
        assert list(chart.heads) == chart.table.columns
        assert len(set(chart.heads.values())) == chart.table.width


def test_few_events_are_words_and_no_bars(marts: Snapshot) -> None:
    findings = Findings.of_year(marts, 2023)
    charts = {chart.key: chart for chart in chart_set(findings)}
    changes = {key: chart for key, chart in charts.items() if key.startswith("change_")}
    drawn = {key for key, chart in changes.items() if not chart.is_told}
    counts = {row["indicator_id"]: findings.years_of(row)[-2:] for row in findings.indicators}
    for key, years in counts.items():
        is_few = min(year["numerator"] for year in years) < 5
        assert (f"change_{key}" in drawn) == (not is_few), key
    assert any(min(y["numerator"] for y in years) < 5 for years in counts.values())
    assert drawn
    for key in changes.keys() - drawn:  # both years stand in the place of the bars
        years = counts[key.removeprefix("change_")]
        assert all(f"（{year['numerator']:g}人）" in changes[key].finding for year in years)
        assert not any(trace.type == "waterfall" for trace in changes[key].figure.data)
    bars = [trace.x for trace in charts["kinds"].figure.data]
    assert min(count for own in bars for count in own) >= 5
    assert "reconciliation" not in charts


def test_rows_of_panels_beside_each_other_stay_beside_each_other() -> None:
    names = ["达拉特旗经济技术开发区综合执法检查月报补充材料", "乙", "丙"]
    figure = make_subplots(cols=2, shared_yaxes=True)
    for at in (1, 2):
        bar = go.Bar(x=[1, 2, 3], y=names, orientation="h", marker={"color": DATA})
        figure.add_trace(bar, row=1, col=at)
    figure.update_layout(width=590, height=100, showlegend=False, margin={"t": 30, "b": 30})
    chart = Chart("any", figure, "发现", "图题", "说明", "来源", pl.DataFrame())
    (svg,) = pictures([chart], "zh", "svg")
    bars = re.findall(rf'fill="{DATA.lower()}"[^>]* d="M 0 0v ([0-9.]+)', svg.decode())
    assert len(bars) == 6
    assert len(set(bars)) == 1  # rows are as high on the right as where their names need room


def test_a_small_bar_keeps_its_figure_beside_its_row() -> None:
    figures = {"采用": [236, 9], "被取代": [0, 1]}
    bars = [
        go.Bar(
            x=counts,
            y=["目标进度", "风险点台账"],
            orientation="h",
            name=name,
            text=[f"{name}{count}" if count else "" for count in counts],
            textposition="auto",
            marker={"color": DATA},
        )
        for name, counts in figures.items()
    ]
    chart = chart_of(*bars, barmode="stack", height=160, margin={"t": 30, "b": 30})
    (svg,) = pictures([chart], "zh", "svg", WIDTHS["half"])
    assert "采用9 被取代1" in texts(svg)  # where the row ends, in its order
    assert "采用236" in texts(svg)


def test_cells_that_are_narrow_never_touch_and_their_text_is_text() -> None:
    said = ["按12/34", *["按2"] * 11]
    cells = go.Heatmap(x=list(range(1, 13)), y=["目标进度"], z=[[1] * 12], text=[said])
    cells.update(texttemplate="%{text}", colorscale=[[0, "#FFFFFF"], [1, "#DDDDDD"]])
    (svg,) = pictures([chart_of(cells, showlegend=False)], "zh", "svg", WIDTHS["half"])
    found = re.findall(r'textLength="([^"]+)"[^>]*>([^<]+)', svg.decode())
    lengths = {text: float(length) for length, text in found}
    assert "12/34" in lengths  # in a line of its own
    room = (76 / 25.4 * 72 - 30) / 12
    assert lengths["12/34"] < room
    assert not any(text.count("按") > 1 for text in lengths)  # none goes on in the next
    assert b"<use" not in svg


def test_what_became_of_files_is_told_apart_in_grey(marts: Snapshot) -> None:
    solid = [color for status, color in quality._COLORS.items() if status != quality._HATCHED]
    shares = {1: 0.3, 3: 0.59, 5: 0.11}
    greys = sorted(
        sum(part * int(c[at : at + 2], 16) for at, part in shares.items()) for c in solid
    )
    assert all(after - before > 60 for before, after in pairwise(greys))
    chart = next(c for c in chart_set(Findings.of_year(marts, 2023)) if c.key == "quality")
    _, *others = (trace for trace in chart.figure.data if trace.name)
    assert others
    for bar in others:  # and by its name at its figure
        assert all(text.startswith(bar.name) for text in bar.text if text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_few_years_are_a_table_in_the_place_of_a_picture(marts: Snapshot, lang: Lang) -> None:
    findings = Findings.of_year(marts, 2023, lang)
    row = next(row for row in findings.indicators if row["event_domain"] == "fire")
    years = findings.yearly(row).with_columns(numerator=pl.lit(4.0))
    verdict, breaks = "未作判定", findings.breaks_of(row)
    chart = trend(look_of(findings), row, years, breaks, verdict, 2023)
    cells = heat_cells(chart)
    assert chart.is_told
    assert cells
    assert [line["cells"][0]["text"] for line in cells["rows"]] == ["4"] * years.height  # type: ignore[index,attr-defined]
    assert pictures([chart], lang, "svg")
    many = trend(
        look_of(findings), row, years.with_columns(numerator=pl.lit(5.0)), breaks, verdict, 2023
    )
    assert not many.is_told
    assert heat_cells(many) is None
    assert "不足5" not in many.subtitle
    mixed = years.with_columns(numerator=pl.when(pl.col("year") == 2021).then(4.0).otherwise(5.0))
    said = trend(look_of(findings), row, mixed, breaks, verdict, 2023).subtitle
    assert say("chart_few_years", lang, years="2021", fewest=5) in said


def test_twelve_months_of_few_are_a_sentence(
    marts: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = Findings.of_year(marts, 2023)
    row = next(row for row in findings.indicators if row["event_domain"] == "road")
    whole = rolling.draw(findings, look_of(findings), row)
    monkeypatch.setattr(rolling, "are_few", lambda _: True)
    told = rolling.draw(findings, look_of(findings), row)
    assert whole and told
    assert (whole.is_told, told.is_told) == (False, True)
    assert told.finding.startswith(whole.finding)
    assert re.search(r"；其间\d+人$", told.finding)
    assert not [trace for trace in told.figure.data if trace.y and any(trace.y)]
    edition = Edition(marts, findings.span, "zh", charts={told.key: told, "whole": whole})
    (sentence,), (picture,) = edition.pictures(told.key), edition.pictures("whole")
    assert isinstance(sentence, Paragraph)
    assert sentence.text == f"{told.finding}（数量不足5，不作图）。"
    assert isinstance(picture, Picture)


def test_a_table_says_of_what_its_names_are(marts: Snapshot) -> None:
    findings = Findings.of_year(marts, 2023)
    asked = (draw(findings, look_of(findings)) for draw in (when.hours, when.months))
    heads = {
        c.key.partition("_")[0]: c.heads.get("name") for c in (*chart_set(findings), *asked) if c
    }
    wanted = {
        "funnel": "地区",
        "townships": "地区",
        "calendar": "报表",
        "quality": "报表",
        "kinds": "领域",
    }
    wanted |= {"year": "领域", "hours": "领域", "months": "领域", "targets": "目标"}
    assert heads == heads | wanted


def test_no_line_ends_with_an_opening_bracket() -> None:
    lines = wrapped("十五个苏木镇中有一个在全旗（11.59人/百万人）的界限之外", 14.5).split("<br>")
    assert lines[0].endswith("全旗")
    assert lines[1].startswith("（11.59")

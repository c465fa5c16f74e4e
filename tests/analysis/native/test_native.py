"""Charts that an office program draws: the figures of the marts, with gaps, words and a data sheet."""

import io
import math
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import plotly.graph_objects as go
import polars as pl
import pytest
from docx import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.shared import Mm

from analysis.charts import Chart, Look, chart_set, drawing_of
from analysis.charts.marks import band, draw_in_panel, panels
from analysis.findings import Findings
from analysis.marts import Snapshot
from analysis.messages import say
from analysis.native import add_native_chart, stretched
from analysis.native.sheet import serial
from analysis.report.annex import write_annex
from analysis.report.blocks import Picture, Report
from analysis.report.chart_table import chart_table
from analysis.report.docx import write_docx

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
W = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
# ECMA-376 part 1, 21.2.2: the order of what these hold
ORDER = {
    "chartSpace": "date1904 lang roundedCorners style clrMapOvr pivotSource protection chart spPr txPr externalData",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "title": "tx layout overlay spPr txPr",
    "scatterChart": "scatterStyle varyColors ser dLbls axId",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines marker smooth axId",
    "valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt crossBetween majorUnit minorUnit dispUnits",
    "catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl",
    "ser": "idx order tx spPr invertIfNegative marker dPt dLbls trendline errBars cat xVal val yVal smooth",
    "dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator",
    "dLbl": "idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator",
    "errBars": "errDir errBarType errValType noEndCap plus minus val spPr",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
}  # fmt: skip


@pytest.fixture(scope="module")
def charts(marts: Snapshot) -> list[Chart]:
    return chart_set(Findings.of_year(marts, 2023))


def named(figure: go.Figure, finding: str = "发现", key: str = "verdicts") -> Chart:
    return Look("zh", "源").chart(key, figure, finding, "说明", pl.DataFrame({"year": [2020]}))


def written(*charts: Chart) -> zipfile.ZipFile:
    """A document of `charts`, without a picture."""
    return zipfile.ZipFile(io.BytesIO(write_docx(report(*charts), "zh")))


def report(*charts: Chart) -> Report:
    return Report("题", [], [Picture(chart) for chart in charts], list(charts))


def parts(file: zipfile.ZipFile) -> list[Any]:
    names = sorted(n for n in file.namelist() if n.startswith("word/charts/chart"))
    return [parse_xml(file.read(name)) for name in names]


def kept(reference: Any) -> list[str | None]:
    """What a chart keeps of a range: a text a cell, None where there is nothing."""
    cache = reference.find(f".//{C}ptCount").getparent()
    found: list[str | None] = [None] * int(cache.find(f"{C}ptCount").get("val"))
    for point in cache.iter(f"{C}pt"):
        found[int(point.get("idx"))] = point.find(f"{C}v").text
    return found


def series_of(part: Any) -> dict[str, Any]:
    """Series by name."""
    return {"".join(kept(s.find(f"{C}tx")) or []): s for s in part.iter(f"{C}ser")}  # type: ignore[arg-type]


def cells(book: openpyxl.Workbook, formula: str) -> list[Any]:
    sheet, area = formula.rsplit("!", 1)
    found = book[sheet.strip("'")][area.replace("$", "")]
    return [row[0].value for row in found] if isinstance(found, tuple) else [found.value]


def pairs(drawn: tuple[Any, ...], values: tuple[Any, ...]) -> list[tuple[Any, Any]]:
    """Points as a sheet counts them, those that are there."""
    both = zip(drawn, values, strict=True)
    return sorted((serial(x), y) for x, y in both if x is not None and y is not None)


def test_a_gap_stays_a_gap_and_a_limit_is_a_figure() -> None:
    figure = go.Figure(band([2020, 2021, 2022], [1, None, 2], [3, None, 5.125], "区间"))
    points = go.Scatter(x=[2020, 2021, 2022], y=[2.0, None, 3.3], mode="lines+markers", name="率")
    points.error_y = {
        "type": "data",
        "symmetric": False,
        "array": [1, None, 0.2],
        "arrayminus": [1, None, 0.1],
    }
    file = written(named(figure.add_trace(points)))
    (part,) = parts(file)
    own = series_of(part)
    assert kept(own["率"].find(f"{C}yVal")) == ["2", None, "3.3"]
    assert kept(own["区间"].find(f"{C}yVal")) == ["3", None, "5.125"]
    assert part.find(f".//{C}dispBlanksAs").get("val") == "gap"
    book = openpyxl.load_workbook(
        io.BytesIO(file.read("word/embeddings/Microsoft_Excel_Sheet1.xlsx"))
    )
    sheet = book.worksheets[0]
    found = {column[0].value: [c.value for c in column[1:]] for column in sheet.iter_cols()}
    assert found["率"] == [2, None, 3.3]
    assert found["率：下限"] == pytest.approx([1, None, 3.2])
    assert found["率：数值减下限"][0].startswith("=")
    assert not sheet._charts


def test_every_chart_of_the_marts_has_its_figures(charts: list[Chart]) -> None:
    native = {c.key: drawn for c in charts if (drawn := drawing_of(c))}
    assert {key.split("_")[0] for key in native} >= {
        *("trend", "change", "rolling", "year", "kinds", "funnel", "targets", "due"),
        *("warnings", "quality"),
    }
    for chart in charts:
        drawing = native.get(chart.key)
        if drawing is None:
            continue
        file = written(chart)
        for panel, part, at in zip(drawing.panels, parts(file), range(1, 9), strict=False):
            book = file.read(f"word/embeddings/Microsoft_Excel_Sheet{at}.xlsx")
            _holds(panel, part, openpyxl.load_workbook(io.BytesIO(book)))


def _holds(panel: Any, part: Any, book: openpyxl.Workbook) -> None:
    """Each series of `panel` is a series of `part`, and each series of that what its sheet says."""
    drawn = []
    for one in part.iter(f"{C}ser"):
        ends = one.find(f"{C}yVal") if one.find(f"{C}yVal") is not None else one.find(f"{C}val")
        places = one.find(f"{C}xVal") if one.find(f"{C}xVal") is not None else one.find(f"{C}cat")
        values = [None if v is None else float(v) for v in kept(ends)]
        sheet = cells(book, ends.find(f".//{C}f").text)
        told = [serial(v.date() if hasattr(v, "date") else v) for v in sheet]
        assert _same(values, told)
        drawn.append((kept(places), values))
    for series in panel.series:
        if series.kind == "bars":
            ends, base = (series.x if series.is_lying else series.y), series.base
            lengths = [None if end is None else serial(end) for end in ends]
            if any(b not in (None, 0, panel.x.low) for b in base):
                lengths = [
                    None if e is None else abs(e - b) for e, b in zip(ends, base, strict=True)
                ]
            wanted = sorted(v for v in lengths if v is not None)
            shown = [sorted(v for v in values if v is not None) for _, values in drawn]
        elif series.kind == "band" or (not series.symbol and not series.y):
            wanted = pairs(series.x, series.high)
            shown = [_points(*one) for one in drawn]
        elif any(s.kind == "bars" for s in panel.series):
            continue
        else:
            wanted = pairs(series.x, series.y)
            shown = [_points(*one) for one in drawn]
        assert any(_same(one, wanted) for one in shown), series


def _same(some: Any, others: Any) -> bool:
    """Equal to the sixteenth digit, which a workbook keeps."""
    if isinstance(some, list | tuple):
        return len(some) == len(others) and all(map(_same, some, others))
    if some is None or others is None:
        return some is others
    return math.isclose(some, others, rel_tol=1e-15)


def _points(places: list[str | None], values: list[float | None]) -> list[Any]:
    both = zip(places, values, strict=True)
    return sorted((float(x), y) for x, y in both if x is not None and y is not None)


def test_a_trend_has_the_rates_and_limits_of_the_marts(
    marts: Snapshot, charts: list[Chart]
) -> None:
    (chart,) = [c for c in charts if c.key == "trend_road_deaths_per_10k_vehicles"]
    rates = marts["fct_indicator_rates"].filter(
        indicator_id="road_deaths_per_10k_vehicles", region_id="150621", period_kind="year"
    )
    rates = rates.filter(pl.col("period_end") < date(2024, 1, 1)).sort("period_end")
    file = written(chart)
    book = openpyxl.load_workbook(
        io.BytesIO(file.read("word/embeddings/Microsoft_Excel_Sheet1.xlsx"))
    )
    found = {c[0].value: [cell.value for cell in c[1:]] for c in book.worksheets[0].iter_cols()}
    name = next(header for header in found if header.endswith("：下限")).removesuffix("：下限")
    for header, column in (
        (name, "rate"),
        (f"{name}：下限", "rate_lower_95"),
        (f"{name}：上限", "rate_upper_95"),
    ):
        assert [v for v in found[header] if v is not None] == pytest.approx(
            rates[column].to_list(), rel=1e-14
        )


def test_elements_stand_in_the_order_of_the_standard(charts: list[Chart]) -> None:
    for part in parts(written(*charts)):
        for element in part.iter():
            name = str(element.tag).replace(C, "")
            if name in ORDER:
                order = ORDER[name].split()
                held = [order.index(str(child.tag).replace(C, "")) for child in element]
                assert held == sorted(held), (name, [child.tag for child in element])


def test_every_graphic_says_what_it_shows_and_is_told_apart(charts: list[Chart]) -> None:
    file = written(*charts)
    document = parse_xml(file.read("word/document.xml"))
    frames = list(document.iter(f"{W}docPr"))
    native = [d for c in charts if (d := drawing_of(c))]
    assert len(frames) == sum(len(d.panels) for d in native)
    numbers = [frame.get("id") for frame in frames]
    assert len(set(numbers)) == len(numbers)
    (trend,) = [c for c in charts if c.key == "trend_road_deaths_per_10k_vehicles"]
    told = [frame.get("descr") for frame in frames]
    assert all(told)
    (own,) = [text for text in told if trend.finding in text]
    assert trend.caption in own
    assert "95%" in own
    assert say("alt_span", "zh", first="2021", last="2023") in own
    names = file.namelist()
    assert len(names) == len(set(names))


def test_what_is_no_chart_is_a_table(charts: list[Chart]) -> None:
    (calendar,) = [c for c in charts if c.key == "calendar"]
    shown = chart_table(calendar, "zh")
    assert len(shown.rows) == min(30, calendar.table.height)
    document = Document(io.BytesIO(write_docx(report(calendar), "zh")))
    assert [c.text for c in document.tables[0].rows[1].cells] == list(shown.rows[0])


def test_a_panel_without_data_is_a_chart_without_a_point() -> None:
    figure = panels(["甲", "乙"])
    draw_in_panel(figure, 0, [go.Scatter(x=[], y=[], mode="lines", name="本年")])
    draw_in_panel(figure, 1, [go.Scatter(x=[1, 2], y=[3, 4], mode="lines", name="本年")])
    empty, full = parts(written(named(figure)))
    assert [kept(s.find(f"{C}yVal")) for s in empty.iter(f"{C}ser")] == [[None]]
    assert [kept(s.find(f"{C}yVal")) for s in full.iter(f"{C}ser")] == [["3", "4"]]


def test_hostile_names_are_text() -> None:
    names = ["=1+1", "x!A1", "<b>&\x07", "甲"]
    figure = panels(names)
    for at, name in enumerate(names):
        bars = go.Bar(
            x=[2],
            y=[name.replace("\x07", "")],
            orientation="h",
            marker={"color": "#0072B2"},
            text=[name],
            textposition="outside",
        )
        draw_in_panel(figure, at, [bars])
    file = written(named(figure, "=cmd|' /C calc'!A0"))
    every = parts(file)
    assert len(every) == 4
    texts = "".join(part.xpath("string()") for part in every)
    assert "x！A1" in texts
    for name in file.namelist():
        if name.startswith("word/embeddings/"):
            book = zipfile.ZipFile(io.BytesIO(file.read(name)))
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
            assert not any(n.startswith(("xl/charts", "xl/drawings")) for n in book.namelist())


def test_the_same_figures_make_the_same_bytes(charts: list[Chart]) -> None:
    twice = [written(*charts[:6]) for _ in range(2)]
    for name in twice[0].namelist():
        if name.startswith(("word/charts/", "word/embeddings/")):
            assert twice[0].read(name) == twice[1].read(name), name


def test_the_annex_has_the_charts_beside_their_tables(charts: list[Chart], tmp_path: Path) -> None:
    path = tmp_path / "annex.xlsx"
    write_annex(path, [report(*charts)], "zh")
    book = openpyxl.load_workbook(path)
    held = [len(sheet._charts) for sheet in book.worksheets[1:-1]]
    assert held == [len(d.panels) if (d := drawing_of(c)) else 0 for c in charts]
    trend = next(s for s in book.worksheets if "万车死亡率历年" in s.title)
    assert trend["A1"].value == say("col_year", "zh")
    heads = [str(cell.value) for cell in trend[1]]
    rate = next(n for n, head in enumerate(heads) if head.startswith(say("col_rate", "zh")))
    assert isinstance(trend.cell(2, rate + 1).value, float)
    assert trend.cell(2, rate + 1).number_format.startswith("0.0")


@pytest.mark.slow
def test_libreoffice_opens_it_and_shows_its_words(charts: list[Chart], tmp_path: Path) -> None:
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if not office or not reader:
        pytest.skip("no LibreOffice, or nothing to read a PDF with")
    chosen = [c for c in charts if c.key.startswith(("trend_road", "kinds", "due", "change_road"))]
    (tmp_path / "a.docx").write_bytes(write_docx(report(*chosen), "zh"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    words = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*words, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=120)
    shown = subprocess.run([reader, str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True)
    text = "".join(shown.stdout.decode().split())
    for chart in chosen:
        drawing = drawing_of(chart)
        assert drawing
        for panel in drawing.panels:
            for name in [s.name for s in panel.series if s.is_in_legend and s.name]:
                assert "".join(name.split()) in text, name
            labels = [label for s in panel.series for label in s.labels if label]
            assert "".join(labels[0].split()) in text


def test_panels_stand_beside_each_other() -> None:
    document = Document()
    figure = panels(["甲", "乙"])
    for at in range(2):
        draw_in_panel(figure, at, [go.Scatter(x=[1, 2], y=[at, 2], mode="lines", name="本年")])
    chart, paragraph = named(figure), document.add_paragraph()
    drawing = drawing_of(chart)
    assert drawing
    add_native_chart(document, paragraph, chart, drawing, "zh", 156)
    widths = [shape.width for shape in document.inline_shapes]
    assert len(widths) == 2
    assert sum(widths) <= Mm(156)
    above, own, below = document.paragraphs
    assert above.text == "发现" and own.text == "" and below.text.count("本年") == 1
    heights = [p.paragraph_format.line_spacing_rule for p in (above, below)]
    assert heights == [WD_LINE_SPACING.EXACTLY] * 2  # as tall with every font


def test_a_chart_is_stretched_in_its_plot_alone() -> None:
    document, chart = Document(), named(go.Figure(go.Scatter(x=[1, 2], y=[1, 2], name="本年")))
    drawing, paragraph = drawing_of(chart), document.add_paragraph()
    assert drawing
    add_native_chart(document, paragraph, chart, drawing, "zh", 156)

    def measured() -> tuple[float, float, float]:
        """Points above, in and below the plot."""
        (shape,) = document.inline_shapes
        (held,) = [p for p in document.part.package.iter_parts() if "charts/" in p.partname]
        layout = parse_xml(held.blob).find(f".//{C}plotArea/{C}layout/{C}manualLayout")
        top, plot = (float(layout.find(f"{C}{side}").get("val")) for side in "yh")
        return tuple(shape.height.pt * share for share in (top, plot, 1 - top - plot))

    before = measured()
    stretched(document, paragraph, 0.8)
    top, plot, bottom = measured()
    assert (top, bottom) == pytest.approx((before[0], before[2]), rel=1e-3)
    assert plot == pytest.approx(before[1] - 0.2 * sum(before), rel=1e-3)

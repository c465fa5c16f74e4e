"""Native charts in a Word document: a graphic frame a panel, each with its workbook in the file."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from docx.document import Document
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from xlsxwriter import Workbook

from analysis.base.text import printable
from analysis.charts import Chart, Drawing
from analysis.charts.drawing import Series
from analysis.charts.theme import GREY, INK
from analysis.messages import Lang, say
from analysis.native.alt_text import alt_text
from analysis.native.chart import native_charts
from analysis.native.look import EDGE
from analysis.native.part import BOOK_ID, CHART, CHINESE, LATIN, finished, with_plot, without_charts
from analysis.native.sheet import DataSheet
from analysis.native.title import TITLE, head_of, title_of

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONG_AGO = datetime(2000, 1, 1)  # the same figures make the same bytes
_PX = 25.4 / 96  # mm
_SMALL = 8.5  # pt
_LINE = 1.35  # of the size of letters, from one line to the next
_DASHES = {"solid": "━━", "dash": "╍╍", "dot": "┉┉"}
_MARKS = {"bars": "■", "band": "──"}
_BETWEEN = 1  # mm between charts beside each other
_FRAME = f"""<wp:inline {nsdecls("wp", "a", "r")} distT="0" distB="0" distL="0" distR="0">
<wp:extent cx="{{width}}" cy="{{height}}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>
<wp:docPr id="{{number}}" name=""/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}"/></a:graphicData></a:graphic>
</wp:inline>"""


def add_native_chart(
    document: Document,
    paragraph: Paragraph,
    chart: Chart,
    drawing: Drawing,
    lang: Lang,
    width: float,
) -> None:
    """Put the panels of `drawing` into `paragraph`, the last one, beside each other and in rows; what
    their marks are stands below, and above the finding where no single panel has it as its title.

    Args:
        width: of the text, in mm.
    """
    across = width / drawing.columns - (0 if drawing.columns == 1 else _BETWEEN)
    titles = [title_of(chart, drawing, panel, across / _PX) for panel in drawing.panels]
    if chart.finding not in titles:
        above = _words(_like(paragraph.insert_paragraph_before(), paragraph), TITLE)
        _write(above, chart.finding, TITLE, INK)
        paragraph.paragraph_format.space_before = Pt(0)
    charts, book = _parts(drawing, titles, lang, across / _PX)
    for panel, title, (xml, height) in zip(drawing.panels, titles, charts, strict=True):
        part = _part(document, finished(xml, title), book)
        alt = alt_text(chart, lang, drawing, panel)
        _frame(document, paragraph, part, (across, height * _PX), chart.caption, alt)
    legend = _legend(drawing) if len(drawing.panels) > 1 else []
    if legend or chart.subtitle:
        below = _words(_like(document.add_paragraph(), paragraph), _SMALL)
        below.paragraph_format.space_before = Pt(0)
        _write_legend(below, legend)
        _write(below, _as_drawn(chart.subtitle, drawing, lang), _SMALL, GREY)


def stretched(document: Document, paragraph: Paragraph, share: float) -> None:
    """Make the charts of `paragraph` so many times as tall: their plots, while letters and what stands
    around a plot stay as they are."""
    for inline in paragraph._p.iter(qn("wp:inline")):
        extent = inline.find(qn("wp:extent"))
        height = int(extent.get("cy"))
        extent.set("cy", str(round(height * share)))
        part = document.part.related_parts[next(inline.iter(f"{{{CHART}}}chart")).get(qn("r:id"))]
        part._blob = with_plot(part.blob, share)


def _as_drawn(subtitle: str, drawing: Drawing, lang: Lang) -> str:
    """`subtitle` without a grey area, which Word draws as the lines at its edges."""
    if not any(series.kind == "band" for panel in drawing.panels for series in panel.series):
        return subtitle
    return subtitle.replace(say("band_area", lang), say("band_edges", lang))


def _like(paragraph: Paragraph, other: Paragraph) -> Paragraph:
    """In the style of `other`."""
    paragraph._p.style = other._p.style
    return paragraph


def _words(paragraph: Paragraph, size: float) -> Paragraph:
    """A line as tall with every font: a page is reckoned with it."""
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size * _LINE)
    return paragraph


def _write(paragraph: Paragraph, text: str, size: float, color: str) -> Run:
    run = paragraph.add_run(printable(text))
    run.font.size, run.font.bold = Pt(size), size == TITLE
    run.font.name = LATIN
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    run.font.color.rgb = RGBColor.from_string(color[1:])
    return run


def _legend(drawing: Drawing) -> list[Series]:
    """Of each name in the legend the first series."""
    named = [s for panel in drawing.panels for s in panel.series if s.is_in_legend]
    every = {series.name: series for series in reversed(named)}
    return list(reversed(every.values()))


def _write_legend(paragraph: Paragraph, legend: Sequence[Series]) -> None:
    """One legend for all panels."""
    for series in legend:
        mark = _DASHES[series.dash] if series.kind == "line" else _MARKS.get(series.kind, "●")
        _write(paragraph, f"{mark} ", _SMALL, EDGE if series.kind == "band" else series.color)
        _write(paragraph, f"{series.name}　　", _SMALL, INK)
    if legend:
        paragraph.add_run().add_break()


def _parts(
    drawing: Drawing, titles: Sequence[str], lang: Lang, width: float
) -> tuple[list[tuple[bytes, float]], bytes]:
    """The charts' XML with their heights in px, and the workbook with their figures."""
    out, heights = io.BytesIO(), []
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _LONG_AGO})
        sheet = book.add_worksheet(say("data_sheet", lang))
        sheet.freeze_panes(1, 0)
        is_alone = len(drawing.panels) == 1
        heads = [head_of(title, width) for title in titles]
        for chart, room in native_charts(
            DataSheet(book, sheet), drawing, heads, lang, width, is_alone
        ):
            sheet.insert_chart(1, 0, chart)  # what stands on no sheet is not written
            heights.append(room.height)
    with zipfile.ZipFile(out) as found:
        names = [f"xl/charts/chart{at}.xml" for at in range(1, len(heights) + 1)]
        charts = [found.read(name) for name in names]
    return list(zip(charts, heights, strict=True)), without_charts(out)


def _part(document: Document, xml: bytes, book: bytes) -> Part:
    """The chart as a part of the document, with its workbook."""
    package = document.part.package
    assert package is not None
    at = 1 + sum(part.content_type == _CHART_TYPE for part in package.iter_parts())
    part = Part(PackURI(f"/word/charts/chart{at}.xml"), _CHART_TYPE, xml, package)
    name = PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{at}.xlsx")
    held = part.relate_to(Part(name, _BOOK_TYPE, book, package), RELATIONSHIP_TYPE.PACKAGE)
    assert held == BOOK_ID
    return part


def _frame(
    document: Document,
    paragraph: Paragraph,
    part: Part,
    size: tuple[float, float],
    name: str,
    alt: str,
) -> None:
    number = document.part.next_id
    frame = parse_xml(_FRAME.format(width=Mm(size[0]), height=Mm(size[1]), number=number))
    properties = frame.find(qn("wp:docPr"))
    properties.set("name", printable(name))
    properties.set("descr", printable(alt))
    chart = frame.find(f".//{{{CHART}}}chart")
    chart.set(qn("r:id"), document.part.relate_to(part, RELATIONSHIP_TYPE.CHART))
    paragraph.add_run()._r.add_drawing(frame)

"""From the chart part of a workbook to that of a document.

What xlsxwriter leaves to Excel's defaults is said, since Word and LibreOffice have others; the
figures are found in the workbook beside it (ECMA-376 part 1, 21.2).
"""

import io
import re
import zipfile
from copy import deepcopy
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml

from analysis.base.text import printable
from analysis.charts.theme import INK
from analysis.native.title import TITLE

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
BOOK_ID = "rId1"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LATIN, CHINESE = "Arial", "黑体"
_FACES = f'<a:latin typeface="{LATIN}"/><a:ea typeface="{CHINESE}"/><a:cs typeface="{LATIN}"/>'
_LABELS = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
_PARTS = re.compile(r"xl/(?:charts|drawings|worksheets/_rels)/")
_NAMED = re.compile(r'<Override PartName="/xl/(?:charts|drawings)/[^>]*/>|<drawing r:id="[^"]*"/>')


def finished(xml: bytes, title: str) -> bytes:
    """The part as a document holds it."""
    root = parse_xml(xml)
    _say_defaults(root)
    _break_lines(root)
    chart = root.find(_c("chart"))
    if title:
        chart.find(_c("autoTitleDeleted")).set("val", "0")
        chart.insert(0, _title(title))
    _set_after(chart, "plotVisOnly", "dispBlanksAs", "gap")
    settings = root.find(_c("printSettings"))
    settings.addprevious(
        _piece(
            f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr>{_FACES}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        )
    )
    settings.addprevious(
        _piece(f'<c:externalData r:id="{BOOK_ID}"><c:autoUpdate val="0"/></c:externalData>')
    )
    root.remove(settings)
    return serialize_part_xml(root)


def with_plot(xml: bytes, share: float) -> bytes:
    """The part in a frame that is `share` times as tall: the plot takes all of what that changes."""
    root = parse_xml(xml)
    layout = root.find(f".//{_c('plotArea')}/{_c('layout')}/{_c('manualLayout')}")
    top, plot = (layout.find(_c(name)) for name in "yh")
    height = float(plot.get("val")) + share - 1
    top.set("val", f"{float(top.get('val')) / share:.6f}")
    plot.set("val", f"{height / share:.6f}")
    return serialize_part_xml(root)


def without_charts(book: io.BytesIO) -> bytes:
    """The workbook with its figures alone: what is opened to edit them."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as found, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for entry in found.infolist():
            if not _PARTS.match(entry.filename):
                content = found.read(entry)
                if entry.filename.startswith(("[Content", "xl/worksheets/")):
                    content = _NAMED.sub("", content.decode()).encode()
                kept.writestr(entry, content)
    return out.getvalue()


def _c(name: str) -> str:
    return f"{{{CHART}}}{name}"


def _piece(xml: str) -> Any:
    """An element written out, which knows the names of the standard."""
    spaces = f'xmlns:c="{CHART}" xmlns:a="{_DRAWING}" xmlns:r="{_OFFICE}"'
    return parse_xml(f"<all {spaces}>{xml}</all>")[0]


def _say_defaults(root: Any) -> None:
    _set_after(root, "lang", "roundedCorners", "0")
    for name, before in (
        ("scatterChart", "scatterStyle"),
        ("barChart", "grouping"),
        ("lineChart", "grouping"),
    ):
        for chart in root.iter(_c(name)):
            _set_after(chart, before, "varyColors", "0")
            for series in chart.findall(_c("ser")):
                if name == "barChart":
                    _set_after(series, "spPr", "invertIfNegative", "0")
                else:
                    series.append(_valued("smooth", "0"))
    for axis in (*root.iter(_c("valAx")), *root.iter(_c("catAx"))):
        if axis.find(_c("delete")) is None:
            _set_after(axis, "scaling", "delete", "0")
        title = axis.find(_c("title"))
        if title is not None:
            _set_after(title, "layout", "overlay", "0")
    for labels in (*root.iter(_c("dLbls")), *root.iter(_c("dLbl"))):
        _say_labels(labels)
        for body in labels.iter(f"{{{_DRAWING}}}bodyPr"):
            body.set("wrap", "none")
    for legend in root.iter(_c("legend")):
        _set_after(legend, "layout", "overlay", "0")


def _say_labels(labels: Any) -> None:
    """What a label shows, each kind of it, in the order that the standard asks for."""
    if labels.find(_c("delete")) is not None:
        return
    shown = {name for name in _LABELS if labels.find(_c(f"show{name}")) is not None}
    for name in shown:
        labels.remove(labels.find(_c(f"show{name}")))
    for name in _LABELS:
        labels.append(_valued(f"show{name}", "1" if name in shown else "0"))


def _break_lines(root: Any) -> None:
    """A paragraph a line: a break within text is none to an office program."""
    for text in [t for t in root.iter(f"{{{_DRAWING}}}t") if "\n" in (t.text or "")]:
        first, *rest = text.text.split("\n")
        text.text = first
        paragraph = text.getparent().getparent()
        for line in reversed(rest):
            more = deepcopy(paragraph)
            more.find(f".//{{{_DRAWING}}}t").text = line
            paragraph.addnext(more)


def _valued(name: str, value: str) -> Any:
    return _piece(f'<c:{name} val="{value}"/>')


def _set_after(parent: Any, before: str, name: str, value: str) -> None:
    if parent.find(_c(name)) is None:
        parent.find(_c(before)).addnext(_valued(name, value))


def _title(title: str) -> Any:
    look = f'sz="{TITLE * 100:.0f}" b="1"'
    fill = f'<a:solidFill><a:srgbClr val="{INK[1:]}"/></a:solidFill>'
    found = _piece(
        "<c:title><c:tx><c:rich><a:bodyPr/>"
        f'<a:p><a:pPr algn="l"><a:defRPr {look}/></a:pPr>'
        f"<a:r><a:rPr {look}>{fill}{_FACES}</a:rPr><a:t/></a:r></a:p>"
        "</c:rich></c:tx><c:layout><c:manualLayout>"
        '<c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0.01"/><c:y val="0.01"/>'
        '</c:manualLayout></c:layout><c:overlay val="0"/></c:title>'
    )
    found.find(f".//{{{_DRAWING}}}t").text = printable(title)
    return found

"""The report as an accessible PDF (PDF/UA-1), set by typst from the blocks of the report.

What is said goes to the template as JSON, so no text of a hand-in is read as markup. The same report
gives the same bytes.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import typst

from analysis.base.text import printable
from analysis.charts import Chart, drawing_of
from analysis.charts.heat_cells import heat_cells
from analysis.charts.vector import vector_of
from analysis.messages import Lang, say
from analysis.report.blocks import Contents, Heading, Paragraph, Picture, Report, Signature, Table
from analysis.report.chart_table import chart_table
from analysis.report.columns import are_numbers
from analysis.report.fonts import faces
from analysis.report.native import alt_text
from analysis.report.numbering import heading_number, numbered

_TEMPLATES = Path(__file__).with_name("templates")
_MISSING = re.compile(r'the text `"(.+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_NO_GLYPH = "〓"  # what printers set for a character that they have no type for
_SHORT = 3  # characters of a header that lies over single signs
_MATRIX = 8  # columns; what has more has no room for long words over single signs


def write_pdf(report: Report, lang: Lang) -> bytes:
    """The PDF; a character that no font of this machine has is printed as 〓.

    Raises:
        NoFont: no font with Chinese characters is installed.
    """
    fonts = typst.Fonts()
    data = {
        "title": report.title,
        "about": report.about,
        "lang": lang,
        "region": "cn" if lang == "zh" else "gb",
        "faces": faces(fonts.families(), lang),
        "contents": say("contents", lang),
        "blocks": list(_blocks(report, lang)),
    }
    compiler = typst.Compiler(_TEMPLATES / "report.typ", root=_TEMPLATES, font_paths=fonts)
    text = json.dumps(_printable(data), ensure_ascii=False)
    while True:
        try:
            pdf = compiler.compile(format="pdf", pdf_standards="ua-1", sys_inputs={"report": text})
        except typst.TypstError as error:
            text = _without_missing(text, error)
        else:
            assert isinstance(pdf, bytes)
            return pdf


def _printable(data: Any) -> Any:
    """`data` without the control characters that no font has."""
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, Mapping):
        return {name: _printable(value) for name, value in data.items()}
    return [_printable(value) for value in data] if isinstance(data, list) else data


def _without_missing(text: str, error: typst.TypstError) -> str:
    """`text` without the characters that `error` says no font has; any other error is raised."""
    found = _MISSING.search(str(error))
    signs = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1]) if found else ""
    known = text.translate(dict.fromkeys(map(ord, signs), _NO_GLYPH))
    if known == text:
        raise error
    return known


def _blocks(report: Report, lang: Lang) -> Iterator[dict[str, object]]:
    """The blocks as the template reads them: each with its kind, and its number in its text."""
    figures, tables, numbers = count(1), count(1), [0, 0]
    for block in report.blocks:
        match block:
            case Heading(text, level):
                number = heading_number(numbers, level, lang)
                yield {"kind": "heading", "level": level, "text": f"{number}{text}"}
            case Paragraph(kind=kind, runs=runs):
                said = [{"text": text, "is_strong": is_strong} for text, is_strong in runs]
                yield {"kind": "paragraph", "style": kind, "runs": said}
            case Table():
                caption = numbered("table", report, lang, next(tables), block.title)
                yield _table(block, caption)
            case Picture(chart):
                caption = numbered("figure", report, lang, next(figures), chart.caption)
                yield _picture(chart, caption, lang)
            case Contents():
                yield {"kind": "contents"}
            case Signature(by, day):
                yield {"kind": "signature", "by": by, "day": day}


def _picture(chart: Chart, caption: str, lang: Lang) -> dict[str, object]:
    """What is drawn; a table of the chart's data where nothing can be."""
    drawing, cells = drawing_of(chart), heat_cells(chart)
    if not drawing and not cells:
        return _table(chart_table(chart, lang), caption)
    told = {"finding": chart.finding, "subtitle": chart.subtitle}
    shown = vector_of(drawing) if drawing else {"cells": cells}
    alt = alt_text(chart, lang, drawing)
    return {"kind": "picture", "caption": caption, "alt": alt} | told | shown


def _table(table: Table, caption: str) -> dict[str, object]:
    rows = [[str(cell) for cell in row] for row in table.rows]
    columns = [[row[at] for row in rows] for at in range(len(table.header))]
    is_matrix = len(columns) > _MATRIX
    return {
        "kind": "table",
        "caption": caption,
        "header": list(table.header),
        "rows": rows,
        "numeric": [are_numbers(cells) for cells in columns],
        "upright": [
            is_matrix and len(name) > _SHORT and _are_signs(cells)
            for name, cells in zip(table.header, columns, strict=True)
        ],
    }


def _are_signs(cells: Sequence[str]) -> bool:
    """Whether a column holds but marks, over which a word of its header has no room."""
    return any(cells) and all(len(cell) <= 1 and not cell.isdigit() for cell in cells)

"""The report as an accessible PDF (PDF/UA-1), set by typst from the blocks of the report.

The same report gives the same bytes.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from analysis.charts import Chart, drawing_of
from analysis.charts.shown import shown
from analysis.charts.typesetting import typeset
from analysis.messages import Lang, say
from analysis.native import alt_text
from analysis.report.blocks import Contents, Heading, Paragraph, Picture, Report, Signature, Table
from analysis.report.chart_table import chart_table
from analysis.report.columns import are_numbers, heads_rows
from analysis.report.numbering import heading_number, numbered

_TEMPLATE = Path(__file__).parent / "templates/report.typ"
_SHORT = 3  # characters of a header that lies over single signs
_MATRIX = 8  # columns; what has more has no room for long words over single signs


def write_pdf(report: Report, lang: Lang) -> bytes:
    """The PDF; a character that no font of this machine has is printed as 〓.

    Raises:
        NoFont: no font with Chinese characters is installed.
    """
    data = {
        "title": report.title,
        "name": report.name(lang),
        "about": report.about,
        "contents": say("contents", lang),
        "blocks": list(_blocks(report, lang)),
    }
    (pdf,) = typeset(_TEMPLATE, data, lang, "pdf", pdf_standards="ua-1")
    return pdf


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
    drawn = shown(chart)
    if not drawn:
        return _table(chart_table(chart, lang), caption)
    alt = alt_text(chart, lang, drawing_of(chart))
    return {"kind": "picture", "caption": caption, "alt": alt} | drawn


def _table(table: Table, caption: str) -> dict[str, object]:
    rows = [[str(cell) for cell in row] for row in table.rows]
    columns = [[row[at] for row in rows] for at in range(len(table.header))]
    is_matrix = len(columns) > _MATRIX
    return {
        "kind": "table",
        "caption": caption,
        "header": list(table.header),
        "rows": rows,
        "heads": list(map(heads_rows, rows)),
        "numeric": [are_numbers(cells) for cells in columns],
        "upright": [
            is_matrix and len(name) > _SHORT and _are_signs(cells)
            for name, cells in zip(table.header, columns, strict=True)
        ],
    }


def _are_signs(cells: Sequence[str]) -> bool:
    """Whether a column holds but marks, over which a word of its header has no room; dashes are none."""
    return any(cell.strip("—") for cell in cells) and all(
        len(cell) <= 1 and not cell.isdigit() for cell in cells
    )

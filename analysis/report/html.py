"""The report as one HTML page that works offline, with charts that answer to the pointer."""

from itertools import count

import plotly.offline
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from analysis.messages import Lang, say
from analysis.report.blocks import Contents, Heading, Paragraph, Picture, Report, Signature, Table
from analysis.report.numbering import heading_number

ENVIRONMENT = Environment(
    loader=PackageLoader("analysis.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def write_html(report: Report, lang: Lang) -> str:
    """The page; text from hand-ins is escaped."""
    figures, tables, heads, numbers = count(1), count(1), count(1), [0, 0]
    parts: list[dict[str, object]] = []
    for block in report.blocks:
        match block:
            case Heading(text, level):
                number = heading_number(numbers, level, lang)
                heading = {"text": f"{number}{text}", "id": f"part-{next(heads)}"}
                parts.append({"kind": f"heading{level}", **heading})
            case Paragraph(kind=kind, runs=runs):
                parts.append({"kind": kind, "runs": runs})
            case Contents():
                parts.append({"kind": "contents", "title": say("contents", lang)})
            case Signature(by, day):
                parts.append({"kind": "signature", "by": by, "day": day})
            case Table():
                title = say("table_number", lang, number=next(tables), title=block.title)
                table = {"header": block.header, "rows": block.rows}
                parts.append({"kind": "table", "title": title, **table})
            case Picture(chart):
                title = say("figure_number", lang, number=next(figures), title=chart.caption)
                drawn = chart.figure.to_html(
                    full_html=False, include_plotlyjs=False, config={"displayModeBar": False}
                )
                parts.append({"kind": "figure", "title": title, "figure": Markup(drawn)})
    template = ENVIRONMENT.get_template("report.html")
    has_pictures = any(part["kind"] == "figure" for part in parts)
    script = Markup(plotly.offline.get_plotlyjs()) if has_pictures else ""
    return template.render(report=report, parts=parts, lang=lang, plotly=script)

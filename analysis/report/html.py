"""The report as one HTML page that works offline, with charts that answer to the pointer; a phone shows them as
the narrow pictures of half a page."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import plotly.offline
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from analysis.charts import Chart, NoFont
from analysis.charts.live import live
from analysis.charts.pictures import WIDTHS, pictures
from analysis.messages import Lang, say
from analysis.report.blocks import Contents, Heading, Paragraph, Picture, Report, Signature, Table
from analysis.report.columns import are_numbers, columns
from analysis.report.numbering import heading_number, numbered

ENVIRONMENT = Environment(
    loader=PackageLoader("analysis.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def write_html(reports: Sequence[Report], lang: Lang) -> str:
    """One page of `reports`, one after the other; text from hand-ins is escaped."""
    blocks = [block for report in reports for block in report.blocks]
    charts = [block.chart for block in blocks if isinstance(block, Picture)]
    narrow = _narrow(charts, lang)
    shown: list[dict[str, Any]] = [
        {
            "title": report.title,
            "name": report.name(lang),
            "about": report.about,
            "parts": list(_parts(report, lang, at, narrow)),
        }
        for at, report in enumerate(reports)
    ]
    script = Markup(plotly.offline.get_plotlyjs()) if charts else ""
    template = ENVIRONMENT.get_template("report.html")
    return template.render(reports=shown, lang=lang, plotly=script, say=lambda c: say(c, lang))


def _narrow(charts: Sequence[Chart], lang: Lang) -> dict[Chart, str]:
    """The address of each chart's narrow picture; none where no font has Chinese characters."""
    try:
        drawn = pictures(charts, lang, "svg", WIDTHS["half"])
    except NoFont:
        return {}
    addresses = [f"data:image/svg+xml;base64,{b64encode(svg).decode()}" for svg in drawn]
    return dict(zip(charts, addresses, strict=True))


def _parts(
    report: Report, lang: Lang, at: int, narrow: Mapping[Chart, str]
) -> Iterator[dict[str, object]]:
    figures, tables, numbers, anchors = count(1), count(1), [0, 0], count(1)
    for block in report.blocks:
        match block:
            case Heading(text, level):
                number = heading_number(numbers, level, lang)
                anchor = f"part{at}-{next(anchors)}"
                yield {"kind": f"heading{level}", "text": f"{number}{text}", "anchor": anchor}
            case Paragraph(kind=kind, runs=runs):
                yield {"kind": kind, "runs": runs}
            case Contents():
                yield {"kind": "contents"}
            case Signature(by, day):
                yield {"kind": "signature", "by": by, "day": day}
            case Table():
                title = numbered("table", report, lang, next(tables), block.title)
                numeric = [are_numbers(cells) for cells in columns(block.header, block.rows)]
                part = {"header": block.header, "rows": block.rows, "numeric": numeric}
                yield {"kind": "table", "title": title, **part}
            case Picture(chart):
                title = numbered("figure", report, lang, next(figures), chart.caption)
                drawn = live(chart).to_html(
                    full_html=False, include_plotlyjs=False, config={"displayModeBar": False}
                )
                yield {
                    "kind": "figure",
                    "title": title,
                    "figure": Markup(drawn),
                    "narrow": narrow.get(chart),
                    "finding": chart.finding,
                }

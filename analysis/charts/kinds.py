"""What kinds of accident a span had."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.charts.marks import draw_in_panel, panels, place
from analysis.charts.theme import GREY, LIGHT, Chart, Look, escaped, wrapped
from analysis.findings.few import are_few
from analysis.findings.findings import Findings
from analysis.findings.gaps import counted_span
from analysis.findings.kinds import kinds_by_domain
from analysis.messages.numbers import short

_SHOWN = 6
_LETTERS = {"zh": 20, "en": 40}  # of a name, in two lines
_LINE = {"zh": 10, "en": 14}
_LEFT = {"zh": 100, "en": 150}


def draw(findings: Findings, look: Look) -> Chart | None:
    """The commonest kinds of accident of a span, by domain; the domains overlap and are not added."""
    tables = kinds_by_domain(findings)
    drawn = [table for table in tables if not are_few(table["accidents"].max())]
    if not drawn:
        return None
    figure = panels([table["name"][0] for table in drawn], horizontal_spacing=0.24)
    for at, table in enumerate(drawn):
        many = [not are_few(count) for count in table["accidents"]]
        top = table.filter(pl.Series(many)).head(_SHOWN).reverse()
        draw_in_panel(figure, at, [_bars(look, top)])
        reach = max(top["accidents"]) * 1.75
        figure.update_xaxes(range=[0, reach], showticklabels=False, **place(at))
    figure.update_traces(showlegend=False)
    figure.update_layout(showlegend=False)
    domain = drawn[0]["name"][0]
    of, span = findings.indicators, findings.span
    own = [row for row in of if look.text(row, "domain") == domain]
    lacking = look.missed(own, span.first, span.end, are_rates=False)
    finding = _finding(look, drawn[0], counted_span(lacking, span, look.lang))
    most = {t["name"][0]: t["accidents"].max() for t in tables}
    few = {name: count for name, count in most.items() if are_few(count)}
    subtitle = look.say("chart_kinds_sub") + look.few("accidents", few)
    height = 150 * ((len(drawn) + 1) // 2) + 20
    table, left = pl.concat(tables), _LEFT[look.lang]
    missing = look.missed(of, span.first, span.end, are_rates=False)
    return look.chart(
        "kinds",
        figure,
        finding,
        subtitle,
        table,
        height,
        left,
        of=of,
        names="domain",
        missing=missing,
        span=span.words(look.lang),
    )


def _finding(look: Look, table: pl.DataFrame, span: str) -> str:
    """Which kind was the commonest of those that are known, and how many are not."""
    unknown = pl.col("kind") == look.say("unknown")
    lost, known = sum(table.filter(unknown)["accidents"]), table.filter(~unknown)
    said = {"span": span, "domain": table["name"][0], "unknown": short(lost)}
    if known.is_empty():
        return look.say("chart_kinds_none", **said)
    said |= {"kind": escaped(known["kind"][0][:40]), "count": short(known["accidents"][0])}
    return look.say("chart_kinds_some" if lost else "chart_kinds", **said)


def _short(kind: str, look: Look) -> str:
    """As much of a name as there is room for, marked where it goes on."""
    most = _LETTERS[look.lang]
    return kind if len(kind) <= most else f"{kind[: most - 1]}…"


def _bars(look: Look, top: pl.DataFrame) -> Any:
    return go.Bar(
        x=top["accidents"],
        y=[wrapped(escaped(_short(kind, look)), _LINE[look.lang]) for kind in top["kind"]],
        orientation="h",
        marker={"color": LIGHT, "line": {"color": GREY, "width": 1}},
        text=[
            look.say("bar_kind", accidents=accidents, deaths=deaths)
            for accidents, deaths in top.select("accidents", "deaths").iter_rows()
        ],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 10},
        hovertemplate="%{y} %{text}<extra></extra>",
    )

"""The plan's indicators beside each other."""

from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.base.settings import baseline_years
from analysis.charts.theme import ACCENT, DATA, GOOD, GREY, INK, Chart, Look, wrapped
from analysis.conclusions.codes import Verdict
from analysis.findings.few import are_few, fewest
from analysis.findings.findings import Findings
from analysis.findings.words import verdict_counts, verdict_name
from analysis.marts.code_names import named

_VERDICTS: dict[str | None, str] = {
    Verdict.IMPROVING: GOOD,
    Verdict.PROBABLY_IMPROVING: GOOD,
    Verdict.NO_CLEAR_CHANGE: INK,
    Verdict.PROBABLY_WORSENING: ACCENT,
    Verdict.WORSENING: ACCENT,
}
_SPANS = ("first_year_before", "last_year_before", "first_year", "last_year")
_RATIO = ("rate_ratio", "rate_ratio_lower_95", "rate_ratio_upper_95")
_TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10)


def draw(findings: Findings, look: Look) -> Chart | None:
    """Each indicator's ratio of the plan's years to its baseline (before it, of three years to the
    three before); an indicator that cannot be judged keeps its row."""
    rows = [(f.indicator, f.verdict) for f in findings.of_indicators if f.verdict]
    if all(verdict["rate_ratio"] is None for _, verdict in rows):
        return None
    found = pl.DataFrame(
        [verdict | {"name": look.text(indicator, "name")} for indicator, verdict in rows],
        infer_schema_length=None,
    )
    figure = go.Figure([_ratios(found)])
    said = [verdict_name(findings, one.verdict) for one in findings.of_indicators if one.verdict]
    _write_verdicts(figure, found["statistical_verdict"].to_list(), said)
    span = findings.span.words(look.lang)
    finding = look.say("chart_ratio", span=span, counts=verdict_counts(findings))
    verdicts = [named(v, v, look.lang) for v in ("statistical_verdict", "official_verdict")]
    table = found.select("name", "year", *verdicts, *_SPANS, *_RATIO)
    _draw_axes(figure, look, table["name"].to_list())
    comparisons = [verdict["comparison"] for _, verdict in rows if verdict["comparison"]]
    first, last = baseline_years()
    subtitle = (
        look.say(f"chart_ratio_{comparisons[0]}", first=first, last=last) if comparisons else ""
    )
    compared = found.select("name", pl.min_horizontal("events_before", "events")).iter_rows()
    if few := [name for name, count in compared if count is not None and are_few(count)]:
        names = findings.listed(few)
        subtitle += look.say("chart_few_ratio", names=names, fewest=fewest())
    years = [year for name in _SPANS for year in found[name].drop_nulls()]
    return look.chart(
        "verdicts",
        figure,
        finding,
        subtitle,
        table,
        240,
        left=150,
        of=findings.indicators,
        missing=look.missed(findings.indicators, date(min(years), 1, 1), findings.span.end),
    )


def _ratios(found: pl.DataFrame) -> Any:
    ratio, low, high = _RATIO
    found = found.with_columns(at=pl.int_range(pl.len() - 1, -1, -1))
    rows = found.filter(pl.col(ratio) > 0, pl.col(high).is_not_null())
    limits = {
        "array": (rows[high] - rows[ratio]).to_list(),
        "arrayminus": (rows[ratio] - rows[low]).to_list(),
    }
    return go.Scatter(
        x=rows[ratio],
        y=rows["at"].to_list(),
        mode="markers",
        marker={"color": DATA, "size": 10},
        error_x=limits | {"type": "data", "symmetric": False, "color": DATA, "thickness": 1.3},
        customdata=rows.select(low, high).rows(),
        hovertemplate="%{x:.2f} (%{customdata[0]:.2f}—%{customdata[1]:.2f})<extra></extra>",
        showlegend=False,
    )


def _write_verdicts(figure: go.Figure, codes: list[str | None], said: list[str]) -> None:
    right = {"x": 1, "xref": "paper", "xanchor": "right", "yshift": 18, "showarrow": False}
    right |= {"bgcolor": "white"}
    for at, code, text in zip(range(len(codes) - 1, -1, -1), codes, said, strict=True):
        font = {"size": 12, "color": _VERDICTS.get(code, GREY)}
        figure.add_annotation(y=at, text=text, font=font, **right)


def _draw_axes(figure: go.Figure, look: Look, names: list[str]) -> None:
    figure.add_vline(x=1, line={"color": INK, "width": 1})
    figure.update_xaxes(
        type="log",
        title=look.say("axis_ratio"),
        range=[-1, 1],
        tickvals=_TICKS,
        ticktext=[f"{tick:g}" for tick in _TICKS],
    )
    figure.update_yaxes(
        tickvals=list(range(len(names) - 1, -1, -1)),
        ticktext=[wrapped(name, 10) for name in names],
        range=[-0.6, len(names) - 0.4],
    )

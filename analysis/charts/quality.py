"""What became of the files and rows that were handed in."""

from typing import Any

import plotly.graph_objects as go
import polars as pl
from plotly.subplots import make_subplots

from analysis.charts.theme import ACCENT, GREY, Chart, Look
from analysis.findings.findings import Findings
from analysis.marts.snapshot import Snapshot

# light, middle, hatched and dark: they are told apart in grey too
_COLORS = {"accepted": "#DCE9F3", "superseded": "#8FA3B3", "held": "#B87700", "rejected": "#7A0F1E"}
_HATCHED = "held"


def draw(findings: Findings, look: Look) -> Chart:
    """Data rows accepted and quarantined by form, and the files by what became of them; of all years,
    since what waits counts whatever its period."""
    marts = findings.marts
    hand_ins = marts["fct_hand_ins"]
    table = _by_form(marts, look, hand_ins).sort("name")
    drawn = table.reverse()
    has_rows = bool(table["rows_quarantined"].sum())
    titles = [look.say("panel_files"), look.say("panel_rows")][: 1 + has_rows]
    figure = make_subplots(
        cols=len(titles), shared_yaxes=True, horizontal_spacing=0.05, subplot_titles=titles
    )
    for status, color in _COLORS.items():
        if drawn[status].sum():
            bars = _files(drawn, look, status, color)
            figure.add_trace(bars, row=1, col=1)
    if has_rows:
        shares = _shares(drawn)
        figure.add_trace(_quarantined(look, drawn, shares), row=1, col=2)
        figure.update_xaxes(range=[0, max(shares) * 2.2], ticksuffix="%", row=1, col=2)
    figure.update_layout(barmode="stack")
    statuses = (*_COLORS, "unrecognised")
    counts = {status: hand_ins.filter(status=status).height for status in statuses}
    # in force, yet not all of their period
    early = marts["fct_hand_in_calendar"].filter(status="early").height
    finding = look.say(
        "chart_quality",
        early=look.say("quality_early", count=early) if early else "",
        quarantined=table["rows_quarantined"].sum(),
        **counts,
    )
    subtitle = look.say("chart_quality_sub" if has_rows else "chart_quality_sub_files")
    height = 24 * table.height + 30
    return look.chart(
        "quality",
        figure,
        finding,
        subtitle,
        table,
        height,
        left=150,
        names="form",
        span=look.say("shown_on", day=findings.day(findings.marts.as_of)),
    )


def _by_form(marts: Snapshot, look: Look, hand_ins: pl.DataFrame) -> pl.DataFrame:
    """A row a form: its ``name``, files by status, rows of those accepted."""
    name = f"form_{look.lang}"
    forms = marts["fct_hand_in_calendar"].select("form", name).unique("form")
    known = hand_ins.filter(pl.col("form").is_not_null()).join(forms, on="form", how="left")
    files = (pl.col("status").eq(status).sum().alias(status) for status in _COLORS)
    rows = pl.col("rows_accepted", "rows_quarantined").filter(status="accepted").sum()
    return known.group_by(name=pl.col(name).fill_null(pl.col("form"))).agg(*files, rows)


def _files(drawn: pl.DataFrame, look: Look, status: str, color: str) -> Any:
    """Bars of a status; what is not accepted is named at its figure."""
    name = look.say(f"status_{status}")
    counts = [
        look.say("bar_status", name="" if status == "accepted" else name, count=count)
        if count
        else ""
        for count in drawn[status]
    ]
    pattern = {"shape": "/"} if status == _HATCHED else None
    return go.Bar(
        x=drawn[status].to_list(),
        y=drawn["name"].to_list(),
        orientation="h",
        marker={"color": color, "line": {"color": GREY, "width": 0.5}, "pattern": pattern},
        text=[count.strip() for count in counts],
        textposition="auto",
        textangle=0,
        name=name,
    )


def _shares(drawn: pl.DataFrame) -> list[float]:
    """Percent of the rows of each form that were quarantined."""
    pairs = drawn.select("rows_accepted", "rows_quarantined").iter_rows()
    return [100 * bad / (good + bad) if good + bad else 0.0 for good, bad in pairs]


def _quarantined(look: Look, drawn: pl.DataFrame, shares: list[float]) -> Any:
    counts = zip(drawn["rows_quarantined"], shares, strict=True)
    return go.Bar(
        x=shares,
        y=drawn["name"].to_list(),
        orientation="h",
        showlegend=False,
        marker={"color": ACCENT, "pattern": {"shape": "/"}},
        text=[
            look.say("bar_quarantined", rows=rows, share=f"{share:.2g}") for rows, share in counts
        ],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 10},
    )

"""How the plan and the hand-ins stand: targets, due dates, calendar, warnings, data quality."""

from datetime import date

import plotly.graph_objects as go
import polars as pl
from plotly.subplots import make_subplots

from analysis.charts.theme import (
    ACCENT,
    DATA,
    GOOD,
    GREY,
    LEVELS,
    LIGHT,
    Chart,
    Look,
    escaped,
    number,
    short,
    wrapped,
)
from analysis.messages import say

STATUS = {
    "met": GOOD, "on_track": DATA, "behind": "#E08214", "overdue": "#B2182B", "no_data": LIGHT,
}  # fmt: skip
CALENDAR = {"on_time": "#C7DDEE", "late": "#F0C419", "missing": "#B2182B", "not_due": "#F4F4F4"}
PLAN_START = date(2024, 1, 1)


def targets(look: Look, progress: pl.DataFrame) -> Chart:
    """Each target's figure against its threshold, with status, due date and who answers.

    Args:
        progress: the latest rows of ``fct_target_progress`` with ``name``, ``kind``, ``unit``,
            ``departments`` and ``note``, in order.
    """
    rows = list(progress.iter_rows(named=True))[::-1]
    figure = go.Figure()
    at = list(range(len(rows)))
    shares = [_share(row) for row in rows]
    figure.add_trace(
        go.Bar(x=[100] * len(rows), y=at, orientation="h", width=0.62, hoverinfo="skip",
               marker={"color": "#F1F3F5"}, showlegend=False)
    )  # fmt: skip
    for status, color in STATUS.items():
        own = [n for n, row in enumerate(rows) if row["status"] == status]
        if not own:
            continue
        figure.add_trace(
            go.Bar(
                x=[shares[n] or 0 for n in own], y=own, orientation="h", width=0.34,
                marker={"color": color, "line": {"color": "#222222", "width": 0.5}},
                name=say(f"target_{status}", look.lang), hoverinfo="skip",
            )
        )  # fmt: skip
    marks = [(n, row["threshold"]) for n, row in enumerate(rows) if _is_percent(row)]
    figure.add_trace(
        go.Scatter(x=[t for _, t in marks], y=[n for n, _ in marks], mode="markers",
                   marker={"symbol": "line-ns", "size": 18, "line": {"width": 2.5, "color": "#222222"}},
                   name=say("legend_threshold", look.lang), hoverinfo="skip")
    )  # fmt: skip
    for n, row in enumerate(rows):
        said = say(f"target_{row['status']}", look.lang)
        value = say("no_figure", look.lang) if row["value"] is None else short(row["value"])
        bound = (
            f"{row['operator'] or ''}{short(row['threshold'])}"
            if row["threshold"] is not None
            else ""
        )
        line = say("target_line", look.lang, value=value, bound=bound, unit=row["unit"], due=f"{row['due_date']:%Y-%m-%d}")  # fmt: skip
        if row["source_form"] == "fct_indicator_trends":
            line = say("target_verdict_line", look.lang, due=f"{row['due_date']:%Y-%m-%d}")
        figure.add_annotation(
            x=103, y=n, xanchor="left", align="left", showarrow=False, font={"size": 10},
            text=f"<b>{said}</b> {line.replace('<', '&lt;')}<br>{escaped(_who(row['departments'], look))}",
        )  # fmt: skip
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(range=[0, 225], tickvals=[0, 25, 50, 75, 100], ticksuffix="%")
    figure.update_yaxes(tickvals=at, ticktext=[wrapped(row["name"], 13) for row in rows], tickfont={"size": 10})  # fmt: skip
    counts = progress.group_by("status").len()
    numbers = {s: 0 for s in STATUS} | dict(counts.iter_rows())
    finding = say("chart_targets", look.lang, all=len(rows), **numbers)
    table = progress.select(
        "name", "status", "value", "operator", "threshold", "unit", "due_date", "days_left",
        _all_of("departments", look), "note",
    )  # fmt: skip
    return look.chart("targets", figure, finding, say("chart_targets_sub", look.lang), table, 34 * len(rows) + 10, left=172)  # fmt: skip


def _who(departments: list[str], look: Look) -> str:
    """The first two who answer, and how many in all."""
    names = say("list_comma", look.lang).join(departments[:2])
    if len(departments) <= 2:
        return names
    return say("and_others", look.lang, names=names, count=len(departments))


def _all_of(column: str, look: Look) -> pl.Expr:
    """A list in one text, as a sheet shows it."""
    return pl.col(column).list.join(say("list_comma", look.lang))


def _is_percent(row: dict[str, object]) -> bool:
    return row["kind"] == "percent" and row["threshold"] is not None


def _share(row: dict[str, object]) -> float | None:
    """Percents as they are, a milestone as all or nothing; others have no bar."""
    if row["value"] is None:
        return None
    if row["kind"] == "percent":
        return min(float(row["value"]), 100.0)
    return 100.0 * float(row["value"]) if row["kind"] == "milestone" else None


def due_dates(look: Look, progress: pl.DataFrame, today: date) -> Chart:
    """Targets by the day they are due, from the plan's start; today as a line."""
    rows = list(progress.sort("due_date", "name", descending=True).iter_rows(named=True))
    figure = go.Figure()
    for status, color in STATUS.items():
        own = [row for row in rows if row["status"] == status]
        if own:
            figure.add_trace(
                go.Bar(
                    base=[PLAN_START] * len(own),
                    x=[(row["due_date"] - PLAN_START).days * 86_400_000 for row in own],
                    y=[wrapped(row["name"], 16) for row in own], orientation="h",
                    marker={"color": color, "line": {"color": "#222222", "width": 0.5}},
                    text=[f"{row['due_date']:%Y-%m-%d}" for row in own], textposition="inside",
                    insidetextanchor="end", name=say(f"target_{status}", look.lang),
                    hovertemplate="%{y} %{text}<extra></extra>",
                )
            )  # fmt: skip
    figure.update_yaxes(categoryorder="array", categoryarray=[wrapped(r["name"], 16) for r in rows], tickfont={"size": 10})  # fmt: skip
    figure.update_xaxes(type="date", dtick="M6", tickformat="%Y-%m")
    figure.add_vline(x=str(today), line={"color": ACCENT, "width": 2})
    figure.update_layout(barmode="overlay")
    late = [row for row in rows if row["due_date"] < today and row["status"] != "met"]
    coming = [row for row in rows if 0 <= (row["due_date"] - today).days <= 184]
    finding = say("chart_due", look.lang, today=f"{today:%Y-%m-%d}", coming=len(coming), late=len(late))  # fmt: skip
    table = progress.sort("due_date", "name").select("name", "due_date", "days_left", "status", _all_of("departments", look))  # fmt: skip
    return look.chart("due_dates", figure, finding, say("chart_due_sub", look.lang), table, 25 * len(rows) + 10, left=200)  # fmt: skip


def calendar(look: Look, due: pl.DataFrame, year: int) -> Chart | None:
    """Hand-ins of a year, by form and month: a word in each cell, so that colour is not needed.

    Args:
        due: rows of ``fct_hand_in_calendar`` with ``name`` of the form and ``department``.
    """
    due = due.filter(pl.col("period_end").dt.year() == year)
    if due.is_empty():
        return None
    order = list(CALENDAR)
    worst = {"missing": 3, "late": 2, "on_time": 1, "not_due": 0}
    names = sorted(due["name"].unique(), reverse=True)
    z, text = [], []
    for name in names:
        marks = []
        for month in range(1, 13):
            cell = due.filter(pl.col("name") == name, pl.col("period_end").dt.month() == month)
            status = max(cell["status"], key=lambda s: worst[s], default=None)
            marks.append(status)
        z.append([None if s is None else order.index(s) for s in marks])
        text.append(["" if s is None else say(f"calendar_cell_{s}", look.lang) for s in marks])
    scale = []
    for n, color in enumerate(CALENDAR.values()):
        scale += [[n / 4, color], [(n + 1) / 4, color]]
    figure = go.Figure(
        go.Heatmap(
            x=list(range(1, 13)), y=[wrapped(n, 14) for n in names], z=z, text=text,
            texttemplate="%{text}", zmin=-0.5, zmax=3.5, colorscale=scale, showscale=False,
            xgap=2, ygap=2, hovertemplate="%{y} %{x}：%{text}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_xaxes(tickvals=list(range(1, 13)), title=say("axis_month", look.lang))
    figure.update_yaxes(tickfont={"size": 10})
    figure.update_layout(showlegend=False)
    counts = {s: due.filter(status=s).height for s in CALENDAR}
    finding = say("chart_calendar", look.lang, year=year, all=due.height, **counts)
    table = due.sort("name", "period_end").select("name", "department", "period", "due_date", "received_at", "status", "days_late")  # fmt: skip
    return look.chart("calendar", figure, finding, say("chart_calendar_sub", look.lang), table, 26 * len(names) + 10, left=170)  # fmt: skip


def warnings(look: Look, found: pl.DataFrame, year: int) -> Chart | None:
    """Warnings of a year by board and level, and how many were closed.

    Args:
        found: rows of ``fct_warnings`` of the year.
    """
    if found.is_empty():
        return None
    boards = [b for b in ("lifeline", "public", "production", "natural", "unknown") if b in found["board"]]  # fmt: skip
    figure = go.Figure()
    for level in (*LEVELS, "unknown"):
        own = found.filter(level=level)
        if own.height:
            sums = {b: int(own.filter(board=b)["warnings"].sum()) for b in boards}
            figure.add_trace(
                go.Bar(
                    x=[say(f"board_{b}", look.lang) for b in boards], y=list(sums.values()),
                    marker={"color": LEVELS.get(level, LIGHT), "line": {"color": "#222222", "width": 0.5}},
                    text=[f"{say(f'level_word_{level}', look.lang)}{n}" if n else "" for n in sums.values()],
                    textposition="inside", textangle=0, insidetextanchor="middle",
                    name=say(f"level_word_{level}", look.lang),
                )
            )  # fmt: skip
    figure.update_layout(barmode="stack")
    figure.update_yaxes(title=say("axis_warnings", look.lang))
    total, closed = int(found["warnings"].sum()), int(found["warnings_closed"].sum())
    finding = say("chart_warnings", look.lang, year=year, total=total, closed=number(100 * closed / total, 1))  # fmt: skip
    table = (
        found.group_by("board", "level")
        .agg(pl.col("warnings").sum(), pl.col("warnings_closed").sum())
        .sort("board", "level")
    )
    return look.chart("warnings", figure, finding, say("chart_warnings_sub", look.lang), table)


def quality(look: Look, hand_ins: pl.DataFrame) -> Chart:
    """Data rows accepted and quarantined by form, and the files by what became of them.

    Args:
        hand_ins: rows of ``fct_hand_ins`` with ``name`` of the form.
    """
    known = hand_ins.filter(pl.col("form").is_not_null())
    rows = (
        known.filter(status="accepted")
        .group_by("name")
        .agg(pl.col("rows_accepted").sum(), pl.col("rows_quarantined").sum())
        .sort("name", descending=True)
    )
    files = known.group_by("name", "status").len().sort("name", descending=True)
    figure = make_subplots(
        cols=2, shared_yaxes=True, horizontal_spacing=0.05,
        subplot_titles=[say("panel_files", look.lang), say("panel_rows", look.lang)],
    )  # fmt: skip
    names = sorted(known["name"].unique(), reverse=True)
    colors = {"accepted": "#C7DDEE", "superseded": LIGHT, "held": "#F0C419", "rejected": "#B2182B"}
    for status, color in colors.items():
        own = dict(files.filter(status=status).select("name", "len").iter_rows())
        if own:
            figure.add_trace(
                go.Bar(
                    x=[own.get(n, 0) for n in names], y=names, orientation="h",
                    marker={"color": color, "line": {"color": GREY, "width": 0.5}},
                    text=[own.get(n) or "" for n in names], textposition="inside", textangle=0,
                    name=say(f"status_{status}", look.lang),
                ),
                row=1, col=1,
            )  # fmt: skip
    bad = dict(rows.select("name", "rows_quarantined").iter_rows())
    share = {
        n: 100 * q / (a + q) if a + q else 0.0
        for n, a, q in rows.select("name", "rows_accepted", "rows_quarantined").iter_rows()
    }
    figure.add_trace(
        go.Bar(
            x=[share.get(n, 0) for n in names], y=names, orientation="h", showlegend=False,
            marker={"color": ACCENT, "pattern": {"shape": "/"}},
            text=[say("bar_quarantined", look.lang, rows=bad.get(n, 0), share=f"{share.get(n, 0):.2g}") for n in names],
            textposition="outside", cliponaxis=False, textfont={"size": 10},
        ),
        row=1, col=2,
    )  # fmt: skip
    figure.update_xaxes(range=[0, max([*share.values(), 0.5]) * 2.2], ticksuffix="%", row=1, col=2)
    figure.update_layout(barmode="stack")
    counts = {s: hand_ins.filter(status=s).height for s in (*colors, "unrecognised")}
    finding = say("chart_quality", look.lang, quarantined=sum(bad.values()), **counts)
    table = (
        known.group_by("name")
        .agg(
            *(pl.col("status").eq(s).sum().alias(s) for s in colors),
            pl.col("rows_accepted").filter(pl.col("status") == "accepted").sum(),
            pl.col("rows_quarantined").filter(pl.col("status") == "accepted").sum(),
        )
        .sort("name")
    )
    return look.chart("quality", figure, finding, say("chart_quality_sub", look.lang), table, 24 * len(names) + 30, left=150)  # fmt: skip


def reconciliation(look: Look, found: pl.DataFrame) -> Chart | None:
    """Our figures against published ones, as a difference in percent, with the reason.

    Args:
        found: rows of ``fct_reconciliation`` with ``name``, ``is_equal`` and ``reason`` in words.
    """
    found = found.filter(pl.col("difference_pct").is_not_null()).sort("period_end", "name")
    if found.is_empty():
        return None
    labels = [
        wrapped(f"{r['name']} {r['period_end'].year}", 18) for r in found.iter_rows(named=True)
    ]
    figure = go.Figure()
    at = list(range(len(labels) - 1, -1, -1))
    for n, value in zip(at, found["difference_pct"], strict=True):
        figure.add_shape(type="line", x0=0, x1=value, y0=n, y1=n, line={"color": GREY, "width": 2})
    figure.add_trace(
        go.Scatter(x=[0] * len(at), y=at, mode="markers", name=say("legend_published", look.lang),
                   marker={"symbol": "circle-open", "size": 9, "color": "#222222"}, hoverinfo="skip")
    )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=found["difference_pct"], y=at, mode="markers", name=say("legend_ours", look.lang),
            marker={"size": 9, "color": DATA},
            customdata=found.select("our_value", "published_value", "reason").rows(),
            hovertemplate="%{customdata[0]:,.6~f} / %{customdata[1]:,.6~f}<br>%{customdata[2]}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_yaxes(tickvals=at, ticktext=labels, tickfont={"size": 10})
    reach = max(1.0, found["difference_pct"].abs().max() * 1.15)
    figure.update_xaxes(title=say("axis_difference", look.lang), ticksuffix="%", range=[-reach, reach])  # fmt: skip
    agree = found.filter("is_equal").height
    finding = say("chart_reconciliation", look.lang, agree=agree, all=found.height)
    table = found.select("name", "period_end", "our_value", "published_value", "difference_pct", "reason", "source")  # fmt: skip
    return look.chart("reconciliation", figure, finding, say("chart_reconciliation_sub", look.lang), table, 22 * len(labels) + 20, left=210)  # fmt: skip

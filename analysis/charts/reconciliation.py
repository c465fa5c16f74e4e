"""Our figures against published ones."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import plotly.graph_objects as go
import polars as pl

from analysis.charts.theme import DATA, GREY, INK, Chart, Look, wrapped
from analysis.findings.findings import Findings
from analysis.marts.caveats import caveat_words
from analysis.marts.code_names import name_of
from analysis.marts.rows import ReconciliationRow, rows_of
from analysis.marts.snapshot import Snapshot

_VALUES = ("our_value", "published_value", "difference_pct", "reason", "source")


def draw(findings: Findings, look: Look) -> Chart | None:
    """Our figures against published ones, as a difference in percent, with the reason."""
    marts, year = findings.marts, findings.year
    found = _compared(marts, look, year)
    if found.is_empty():
        return None
    labels = [wrapped(f"{n} {d.year}", 18) for n, d in found.select("name", "period_end").rows()]
    at = list(range(found.height - 1, -1, -1))
    figure = go.Figure(list(_marks(look, found, at)))
    figure.update_yaxes(
        tickvals=at, ticktext=labels, tickfont={"size": 10}, range=[-0.6, len(at) - 0.4]
    )
    reach = max(1.0, *(abs(value) * 1.15 for value in found["difference_pct"]))
    title = look.say("axis_difference")
    figure.update_xaxes(title=title, ticksuffix="%", range=[-reach, reach])
    agree = found.filter("is_equal").height
    finding = look.say("chart_reconciliation", agree=agree, all=found.height)
    table = found.select("name", "period_end", *_VALUES)
    subtitle, height = look.say("chart_reconciliation_sub"), 22 * len(labels) + 20
    return look.chart("reconciliation", figure, finding, subtitle, table, height, left=210)


def _compared(marts: Snapshot, look: Look, year: int) -> pl.DataFrame:
    """Rows of ``fct_reconciliation`` up to `year` with ``name``, ``is_equal`` and the reason in words."""
    name = f"name_{look.lang}"
    indicators = marts["dim_indicator"].select(what="indicator_id", name=name)
    series = marts["dim_series"].select(what="series", name=name)
    regions = marts["dim_region"].select("region_id", region=name)
    found = marts["fct_reconciliation"].filter(
        pl.col("period_end") <= date(year, 12, 31), pl.col("difference_pct").is_not_null()
    )
    found = found.join(pl.concat([indicators, series]), on="what", how="left")
    found = found.join(regions, on="region_id", how="left")
    reasons = [_why(row, look) for row in rows_of(found, ReconciliationRow)]
    return found.with_columns(
        name=pl.format("{} {}", "region", pl.col("name").fill_null(pl.col("what"))),
        is_equal=pl.col("reason").str.starts_with("equal"),
        reason=pl.Series(reasons, dtype=pl.String),
    ).sort("period_end", "name")


def _why(row: ReconciliationRow, look: Look) -> str:
    """Why our figure is the published one, or is not."""
    if row["reason"] == "stock_carried_forward":
        said: Mapping[str, object] = {**row, "caveats": [row["reason"]]}
        return caveat_words(said, look.lang)
    known = look.text(row, "reason_note")
    return known or name_of("reconciliation_reason", row["reason"], look.lang)


def _marks(look: Look, found: pl.DataFrame, at: list[int]) -> Iterator[Any]:
    yield go.Scatter(
        x=[0] * len(at),
        y=at,
        mode="markers",
        name=look.say("legend_published"),
        marker={"symbol": "circle-open", "size": 9, "color": INK},
        hoverinfo="skip",
    )
    yield go.Scatter(
        x=found["difference_pct"],
        y=at,
        mode="markers",
        name=look.say("legend_ours"),
        marker={"size": 9, "color": DATA},
        error_x=_to_zero(found["difference_pct"]) | {"color": GREY, "thickness": 2, "width": 0},
        customdata=found.select("our_value", "published_value", "reason").rows(),
        hovertemplate="%{customdata[0]:,.6~f} / %{customdata[1]:,.6~f}<br>%{customdata[2]}<extra></extra>",
    )


def _to_zero(differences: pl.Series) -> dict[str, object]:
    """A line from each point to the published value."""
    ends = {"array": (-differences).clip(0).to_list(), "arrayminus": differences.clip(0).to_list()}
    return ends | {"type": "data", "symmetric": False}

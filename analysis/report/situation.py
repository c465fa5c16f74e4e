"""The situation page for leaders: four boards, four rates, open signals, targets at risk and missing
hand-ins on one page that a telephone shows and no network is needed for."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.base.places import own_id
from analysis.charts import latest_progress, plan_indicators
from analysis.charts.standing import STATUS
from analysis.charts.theme import GREY, LEVELS, number, short
from analysis.conclusions.verdicts import Verdict
from analysis.marts.caveats import caveat_words
from analysis.marts.code_names import name_of
from analysis.marts.departments import department
from analysis.marts.snapshot import Snapshot
from analysis.marts.waiting import waiting
from analysis.messages import Lang, say
from analysis.report.content import default_year
from analysis.report.html import ENVIRONMENT

_BOARDS = ("lifeline", "public", "production", "natural")
_OPEN_MONTHS = 3  # a signal of the last three months of its series is open
_SHOWN = 12
_WIDTH, _HEIGHT = 120.0, 34.0
_COLORS = {
    Verdict.IMPROVING: "#009E73", Verdict.PROBABLY_IMPROVING: "#56B4E9",
    Verdict.PROBABLY_WORSENING: "#E08214", Verdict.WORSENING: "#B2182B",
}  # fmt: skip


@dataclass(frozen=True)
class Spark:
    """Points of a small line: `line` for SVG's points, and where its last point is."""

    line: str
    last: tuple[float, float] | None


def situation_page(marts: Snapshot, lang: Lang = "zh") -> str:
    """The page as HTML; text from hand-ins is escaped."""
    year = default_year(marts)
    progress = latest_progress(marts, lang)
    at_risk = progress.filter(pl.col("status").is_in(["overdue", "behind"]))
    missing = (
        marts["fct_hand_in_calendar"]
        .filter(status="missing")
        .with_columns(department(marts["dim_department"], lang))
        .sort("days_late", descending=True)
    )
    form = "form_zh" if lang == "zh" else "form"
    return ENVIRONMENT.get_template("situation.html").render(
        say=lambda code, **figures: say(code, lang, **figures),
        lang=lang,
        build=marts.build,
        is_sample=marts.is_sample,
        year=year,
        boards=_boards(marts, year, lang),
        rates=[_rate(marts, row, year, lang) for row in plan_indicators(marts).iter_rows(named=True)],
        signals=_signals(marts, lang),
        targets=[
            {
                "name": row["name"], "status": say(f"target_{row['status']}", lang),
                "color": STATUS[row["status"]], "due": row["due_date"], "who": say("list_comma", lang).join(row["departments"]),
                "value": say("no_figure", lang) if row["value"] is None else short(row["value"]),
                "bound": f"{row['operator'] or ''}{short(row['threshold'])}{row['unit'] or ''}"
                if row["threshold"] is not None else say("threshold_verdict", lang),
            }
            for row in at_risk.iter_rows(named=True)
        ],
        missing=[
            {"form": row[form], "who": row["department"] or "", "period": row["period"], "days": row["days_late"]}
            for row in missing.head(_SHOWN).iter_rows(named=True)
        ],
        missing_count=missing.height,
        waits=waiting(marts["fct_hand_ins"], marts["fct_quarantined_cells"]),
        waiting_files=_waiting_files(marts, lang),
    )  # fmt: skip


def _waiting_files(marts: Snapshot, lang: Lang) -> list[dict[str, str]]:
    reason = "reason" if lang == "zh" else "reason_en"
    found = (
        marts["fct_hand_ins"].filter("waits").sort("received_at", descending=True, nulls_last=True)
    )
    return [
        {
            "path": row["path"],
            "status": say(f"status_{row['status']}", lang),
            "reason": row[reason] or say("no_reason_given", lang),
        }
        for row in found.head(_SHOWN).iter_rows(named=True)
    ]


def _boards(marts: Snapshot, year: int, lang: Lang) -> list[dict[str, Any]]:
    found = marts["fct_warnings"].filter(pl.col("month_end").dt.year() == year)
    boards = []
    for board in _BOARDS:
        own = found.filter(board=board)
        levels = dict(own.group_by("level").agg(pl.col("warnings").sum()).iter_rows())
        total = int(own["warnings"].sum())
        boards.append(
            {
                "name": say(f"board_{board}", lang),
                "total": total,
                "open": total - int(own["warnings_closed"].sum()),
                "levels": [
                    {"name": say(f"level_word_{level}", lang), "color": color, "count": int(levels[level])}
                    for level, color in LEVELS.items() if levels.get(level)
                ],
            }
        )  # fmt: skip
    return boards


def _rate(marts: Snapshot, indicator: dict[str, Any], year: int, lang: Lang) -> dict[str, Any]:
    rates = (
        marts["fct_indicator_rates"]
        .filter(
            pl.col("indicator_id") == indicator["indicator_id"], pl.col("region_id") == own_id()
        )
        .sort("period_end")
    )
    yearly = rates.filter(pl.col("period_kind") == "year", pl.col("period_end").dt.year() == year)
    row = yearly.row(0, named=True) if yearly.height else None
    trend = marts["fct_indicator_trends"].filter(
        indicator_id=indicator["indicator_id"], region_id=own_id(), year=year
    )
    verdict = trend["statistical_verdict"][0] if trend.height else None
    rolling = rates.filter(pl.col("period_kind") == "r12m", pl.col("rate").is_not_null()).tail(36)
    decimals = indicator["decimals"]
    return {
        "name": indicator[f"name_{lang}"],
        "unit": indicator[f"unit_{lang}"],
        "rate": number(row["rate"], decimals) if row else "—",
        "count": short(row["numerator"]) if row else "—",
        "limits": f"{number(row['rate_lower_95'], decimals)}—{number(row['rate_upper_95'], decimals)}"
        if row and row["rate"] is not None else "—",
        "verdict": name_of("statistical_verdict", verdict, lang) if verdict else "—",
        "color": _COLORS.get(verdict, GREY),
        "sentence": trend[f"sentence_{lang}"][0] if trend.height else "",
        "note": caveat_words(row, lang) if row else "",
        "later": _later(rates, year, lang),
        "spark": _spark(rolling["rate"].to_list()),
    }  # fmt: skip


def _later(rates: pl.DataFrame, year: int, lang: Lang) -> str:
    """The years after the one shown, and why they have no rate."""
    after = rates.filter(
        pl.col("period_kind") == "year",
        pl.col("period_end").dt.year() > year,
        pl.col("rate").is_null(),
    )
    return say("list_semicolon", lang).join(
        say("later_year", lang, year=row["period_end"].year, why=caveat_words(row, lang))
        for row in after.iter_rows(named=True)
    )


def _spark(values: list[float]) -> Spark:
    if len(values) < 2:
        return Spark("", None)
    top = max(values) or 1.0
    points = [
        (3 + at * (_WIDTH - 6) / (len(values) - 1), _HEIGHT - 4 - value / top * (_HEIGHT - 8))
        for at, value in enumerate(values)
    ]
    return Spark(" ".join(f"{x:.1f},{y:.1f}" for x, y in points), points[-1])


def _signals(marts: Snapshot, lang: Lang) -> list[dict[str, str]]:
    """Signals on periods that ended within the last months of what the data reach to."""
    found = marts["fct_indicator_signals"]
    if found.is_empty():
        return []
    complete = marts["fct_indicator_rates"].filter("is_complete", pl.col("origin") == "hand_in")
    last = complete["period_end"].max()
    found = found.filter(pl.col("period_end") > pl.lit(last).dt.offset_by(f"-{_OPEN_MONTHS}mo"))
    names = dict(marts["dim_indicator"].select("indicator_id", f"name_{lang}").iter_rows())
    regions = dict(marts["dim_region"].select("region_id", f"name_{lang}").iter_rows())
    order = pl.col("level").replace_strict({"red": 0, "orange": 1, "yellow": 2, "blue": 3})
    return [
        {
            "level": say(f"level_word_{row['level']}", lang),
            "color": LEVELS[row["level"]],
            "name": names[row["indicator_id"]],
            "region": regions[row["region_id"]],
            "message": row[f"message_{lang}"],
        }
        for row in found.sort(order, "period_end", descending=[False, True]).iter_rows(named=True)
    ]

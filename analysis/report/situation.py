"""The situation page for leaders: four boards, four rates, open signals, targets at risk and missing
hand-ins on one page that a telephone shows and no network is needed for."""

from dataclasses import dataclass

import polars as pl

from analysis.base.places import own_id
from analysis.charts.targets import STATUS
from analysis.charts.theme import GREY, LEVELS
from analysis.conclusions.verdicts import Verdict
from analysis.findings import Findings, default_year, plan_so_far, whole_year
from analysis.findings.words import asked
from analysis.marts.code_names import name_of
from analysis.marts.forecast_words import forecast_words
from analysis.marts.hand_in_calendar import NOT_HANDED_IN, worded_calendar
from analysis.marts.plan import PlanIndicatorRow, StandingRow
from analysis.marts.rows import HandInRow, rows_of
from analysis.marts.signal_words import episode_words, most_urgent_first, power_words
from analysis.marts.snapshot import Snapshot
from analysis.marts.waiting import waiting
from analysis.messages import Lang
from analysis.messages.numbers import number, short
from analysis.report.edition import Edition
from analysis.report.html import ENVIRONMENT

_BOARDS = ("lifeline", "public", "production", "natural")
_SHOWN = 12
_WIDTH, _HEIGHT = 120.0, 34.0
_SPARK_MONTHS = 36
_COLORS: dict[str, str] = {
    Verdict.IMPROVING: "#009E73",
    Verdict.PROBABLY_IMPROVING: "#56B4E9",
    Verdict.PROBABLY_WORSENING: "#E08214",
    Verdict.WORSENING: "#B2182B",
}


@dataclass(frozen=True)
class Spark:
    """Points of a small line: `line` for SVG's points, and where its last point is."""

    line: str
    last: tuple[float, float] | None


def situation_page(marts: Snapshot, lang: Lang = "zh") -> str:
    """The page as HTML; text from hand-ins is escaped."""
    edition = Edition(marts, whole_year(default_year(marts)), lang)
    latest = Findings(marts, plan_so_far(marts), lang)
    lacks = pl.col("status").is_in(NOT_HANDED_IN)
    missing = marts["fct_hand_in_calendar"].filter(lacks)
    return ENVIRONMENT.get_template("situation.html").render(
        say=edition.say,
        lang=lang,
        build=marts.build,
        is_sample=marts.is_sample,
        year=edition.year,
        boards=_boards(edition),
        rates=[_rate(edition, latest, indicator) for indicator in edition.indicators],
        signals=_signals(edition),
        power=power_words(edition.lang),
        targets=_targets_at_risk(edition),
        missing=_missing(edition, missing),
        missing_count=missing.height,
        waits=waiting(marts["fct_hand_ins"], marts["fct_quarantined_cells"]),
        waiting_files=_waiting_files(edition),
    )


def _targets_at_risk(edition: Edition) -> list[dict[str, object]]:
    return [
        {
            "name": row["name"],
            "status": edition.say(f"target_{row['status']}"),
            "color": STATUS[row["status"]],
            "due": row["due_date"],
            "who": edition.listed(row["departments"]),
            "value": _value(edition, row),
            "bound": asked(edition, row),
        }
        for row in edition.targets
        if row["status"] in ("overdue", "behind")
    ]


def _value(edition: Edition, row: StandingRow) -> str:
    """The figure, or what is said where a target is a verdict."""
    if row["source_form"] == "fct_verdicts" and row["note"]:
        return row["note"].rstrip("。.")
    return edition.say("no_figure") if row["value"] is None else short(row["value"])


def _missing(edition: Edition, missing: pl.DataFrame) -> list[dict[str, object]]:
    """Hand-ins that are missing or do not count, the longest overdue first."""
    late = missing.sort("days_late", descending=True).head(_SHOWN)
    worded = worded_calendar(late, edition.marts["dim_department"], edition.lang)
    shown = worded.select("period", "said", form="name", who="department", days="days_late")
    return shown.rows(named=True)


def _waiting_files(edition: Edition) -> list[dict[str, str]]:
    waits = edition.marts["fct_hand_ins"].filter("waits")
    latest = waits.sort("received_at", descending=True, nulls_last=True).head(_SHOWN)
    return [
        {
            "path": row["path"],
            "status": edition.say(f"status_{row['status']}"),
            "reason": (row["reason"] if edition.lang == "zh" else row["reason_en"])
            or edition.say("no_reason_given"),
        }
        for row in rows_of(latest, HandInRow)
    ]


def _boards(edition: Edition) -> list[dict[str, object]]:
    warnings = edition.marts["fct_warnings"]
    warnings = warnings.filter(pl.col("month_end").dt.year() == edition.year)
    boards: list[dict[str, object]] = []
    for board in _BOARDS:
        own = warnings.filter(board=board)
        counts = dict(own.group_by("level").agg(pl.col("warnings").sum()).iter_rows())
        levels = [
            {"name": edition.say(f"level_word_{level}"), "color": color, "count": counts[level]}
            for level, color in LEVELS.items()
            if counts.get(level)
        ]
        total, closed = int(own["warnings"].sum()), int(own["warnings_closed"].sum())
        name = edition.say(f"board_{board}")
        boards.append({"name": name, "total": total, "open": total - closed, "levels": levels})
    return boards


def _rate(edition: Edition, latest: Findings, indicator: PlanIndicatorRow) -> dict[str, object]:
    row, judged = edition.year_of(indicator), latest.verdict_of(indicator)
    decimals, verdict = indicator["decimals"], judged["statistical_verdict"] if judged else None
    limits = "—"
    if row and row["rate"] is not None:
        lower, upper = (
            number(row["rate_lower_95"], decimals),
            number(row["rate_upper_95"], decimals),
        )
        limits = f"{lower}—{upper}"
    return {
        "name": edition.text(indicator),
        "unit": edition.text(indicator, "unit"),
        "rate": number(row["rate"], decimals) if row else "—",
        "count": short(row["numerator"]) if row else "—",
        "limits": limits,
        "verdict": name_of("statistical_verdict", verdict, edition.lang) if verdict else "—",
        "color": _COLORS.get(verdict or "", GREY),
        "sentence": judged["sentence"] if judged else "",
        "note": (row and row["note"]) or "",
        "later": _later(edition, indicator),
        "forecast": _forecast(edition, indicator),
        "spark": _spark(_rolling(edition, indicator)),
    }


def _forecast(edition: Edition, indicator: PlanIndicatorRow) -> str:
    """How the year that runs will end, by its latest month."""
    own = [r for r in edition.forecasts if r["indicator_id"] == indicator["indicator_id"]]
    return forecast_words(own[-1], edition.lang) if own else ""


def _later(edition: Edition, indicator: PlanIndicatorRow) -> str:
    """The years after the one shown, and why they have no rate."""
    return edition.say("list_semicolon").join(
        edition.say("later_year", year=row["year"], why=row["note"] or "")
        for row in edition.later_years_of(indicator)
    )


def _rolling(edition: Edition, indicator: PlanIndicatorRow) -> list[float]:
    """The last rates over twelve months that are known."""
    rates = edition.marts["fct_indicator_rates"].filter(
        pl.col("rate").is_not_null(),
        indicator_id=indicator["indicator_id"],
        region_id=own_id(),
        period_kind="r12m",
    )
    return rates.sort("period_end").tail(_SPARK_MONTHS)["rate"].to_list()


def _spark(values: list[float]) -> Spark:
    if len(values) < 2:
        return Spark("", None)
    top = max(values) or 1.0
    points = [
        (3 + at * (_WIDTH - 6) / (len(values) - 1), _HEIGHT - 4 - value / top * (_HEIGHT - 8))
        for at, value in enumerate(values)
    ]
    return Spark(" ".join(f"{x:.1f},{y:.1f}" for x, y in points), points[-1])


def _signals(edition: Edition) -> list[dict[str, str]]:
    """The statistical signals that are open."""
    found = edition.marts["fct_signal_episodes"].filter(state="open")
    names, regions = edition.series_names(), edition.region_names()
    return [
        {
            "level": edition.say(f"level_word_{row['level']}"),
            "color": LEVELS[row["level"]],
            "name": names[row["series"]],
            "region": regions[row["region_id"]],
            "message": episode_words(row, edition.lang),
        }
        for row in most_urgent_first(found)
    ]

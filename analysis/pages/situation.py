"""The situation page for leaders: four boards, four rates, open signals, targets at risk and missing
hand-ins on one page that a telephone shows and no network is needed for."""

from dataclasses import dataclass

import polars as pl

from analysis.charts.heat_cells import ink_on
from analysis.charts.targets import STATUS
from analysis.charts.theme import GREY, LEVELS
from analysis.conclusions.codes import Verdict
from analysis.findings import so_far
from analysis.findings.few import fewest
from analysis.findings.findings import IndicatorFinding
from analysis.findings.gaps import gap_words
from analysis.findings.newest import age_words, has_data
from analysis.findings.targets import (
    asked,
    dated_value,
    is_due_unknown,
    is_stale,
    state_of,
    target_counts,
)
from analysis.findings.warned import last_warned_month, warnings_missing, warnings_of
from analysis.findings.watched import is_any_watched, unwatched_words
from analysis.findings.words import (
    change_words,
    count_words,
    span_of,
    verdict_in_full,
    verdict_name,
    why_unknown,
)
from analysis.findings.words import so_far as so_far_words
from analysis.marts.forecast_words import forecast_words
from analysis.marts.hand_in_calendar import NOT_HANDED_IN, worded_calendar
from analysis.marts.plan import PlanIndicatorRow, StandingRow
from analysis.marts.signal_words import episode_words, most_urgent_first, power_words
from analysis.marts.snapshot import Snapshot
from analysis.marts.waiting import waiting
from analysis.messages import Lang
from analysis.messages.numbers import number, short
from analysis.pages.environment import ENVIRONMENT
from analysis.pages.waits import SHOWN, not_taken, waiting_files
from analysis.report.edition import Edition

_BOARDS = ("lifeline", "public", "production", "natural")
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
    """A small line: its stretches as SVG's points; whether a change of definition lies between them, or few events."""

    stretches: list[str]
    is_cut: bool
    is_few: bool


def situation_page(marts: Snapshot, lang: Lang = "zh") -> str:
    """The page as HTML; text from hand-ins is escaped."""
    edition = Edition(marts, so_far(marts), lang)
    is_known, age = has_data(marts), age_words(marts, lang)
    lacks = pl.col("status").is_in(NOT_HANDED_IN)
    missing = marts["fct_hand_in_calendar"].filter(lacks)
    nothing = edition.say("situation_not_known" if age else "situation_none")
    unwatched, is_watched = unwatched_words(edition), is_any_watched(edition)
    return ENVIRONMENT.get_template("situation.html").render(
        say=edition.say,
        fewest=fewest(),
        lang=lang,
        build=marts.build,
        is_sample=marts.is_sample,
        age=age,
        nothing=nothing,
        rates_title=edition.say(
            "situation_rates" if is_known else "situation_rates_none", span=edition.span_words
        ),
        boards=_boards(edition),
        boards_title=_boards_title(edition),
        rates=[_rate(edition, found) for found in edition.of_indicators],
        signals=(signals := _signals(edition)),
        signals_title=_signals_title(edition, signals),
        no_signals=nothing if is_watched or age else unwatched,
        unwatched=unwatched if is_watched or age else "",
        power=power_words(edition.lang) if is_watched else "",
        targets=_targets_at_risk(edition),
        target_counts=target_counts(edition, edition.targets) if edition.targets else "",
        missing=_missing(edition, missing),
        missing_count=missing.height,
        waits=waiting(marts["fct_hand_ins"], marts["fct_quarantined_cells"]),
        waiting_files=waiting_files(edition),
        not_taken=not_taken(edition),
        most=SHOWN,
    )


def _targets_at_risk(edition: Edition) -> list[dict[str, object]]:
    return [
        {
            "name": row["name"],
            "status": state_of(edition, row),
            "color": STATUS[row["status"]],
            "ink": ink_on(STATUS[row["status"]]),
            "due": row["due_date"],
            "who": edition.listed(edition.others(row["departments"])),
            "stands": _stands(edition, row),
        }
        for row in edition.targets
        if row["status"] in ("overdue", "behind")
        or is_due_unknown(row)
        or _is_in_doubt(edition, row)
    ]


def _is_in_doubt(edition: Edition, row: StandingRow) -> bool:
    """Whether the figures of a target do not say how it stands now."""
    has_figures = row["source_form"] != "fct_verdicts"
    return has_figures and (row["status"] == "undecided" or is_stale(edition, row))


def _stands(edition: Edition, row: StandingRow) -> str:
    """Its figure with the month that it is of, or its verdict; what it asks for; and why it says no more."""
    said = {"bound": asked(edition, row), "due": row["due_date"]}
    if row["source_form"] == "fct_verdicts":
        of_id = {found.indicator["indicator_id"]: found.verdict for found in edition.of_indicators}
        verdict = verdict_name(edition, of_id.get(row["indicator_id"] or ""))
        return edition.say("situation_target_verdict", value=verdict, **said)
    why = edition.say("list_semicolon") + row["note"] if row["note"] else ""
    return edition.say("situation_target", value=dated_value(edition, row), **said) + why


def _missing(edition: Edition, missing: pl.DataFrame) -> list[dict[str, object]]:
    """Hand-ins that are missing or do not count, the longest overdue first."""
    late = missing.sort("days_late", descending=True).head(SHOWN)
    worded = worded_calendar(late, edition.marts["dim_department"], edition.lang)
    shown = worded.select(
        "period", "said", form="name", who="department", days="days_late", due="due_date"
    )
    return shown.rows(named=True)


def _boards_title(edition: Edition) -> str:
    """Up to which month of the year warnings were handed in, and which are missing."""
    month = last_warned_month(edition)
    code = "situation_boards" if month else "situation_boards_none"
    said = edition.say(code, year=edition.year, month=month)
    missing = gap_words(warnings_missing(edition), edition.lang)
    return edition.say("gap", name=said, why=missing) if missing else said


def _boards(edition: Edition) -> list[dict[str, object]]:
    warnings, is_known = warnings_of(edition), last_warned_month(edition) is not None
    is_whole, none = warnings_missing(edition).is_empty(), edition.say("situation_no_warnings")
    opened = "situation_open" if is_whole else "situation_open_least"
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
        shown = {
            "total": count_words(edition, total, is_known and is_whole),
            "open": edition.say(opened, open=total - closed)
            if is_known and (total or is_whole)
            else "",
            "none": none if is_known and is_whole else edition.say("situation_unknown_warnings"),
        }
        boards.append({"name": name, "levels": levels, **shown})
    return boards


def _rate(edition: Edition, found: IndicatorFinding) -> dict[str, object]:
    now, verdict, decimals = found.rates.now, found.verdict, found.indicator["decimals"]
    code = verdict["statistical_verdict"] if verdict else None
    return {
        "name": edition.text(found.indicator),
        "unit": edition.text(found.indicator, "unit"),
        "rate": number(now.rate if now else None, decimals),
        "about": _about(edition, found),
        "so_far": so_far_words(edition, found).rstrip("；; "),
        "verdict": verdict_name(edition, found.verdict),
        "color": _COLORS.get(code or "", GREY),
        "ink": ink_on(_COLORS.get(code or "", GREY)),
        "sentence": verdict_in_full(edition, verdict) if verdict else "",
        "note": (now.note if now else None) or "",
        "years": _years(edition, found.indicator),
        "forecast": forecast_words(found.forecast, edition.lang) if found.forecast else "",
        "spark": _rolling(edition, found.indicator),
    }


def _about(edition: Edition, found: IndicatorFinding) -> str:
    """Of which twelve months the rate is, its count and limits, and how it compares."""
    now, decimals = found.rates.now, found.indicator["decimals"]
    if now is None or now.rate is None:
        return why_unknown(edition, found)
    limits = (
        f"{number(now.lower, decimals)}—{number(now.upper, decimals)}"
        if now.lower is not None
        else "—"
    )
    said = {"span": span_of(edition, now), "count": short(now.count), "limits": limits}
    change = change_words(edition, found.rates, decimals)
    return edition.say("situation_rate", change=change, **said)


def _years(edition: Edition, indicator: PlanIndicatorRow) -> str:
    """The last two years that are over, with why one has no rate."""
    years = edition.years_of(indicator)[-2:]
    return edition.say("list_semicolon").join(
        edition.say(
            "situation_year",
            year=row["year"],
            rate=number(row["rate"], indicator["decimals"]),
            count=count_words(edition, row["numerator"], row["is_complete"]),
            why=edition.say("gap", name="", why=row["note"])
            if row["rate"] is None and row["note"]
            else "",
        )
        for row in years
    )


def _rolling(edition: Edition, indicator: PlanIndicatorRow) -> Spark:
    """The last rates over twelve months that are known; none of those counted in two ways, or of too few."""
    rates = edition.rates.filter(
        pl.col("rate").is_not_null(),
        indicator_id=indicator["indicator_id"],
        period_kind="r12m",
    )
    is_mixed = pl.col("caveats").list.contains("defined_anew_within")
    is_few = pl.col("numerator") < fewest()
    last = rates.tail(_SPARK_MONTHS).select("rate", is_mixed=is_mixed, is_few=~is_mixed & is_few)
    drawn = last.select(pl.when(~pl.col("is_mixed") & ~pl.col("is_few")).then("rate"))
    stretches = _stretches(drawn["rate"].to_list())
    return Spark(stretches, last["is_mixed"].any(), last["is_few"].any())


def _stretches(values: list[float | None]) -> list[str]:
    """Lines through values next to each other, as an SVG takes them."""
    top = max((value for value in values if value is not None), default=0.0) or 1.0
    stretches: list[list[str]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            stretches.append([])
            continue
        x = 3 + at * (_WIDTH - 6) / max(1, len(values) - 1)
        y = _HEIGHT - 4 - value / top * (_HEIGHT - 8)
        stretches[-1].append(f"{x:.1f},{y:.1f}")
    return [" ".join(one) for one in stretches if len(one) > 1]


def _signals_title(edition: Edition, signals: list[dict[str, str]]) -> str:
    """How many are open, and how many were when their data stopped."""
    stopped = sum(signal["state"] == "stopped" for signal in signals)
    more = edition.say("situation_signals_stopped", count=stopped) if stopped else ""
    return edition.say("situation_signals", count=len(signals) - stopped, more=more)


def _signals(edition: Edition) -> list[dict[str, str]]:
    """The statistical signals that are open, or were when their data stopped."""
    found = edition.marts["fct_signal_episodes"].filter(pl.col("state") != "over")
    names, regions = edition.series_names(), edition.region_names()
    return [
        {
            "state": row["state"],
            "level": edition.say(f"level_word_{row['level']}"),
            "color": LEVELS[row["level"]],
            "name": names[row["series"]],
            "region": regions[row["region_id"]],
            "message": episode_words(row, edition.lang),
        }
        for row in most_urgent_first(found)
    ]

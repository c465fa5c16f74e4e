"""What the data show to be wrong, who can mend it and by when."""

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from analysis.base.settings import baseline_years
from analysis.conclusions.codes import Verdict
from analysis.findings.findings import Findings, IndicatorFinding
from analysis.findings.givers import givers, reporters
from analysis.findings.hand_in_problems import missing, set_aside, unlisted, waiting
from analysis.findings.lacks import lacks
from analysis.findings.lost_points import lost_points
from analysis.findings.problem import Problem, problem, report_due
from analysis.findings.rates import years_between
from analysis.findings.targets import asked, dated_value, is_stale, target_value
from analysis.findings.words import base_years, verdict_name, why_unknown
from analysis.marts.code_names import name_of
from analysis.marts.period_words import pooled_words
from analysis.marts.plan import StandingRow
from analysis.marts.rows import IndicatorRow, SignalEpisodeRow
from analysis.marts.target_words import standing
from analysis.messages.dates import month_words

_STANDING = ("met", "on_track")  # nothing is wrong with these but the age of their figures
_WORSE = (Verdict.WORSENING, Verdict.PROBABLY_WORSENING)
_STEPS = (Verdict.TOO_FEW, Verdict.NO_CLEAR_CHANGE)
_BETTER = (Verdict.IMPROVING, Verdict.PROBABLY_IMPROVING)
_HIGH = {"high_998": "99.8%", "high_95": "95%"}  # the graver first


def problems(findings: Findings) -> list[Problem]:
    """The gravest kind first: rates, targets, townships, signals, then what the figures lack."""
    return [
        *_rates(findings),
        *_targets(findings),
        *lost_points(findings),
        *_townships(findings),
        *_signals(findings),
        *missing(findings),
        *waiting(findings),
        *set_aside(findings),
        *unlisted(findings),
    ]


def _rates(findings: Findings) -> Iterator[Problem]:
    for found in findings.of_indicators:
        verdict = found.verdict
        code = verdict["statistical_verdict"] if verdict else None
        if code in _BETTER:
            yield from _since(findings, found)
            continue
        reason = verdict["verdict_reason"] if verdict else None
        kind = "rate_worse" if code in _WORSE else "rate_undecided"
        if kind == "rate_undecided" and reason in ("before_break_only", "broken"):
            kind = "rate_broken"
        if verdict and reason == "no_years_before" and verdict["comparison"] == "plan":
            kind = "rate_no_base"
        if code is None:
            kind = "rate_incomplete"
        who = reporters(findings, found.indicator["event_domain"])
        if kind == "rate_worse":
            who = list(dict.fromkeys([*who, *_answering(findings, found.indicator)]))
        elif kind in ("rate_incomplete", "rate_no_base"):
            who = _lacking(findings, found, of_base=kind == "rate_no_base")
        figures = {"name": findings.text(found.indicator), "why": why_unknown(findings, found)}
        figures["verdict"] = verdict_name(findings, verdict)
        figures["base"] = base_years(findings)
        if kind == "rate_undecided":
            figures["step"] = _step(findings, found)
        yield problem(findings, kind, who, report_due(findings), **figures)


def _lacking(findings: Findings, found: IndicatorFinding, of_base: bool) -> list[str]:
    """Who is to hand in what the rate of the span, or those that it is held to, lack: counts, denominators or both."""
    first, end = findings.span.first, findings.span.end
    if of_base:
        base, last = baseline_years()
        first, end = date(base, 1, 1), date(last, 12, 31)
    rows = years_between(findings.rates, found.indicator, first, end)
    counts = reporters(findings, found.indicator["event_domain"])
    over = givers(findings, found.indicator)
    missed = rows.filter(
        pl.col("numerator").is_null() | pl.col("caveats").list.contains("months_missing")
    )
    has_over = not rows.is_empty() and not rows["denominator"].has_nulls()
    if not rows.is_empty() and missed.is_empty() and not has_over:
        return over
    return list(dict.fromkeys([*counts, *([] if has_over else over)]))


def _since(findings: Findings, found: IndicatorFinding) -> Iterator[Problem]:
    """What got better in the span and has not stayed so since."""
    latest = findings.latest_verdict_of(found.indicator)
    if latest is None or latest["statistical_verdict"] not in _WORSE:
        return
    who = [
        *reporters(findings, found.indicator["event_domain"]),
        *_answering(findings, found.indicator),
    ]
    figures = {
        "name": findings.text(found.indicator),
        "verdict": name_of("statistical_verdict", latest["statistical_verdict"], findings.lang),
        "end": month_words(latest["period_end"], findings.lang),
    }
    yield problem(findings, "rate_since", list(dict.fromkeys(who)), report_due(findings), **figures)


def _step(findings: Findings, found: IndicatorFinding) -> str:
    """What may decide a rate that is not: what lacks of its accidents, else what its verdict wants."""
    forms = findings.marts.table("staging", "stg_forms")
    own = forms.filter(event_domain=found.indicator["event_domain"])["form"]
    lacking = lacks(findings).filter(pl.col("form").is_in(own.implode()))
    if lacking.height:
        names = findings.listed(lacking["name"].unique(maintain_order=True))
        return findings.say("step_report", forms=names)
    code = found.verdict and found.verdict["statistical_verdict"]
    return findings.say(f"step_{code if code in _STEPS else Verdict.TOO_SHORT}")


def _answering(findings: Findings, indicator: IndicatorRow) -> list[str]:
    """Who answers for the target that a rate is."""
    key = indicator["indicator_id"]
    own = (row["departments"] for row in findings.targets if row["indicator_id"] == key)
    return findings.others(next(own, []))


def _targets(findings: Findings) -> Iterator[Problem]:
    """Each target by itself, but for those that lack a figure for one reason, or whose figures stopped in one
    month, and that have until one day."""
    groups: dict[tuple[object, ...], list[StandingRow]] = {}
    for status in ("overdue", "behind", "undecided", "no_data", *_STANDING):
        for row in findings.targets:
            if row["status"] != status or row["source_form"] == "fct_verdicts":
                continue
            if status not in _STANDING or is_stale(findings, row):
                groups.setdefault(_alike(findings, row), []).append(row)
    for _, rows in sorted(groups.items(), key=lambda group: group[0][0] == "target_no_data"):
        yield _target(findings, rows[0]) if len(rows) == 1 else _several(findings, rows)


def _alike(findings: Findings, row: StandingRow) -> tuple[object, ...]:
    """What targets that are told together share; its kind is the first."""
    kind, by = _kind(findings, row), _due(findings, row)
    if kind == "target_no_data":
        return kind, row["note"] or "", by
    if is_stale(findings, row):
        return kind, row["status"], row["reason"] or "", row["period_end"], by
    return kind, row["target_id"]


def _kind(findings: Findings, row: StandingRow) -> str:
    if row["reason"] == "threshold_missing":
        return "target_no_bound"
    if row["status"] in _STANDING:
        return "target_stale"
    is_missed = row["status"] == "overdue" and is_stale(findings, row)
    if row["reason"] == "met_before" and not is_missed:
        return "target_met_before"
    return "target_missed" if is_missed else f"target_{row['status']}"


def _several(findings: Findings, rows: Sequence[StandingRow]) -> Problem:
    """Of those that are alike one problem, which names each."""
    # several that are past their days are asked for by one day
    said = "target_quoted" if len({r["due_date"] for r in rows}) == 1 else "target_quoted_due"
    dues, names, each = (
        findings.listed(findings.say(code, **_figures(findings, row)) for row in rows)
        for code in (said, "target_quoted", "target_quoted_value")
    )
    figures = _figures(findings, rows[0]) | {"count": len(rows), "names": names}
    figures |= {"dues": dues, "each": each}
    who = dict.fromkeys(name for row in rows for name in findings.others(row["departments"]))
    kind = _kind(findings, rows[0]).replace("target_", "targets_")
    return problem(findings, kind, list(who), _due(findings, rows[0]), **figures)


def _due(findings: Findings, row: StandingRow) -> date | None:
    return row["due_date"] if row["due_date"] >= findings.marts.as_of else report_due(findings)


def _target(findings: Findings, row: StandingRow) -> Problem:
    who, kind = findings.others(row["departments"]), _kind(findings, row)
    return problem(findings, kind, who, _due(findings, row), **_figures(findings, row))


def _figures(findings: Findings, row: StandingRow) -> dict[str, object]:
    end = row["period_end"] if row["value"] is not None else None
    return {
        "name": row["name"],
        "value": dated_value(findings, row),
        "undated": target_value(findings, row),
        "end": month_words(end, findings.lang) if end else "",
        "status": standing(row["status"], row["reason"], findings.lang),
        "stale": findings.say("nothing_since") if is_stale(findings, row) else "",
        "bound": asked(findings, row),
        "due": findings.day(row["due_date"]),
        "days": (findings.marts.as_of - row["due_date"]).days,
        "why": row["note"] or "",
    }


def _townships(findings: Findings) -> Iterator[Problem]:
    compared = findings.marts["fct_region_comparison"].filter(
        pl.col("year") <= findings.span.last_whole_year
    )
    names = findings.region_names()
    for indicator in findings.indicators:
        own = compared.filter(indicator_id=indicator["indicator_id"])
        own = own.filter(pl.col("year") == pl.col("year").max())
        high = own.filter(pl.col("significance").is_in(list(_HIGH))).sort("region_id")
        if high.is_empty():
            continue
        first, last, years = high.select("first_year", "year", "years").row(0)
        figures = {"name": findings.text(indicator)} | pooled_words(
            first, last, years, findings.lang
        )
        for level, limit in _HIGH.items():
            if regions := high.filter(significance=level)["region_id"].to_list():
                places = [names[region] for region in regions]
                figures |= {"places": findings.listed(places), "limit": limit}
                yield problem(findings, "townships", places, report_due(findings), **figures)


def _signals(findings: Findings) -> Iterator[Problem]:
    """Those that are not over, those of one level and place that one department looks into together; of those whose
    data stopped the figures since are asked for first."""
    names, regions = findings.series_names(), findings.region_names()
    domains = dict(findings.marts["dim_series"].select("series", "event_domain").iter_rows())
    groups: dict[tuple[str, str, str, date | None], list[SignalEpisodeRow]] = {}
    for row in findings.signals:
        if row["state"] != "over":
            stopped = row["known_to"] if row["state"] == "stopped" else None
            key = (row["level"], row["region_id"], domains[row["series"]], stopped)
            groups.setdefault(key, []).append(row)
    for (level, region, domain, stopped), rows in groups.items():
        end = month_words(stopped, findings.lang) if stopped else ""
        each = findings.listed(
            findings.say(
                "signal_since_to" if stopped else "signal_since",
                series=names[row["series"]],
                since=month_words(row["start_period_end"], findings.lang),
                end=end,
            )
            for row in rows
        )
        figures = {"level": name_of("signal_level", level, findings.lang), "each": each, "end": end}
        figures["region"] = regions[region]
        figures["names"] = findings.listed(names[row["series"]] for row in rows)
        kind, by = ("signal_stopped", report_due(findings)) if stopped else ("signal", None)
        yield problem(findings, kind, reporters(findings, domain), by, **figures)

"""Findings in sentences: how an indicator stands, and how all of them do together."""

from collections.abc import Sequence

from analysis.base.settings import setting
from analysis.conclusions.verdicts import Verdict
from analysis.findings.findings import Findings, IndicatorFinding
from analysis.findings.rates import Compared, Rate
from analysis.marts.code_names import name_of
from analysis.marts.judged import JudgedRow
from analysis.marts.plan import StandingRow
from analysis.messages.numbers import bound, number, short

STATUSES = ("met", "on_track", "behind", "overdue", "undecided", "no_data")


def standing(findings: Findings, found: IndicatorFinding) -> str:
    """Count and rate of the span, their limits, how they compare and what follows; or why there is none."""
    kind, now = findings.span.kind, found.rates.now
    name = findings.text(found.indicator)
    counted = so_far(findings, found) if kind == "to_date" else ""
    if now is None or now.rate is None:
        why = findings.why_unknown(now.note if now else None)
        return findings.say(
            "standing_unknown",
            name=name,
            so_far=counted,
            span=findings.span.words(findings.lang),
            why=why,
        )
    decimals = found.indicator["decimals"]
    limits = ""
    if now.lower is not None:
        lower, upper = number(now.lower, decimals), number(now.upper, decimals)
        limits = findings.say("standing_limits", lower=lower, upper=upper)
    return findings.say(
        "standing",
        name=name,
        so_far=counted,
        span=span_of(findings, now),
        rate=number(now.rate, decimals),
        unit=findings.text(found.indicator, "unit"),
        count=short(now.count),
        limits=limits,
        note=findings.say("standing_note", note=now.note) if now.note else "",
        change=change_words(findings, found.rates, decimals),
        verdict=verdict_name(findings, found.verdict),
        sentence=found.verdict["sentence"] if found.verdict else "",
    )


def so_far(findings: Findings, found: IndicatorFinding) -> str:
    """Count of the running year and of the same months before."""
    counted = found.to_date
    if counted is None:
        return ""
    code = "so_far" if counted.before is not None else "so_far_alone"
    figures = {"year": counted.end.year, "month": counted.end.month, "count": short(counted.count)}
    return findings.say(code, before=short(counted.before), **figures)


def span_of(findings: Findings, rate: Rate) -> str:
    """The years or the twelve months that a rate is of."""
    kind = findings.span.kind
    figures = {"first": rate.first, "year": rate.end.year, "month": rate.end.month}
    if kind == "plan":
        whole = "rate_span" if rate.end.month == 12 else "rate_span_running"
        return findings.say(
            whole if rate.first < rate.end.year or rate.end.month < 12 else "rate_year", **figures
        )
    return findings.say("rate_year" if kind == "year" else "rate_r12m", **figures)


def change_words(findings: Findings, rates: Compared, decimals: int) -> str:
    """How the rate, which is known, stands to the one before."""
    first, last = (int(setting(f"baseline_{edge}_year")) for edge in ("first", "last"))
    before = findings.say(f"before_{findings.span.kind}", first=first, last=last)
    if rates.change in ("fell", "rose") and rates.before and rates.change_pct is not None:
        figures = {
            "rate": number(rates.before.rate, decimals),
            "pct": number(abs(rates.change_pct), 1),
        }
        return findings.say(f"change_{rates.change}", before=before, **figures)
    return findings.say(f"change_{rates.change}", before=before)


def verdict_name(findings: Findings, verdict: JudgedRow | None) -> str:
    """What the verdict is called, with its last year where that lies before the span's."""
    said = name_of("statistical_verdict", _code(verdict), findings.lang)
    last = verdict["last_year"] if verdict else None
    if last is not None and last < findings.year:
        return findings.say("verdict_up_to", verdict=said, last=last)
    return said


def verdict_groups(findings: Findings) -> str:
    """Which rates got better, which worse and which cannot be told, by name."""
    return findings.say("list_semicolon").join(
        findings.say("verdict_group", verdict=said, count=len(names), names=findings.listed(names))
        for said, names in _groups(findings).items()
    )


def verdict_counts(findings: Findings) -> str:
    """How many rates got better, how many worse and how many cannot be told."""
    return findings.listed(
        findings.say("target_count", status=said, count=len(names))
        for said, names in _groups(findings).items()
    )


def _groups(findings: Findings) -> dict[str, list[str]]:
    """Names of rates by what is said of them, the best first."""
    order = list(Verdict)
    groups: dict[str, list[str]] = {}
    for one in sorted(
        findings.of_indicators, key=lambda one: order.index(Verdict(_code(one.verdict)))
    ):
        groups.setdefault(verdict_name(findings, one.verdict), []).append(
            findings.text(one.indicator)
        )
    return groups


def _code(verdict: JudgedRow | None) -> str:
    """The verdict, too few years where there is none."""
    code = verdict["statistical_verdict"] if verdict else None
    return code or Verdict.TOO_SHORT


def behind(findings: Findings) -> str:
    """Whose counts end before the span does; nothing where none do."""
    ends = [
        findings.say(
            "handed_in_to",
            name=findings.text(one.indicator, "domain"),
            end=f"{one.to_date.end:%Y-%m}",
        )
        for one in findings.of_indicators
        if one.to_date and one.to_date.end < findings.span.end
    ]
    return findings.listed(ends)


def target_counts(findings: Findings, targets: Sequence[StandingRow]) -> str:
    """How many targets stand how."""
    counts = {status: sum(row["status"] == status for row in targets) for status in STATUSES}
    stand = [
        findings.say("target_count", status=findings.say(f"target_{status}"), count=count)
        for status, count in counts.items()
        if count
    ]
    return findings.say("chart_targets", all=len(targets), counts=findings.listed(stand))


def asked(findings: Findings, row: StandingRow) -> str:
    """What a target asks for."""
    if row["source_form"] == "fct_verdicts":
        return findings.say("threshold_verdict")
    if row["threshold"] is None:
        return findings.say("threshold_not_given")
    if row["kind"] == "milestone":
        return findings.say("milestone_reached")
    return bound(row["operator"], row["threshold"], row["unit"])


def target_value(findings: Findings, row: StandingRow) -> str:
    """The latest figure of a target, with its unit."""
    if row["value"] is None:
        return "—"
    if row["kind"] == "milestone":
        return findings.say("milestone_reached" if row["value"] >= 1 else "milestone_not_reached")
    return findings.say("figure_in_unit", value=short(row["value"]), unit=row["unit"] or "")

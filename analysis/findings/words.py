"""Findings in sentences: how an indicator stands, and how all of them do together."""

import polars as pl

from analysis.base.settings import baseline_years, setting
from analysis.conclusions.codes import Verdict
from analysis.findings.few import are_few
from analysis.findings.findings import Findings, IndicatorFinding
from analysis.findings.rates import Compared, Rate
from analysis.findings.span import year_to
from analysis.findings.terms import terms
from analysis.marts.code_names import name_of
from analysis.marts.judged import JudgedRow, dated_verdict, is_older
from analysis.marts.rows import RateRow
from analysis.messages.numbers import number, scaled, short

_DECEMBER, _QUARTER = 12, 3


def standing(findings: Findings, found: IndicatorFinding) -> str:
    """Count and rate of the span, their limits, how they compare and what follows; or why there is none."""
    kind, now = findings.span.kind, found.rates.now
    name = findings.text(found.indicator)
    counted = ""
    if kind == "to_date" or (kind == "plan" and (now is None or now.end.year < findings.year)):
        counted = so_far(findings, found)
    notes = [terms(findings, found)]
    if now is None or now.rate is None:
        why = why_unknown(findings, found)
        counted = counted if kind == "to_date" else _counted(findings, now) + counted
        span = findings.span.words(findings.lang)
        said = findings.say("standing_unknown", name=name, so_far=counted, span=span, why=why)
        return said + _judged(findings, found)
    decimals = found.indicator["decimals"]
    if now.lower is not None:
        lower, upper = number(now.lower, decimals), number(now.upper, decimals)
        notes.insert(0, findings.say("standing_limits", lower=lower, upper=upper))
    note = findings.say("list_semicolon").join(filter(None, notes))
    return findings.say(
        "standing",
        name=name,
        so_far=counted,
        span=span_of(findings, now),
        rate=number(now.rate, decimals),
        unit=findings.text(found.indicator, "unit"),
        count=short(now.count),
        note=findings.say("standing_note", note=note) if note else "",
        change=change_words(findings, found.rates, decimals),
        judged=_judged(findings, found) + _apart(findings, found, now),
    )


def _apart(findings: Findings, found: IndicatorFinding, now: Rate) -> str:
    """The counts of years of the plan that are not in its rate, and why they are not; nothing where all are."""
    if findings.span.kind != "plan":
        return ""
    left = [
        findings.say("year_apart", year=row["year"], count=short(row["numerator"]))
        + (findings.say("standing_note", note=row["note"]) if row["note"] else "")
        for row in findings.years_of(found.indicator)
        if findings.span.first.year <= row["year"]
        and not now.first <= row["year"] <= now.end.year
        and row["numerator"] is not None
        and row["is_complete"]
    ]
    return findings.say("years_apart", years=findings.listed(left)) if left else ""


def _judged(findings: Findings, found: IndicatorFinding) -> str:
    """What the verdict is, and why; nothing where there is none."""
    verdict = found.verdict
    if verdict is None or verdict["statistical_verdict"] is None:
        return ""
    # that the last year has nothing is said once of all, see `behind`
    is_silent = findings.span.kind != "year" and found.to_date is None
    sentence = verdict["sentence"] if is_silent else verdict_in_full(findings, verdict)
    return findings.say(
        "standing_judged", verdict=verdict_name(findings, verdict), sentence=sentence
    )


def count_words(
    findings: Findings, count: float | None, is_complete: bool, unit: str | None = None
) -> str:
    """A count, with its `unit` in the scale that officials write; of a period that is not handed in whole at
    least so many, and nothing of none."""
    if not is_complete and not count:
        return short(None)
    said = short(count) if unit is None else scaled(count, unit, findings.lang)
    return said if is_complete else findings.say("at_least", count=said)


def why_unknown(findings: Findings, found: IndicatorFinding) -> str:
    """Why the rate of the span is unknown."""
    now, verdict = found.rates.now, found.verdict
    if now and now.rate is None and now.note:
        return now.note
    if findings.span.kind == "plan" and verdict and verdict["verdict_reason"]:
        return name_of("verdict_reason", verdict["verdict_reason"], findings.lang)
    years = findings.years_of(found.indicator) if findings.span.kind == "plan" else []
    if years and years[-1]["note"] and years[-1]["rate"] is None:
        return years[-1]["note"]
    numbers = findings.rates.filter(indicator_id=found.indicator["indicator_id"])["numerator"]
    if numbers.drop_nulls().is_empty():
        return findings.say("unknown_never")
    return findings.say(f"unknown_{findings.span.kind}")


def _counted(findings: Findings, rate: Rate | None) -> str:
    """The count of years that have no rate; nothing where nothing is known."""
    if rate is None or rate.count is None or not (rate.count or rate.is_complete):
        return ""
    code = "counted" if rate.is_complete else "counted_least"
    return findings.say(code, span=span_of(findings, rate), count=short(rate.count))


def so_far(findings: Findings, found: IndicatorFinding) -> str:
    """Count of the running year and of the same months before, and of all that is known after a gap."""
    counted = found.to_date
    if counted is None:
        return ""
    said = ""
    if counted.end:
        code = "so_far" if counted.before is not None else "so_far_alone"
        months = year_to(counted.end.year, counted.end.month).words(findings.lang)
        count, before = short(counted.count), short(counted.before)
        said = findings.say(code, months=months, count=count, before=before)
    if counted.least:
        until = year_to(findings.year, findings.span.end.month).words(findings.lang)
        said += findings.say("counted_least", span=until, count=short(counted.least))
    return said


def span_of(findings: Findings, rate: Rate) -> str:
    """The years or the twelve months that a rate is of."""
    kind = findings.span.kind
    figures = {"first": rate.first, "year": rate.end.year, "month": rate.end.month}
    if kind == "plan":
        whole = "rate_span" if rate.end.month == _DECEMBER else "rate_span_running"
        is_year = rate.first == rate.end.year and rate.end.month == _DECEMBER
        said = findings.say("rate_year" if is_year else whole, **figures)
        return findings.say("rate_span_some", span=said, count=rate.years) if rate.years else said
    return findings.say("rate_year" if kind == "year" else "rate_r12m", **figures)


def _base(findings: Findings, rates: Compared) -> str:
    """The years that the plan is held to, and which of them there are where some lack."""
    first, last = baseline_years()
    before = rates.before
    if before is None or (before.first, before.end.year, before.years) == (first, last, None):
        return base_years(findings)
    if (before.first, before.end.year) == (first, last):
        return findings.say("before_plan_of", first=first, last=last, count=before.years)
    there = span_of(findings, before)
    return findings.say("before_plan_some", first=first, last=last, there=there)


def change_words(findings: Findings, rates: Compared, decimals: int) -> str:
    """How the rate, which is known, stands to the one before."""
    kind = findings.span.kind
    before = _base(findings, rates) if kind == "plan" else findings.say(f"before_{kind}")
    if rates.change in ("fell", "rose") and rates.before and rates.change_pct is not None:
        figures = {
            "rate": number(rates.before.rate, decimals),
            "pct": number(abs(rates.change_pct), 1),
        }
        return findings.say(f"change_{rates.change}", before=before, **figures)
    counts = {"count_before": short(rates.before.count)} if rates.before else {}
    return findings.say(f"change_{rates.change}", before=before, **counts)


def change_cell(
    findings: Findings, change_pct: float | None, before: float | None, now: float | None
) -> str:
    """A change in percent in a table; the two counts where the first is too few for one."""
    if change_pct is None and before is not None and now is not None and are_few(before):
        return findings.say("few_change", before=short(before), now=short(now))
    return number(change_pct, 1)


def row_change(findings: Findings, row: RateRow) -> str:
    """The change of a row of the rates on the year before, see `change_cell`."""
    is_known = row["rate"] is not None and "defined_anew" not in row["caveats"]
    before = row["prior_year_numerator"] if row["prior_year_rate"] is not None else None
    return change_cell(findings, row["change_pct"], before if is_known else None, row["numerator"])


def base_years(findings: Findings) -> str:
    """The years that the plan is held to."""
    first, last = baseline_years()
    return findings.say("before_plan", first=first, last=last)


def verdict_name(findings: Findings, verdict: JudgedRow | None) -> str:
    """What the verdict is called, with its last year where that lies before the span's."""
    said = dated_verdict(verdict, findings.year, findings.lang) if verdict else None
    if verdict is None or said is None:
        return findings.say("no_verdict")
    if is_older(verdict, findings.year):
        return said
    end = verdict["period_end"]
    if end.year == findings.year and findings.span.end.month - end.month >= _QUARTER:
        return findings.say("verdict_to_month", verdict=said, month=end.month)
    first = verdict["first_year"]
    if findings.span.kind == "plan" and first is not None and first > findings.span.first.year:
        return findings.say("verdict_since", verdict=said, first=first)
    return said


def verdict_in_full(findings: Findings, verdict: JudgedRow) -> str:
    """Its sentence, and why the year that runs is not in it where it stops before that."""
    runs = findings.span.kind != "year" and verdict["period_end"].year < findings.year
    if not runs or not is_older(verdict, findings.year):
        return verdict["sentence"]
    months, least = findings.span.end.month, int(setting("verdict_min_months"))
    code = "verdict_too_soon" if months < least else "verdict_without"
    if findings.counts_of_months.filter(indicator_id=verdict["indicator_id"]).is_empty():
        code = "verdict_silent"
    figures: dict[str, object] = {"year": findings.year, "months": months, "least": least}
    if code == "verdict_without":
        figures |= {"why": _why_without(findings, verdict["indicator_id"])}
    return verdict["sentence"] + findings.say(code, **figures)


def _why_without(findings: Findings, indicator: str) -> str:
    """Why the year that runs has no verdict: what its rate lacks, or the years that it is held to."""
    own = findings.rates.filter(
        period_kind="ytd", indicator_id=indicator, period_end=findings.span.end
    )
    lacks = [note for note in own.filter(pl.col("rate").is_null())["note_on_lack"] if note]
    return lacks[0] if lacks else findings.say("without_years_before")


def verdict_groups(findings: Findings) -> str:
    """Which rates got better, which worse and which cannot be told, by name."""
    return findings.say("list_semicolon").join(
        findings.say("verdict_group", verdict=said, count=len(names), names=findings.listed(names))
        for said, names in _groups(findings).items()
    )


def verdict_counts(findings: Findings) -> str:
    """How many rates got better, how many worse and how many cannot be told."""
    return findings.listed(
        _counted_group(findings, said, names) for said, names in _groups(findings).items()
    )


def _counted_group(findings: Findings, said: str, names: list[str]) -> str:
    """How many rates; those that are not judged by name."""
    counted = findings.say("target_count", status=said, count=len(names))
    if said != findings.say("no_verdict"):
        return counted
    return findings.say("gap", name=counted, why=findings.listed(names))


def _groups(findings: Findings) -> dict[str, list[str]]:
    """Names of rates by what is said of them, the best first."""
    order = [*Verdict, ""]
    groups: dict[str, list[str]] = {}
    for one in sorted(findings.of_indicators, key=lambda one: order.index(_code(one.verdict))):
        groups.setdefault(verdict_name(findings, one.verdict), []).append(
            findings.text(one.indicator)
        )
    return groups


def _code(verdict: JudgedRow | None) -> str:
    """The verdict; nothing where there is none."""
    return (verdict and verdict["statistical_verdict"]) or ""

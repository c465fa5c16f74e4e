"""Why what compares whole years stops before the span does."""

from datetime import date

from analysis.findings.findings import Findings
from analysis.findings.gaps import between, gap_words
from analysis.marts.rows import IndicatorRow
from analysis.messages.dates import month_words


def why_stopped(findings: Findings, indicator: IndicatorRow, last: int) -> str:
    """Up to which month years of `indicator` are compared where `last` is the last of them, and why no longer: a
    change of definition, what was not handed in, a year that is not over. Empty where it is the span's last."""
    if last >= findings.year:
        return ""
    first, end = date(last + 1, 1, 1), findings.span.end
    days = [row["effective_from"] for row in findings.breaks_of(indicator)]
    said = [
        findings.say("break_label", day=month_words(day, findings.lang))
        for day in days
        if first <= day <= end
    ]
    series = [indicator["denominator_series"]]
    gaps = between(findings.gaps, [indicator["event_domain"]], first, end, series)
    said += [gap_words(gaps, findings.lang)] if gaps.height else []
    if findings.span.last_whole_year == last:
        said.append(findings.say("compared_in_year", year=findings.year))
    until = month_words(date(last, 12, 31), findings.lang)
    why = findings.say("list_semicolon").join(said or [findings.say("compared_no_more")])
    return findings.say("compared_until", until=until, why=why)

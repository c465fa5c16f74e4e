"""Whose counts end before the span does."""

from analysis.findings.findings import Findings, IndicatorFinding
from analysis.messages.dates import month_words, period_list


def behind(findings: Findings) -> str:
    """Whose counts end before the span does, or lack a year of it; nothing where none do."""
    ends: dict[tuple[str, str], list[str]] = {}
    for one in findings.of_indicators:
        name = findings.text(one.indicator, "domain")
        code, counted = "", one.to_date
        if silent := _silent_years(findings, one):
            ends.setdefault(("handed_in_nothing", silent), []).append(name)
        if counted is None:
            continue
        elif counted.end is None:
            code = "handed_in_without_january"
        elif counted.end < findings.span.end:
            code = "handed_in_to" if counted.least is None else "handed_in_with_gap"
        end = month_words(counted.end, findings.lang) if counted and counted.end else ""
        if code:
            ends.setdefault((code, end), []).append(name)
    return findings.say("list_semicolon").join(
        findings.say(code, name=findings.listed(names), years=end, end=end)
        for (code, end), names in ends.items()
    )


def _silent_years(findings: Findings, found: IndicatorFinding) -> str:
    """The years of the span of which nothing was handed in."""
    domain = found.indicator["event_domain"]
    files = findings.marts["dim_hand_in"].filter("is_in_force", event_domain=domain)
    spans = files.select("period_start", "period_end").iter_rows()
    given = {year for start, end in spans for year in range(start.year, end.year + 1)}
    if found.to_date is None:
        given -= {findings.year}
    years = [
        year for year in range(findings.span.first.year, findings.year + 1) if year not in given
    ]
    return period_list([f"{year}" for year in years], findings.lang) if years else ""

"""The warnings of the span's last year."""

import polars as pl

from analysis.findings.few import are_few
from analysis.findings.findings import Findings
from analysis.messages.numbers import number


def warnings_of(findings: Findings) -> pl.DataFrame:
    """Rows of ``fct_warnings`` of that year."""
    return findings.marts["fct_warnings"].filter(pl.col("month_end").dt.year() == findings.year)


def warning_words(findings: Findings) -> str:
    """How many there were and how many were closed."""
    found = warnings_of(findings)
    total, closed = int(found["warnings"].sum()), int(found["warnings_closed"].sum())
    if not total:
        return findings.say("warnings_none", year=findings.year)
    said = {"year": findings.year, "total": total, "count": closed}
    if are_few(total):
        return findings.say("warnings_few", **said)
    return findings.say("chart_warnings", closed=number(100 * closed / total, 1), **said)

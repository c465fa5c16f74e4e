"""The warnings of the span's last year."""

import polars as pl

from analysis.findings.few import are_few
from analysis.findings.findings import Findings
from analysis.findings.gaps import counted_span
from analysis.forms.periods import Period
from analysis.messages.numbers import number

_FORM = "warnings"


def warnings_of(findings: Findings) -> pl.DataFrame:
    """Rows of ``fct_warnings`` of that year, as much of it as the span holds."""
    span = findings.span.in_last_year
    return findings.marts["fct_warnings"].filter(
        pl.col("month_end").is_between(span.first, span.end)
    )


def warnings_missing(findings: Findings) -> pl.DataFrame:
    """The registers of that time that are missing (see `gaps_of`), those before the first that came among them."""
    span = findings.span.in_last_year
    ended = pl.col("period_end").is_between(span.first, span.end)
    missing = findings.gaps.filter(ended, form=_FORM)
    came = findings.marts["dim_hand_in"].filter("is_in_force", form=_FORM)["period_start"]
    first = min(came, default=span.first)
    if not span.first < first <= span.end:
        return missing
    before = Period.of_months(span.year, 1, first.month - 1)
    names = findings.marts.table("staging", "stg_forms").filter(form=_FORM)
    row = {"form": _FORM, "event_domain": None, "name": names[f"name_{findings.lang}"].item()}
    row |= {"period": before.words(findings.lang), "period_end": before.end}
    return pl.concat([pl.DataFrame([row], schema=missing.schema), missing])


def last_warned_month(findings: Findings) -> int | None:
    """The last month of that time whose register was handed in; without one nothing is known of warnings."""
    span = findings.span.in_last_year
    ended = pl.col("period_end").is_between(span.first, span.end)
    ends = findings.marts["dim_hand_in"].filter("is_in_force", ended, form=_FORM)["period_end"]
    return max((end.month for end in ends), default=None)


def warning_words(findings: Findings) -> str:
    """How many there were and how many were closed."""
    if last_warned_month(findings) is None:
        return findings.say("warnings_none", span=findings.span.in_last_year.words(findings.lang))
    found = warnings_of(findings)
    total, closed = int(found["warnings"].sum()), int(found["warnings_closed"].sum())
    span = counted_span(warnings_missing(findings), findings.span.in_last_year, findings.lang)
    said = {"span": span, "total": total, "count": closed}
    if are_few(total):
        return findings.say("warnings_few", **said)
    return findings.say("chart_warnings", closed=number(100 * closed / total, 1), **said)

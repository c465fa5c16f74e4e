"""What the rates of a span rest on, said alike under a figure and in the annex."""

from collections.abc import Container, Mapping
from datetime import date
from typing import cast

import polars as pl

from analysis.findings.findings import Findings, IndicatorFinding
from analysis.findings.span import year_to
from analysis.marts.caveats import caveat_words

_DECEMBER = 12
# of how years compare and what lacks, which is said where that is
_ELSEWHERE = {
    "defined_anew",
    "definition_changed",
    "months_missing",
    "period_incomplete",
    "period_not_over",
    "denominator_final",
}
_UNSETTLED = {
    "stock_carried_forward",
    "denominator_projected",
    "denominator_preliminary",
    "denominator_mixed",
    "files_waiting",
    "rows_set_aside",
    "denominator_files_waiting",
    "denominator_rows_set_aside",
}


def terms(findings: Findings, found: IndicatorFinding) -> str:
    """What must be known of the rate of the span; of years that are taken together, of each of them."""
    now = found.rates.now
    if now is None or findings.span.kind != "plan":
        return (now and now.note_on_terms) or ""
    known = {code for row in _rows(findings, found) for code in _caveats(row)}
    return _worded(findings, found, known - _ELSEWHERE)


def unsettled(findings: Findings, found: IndicatorFinding) -> str:
    """What of it may yet change: provisional denominators, those carried forward, and what waits."""
    return _worded(findings, found, _UNSETTLED)


def _worded(findings: Findings, found: IndicatorFinding, codes: Container[str]) -> str:
    """The caveats of those codes, each with the period that it is of."""
    said = []
    for row in _rows(findings, found):
        own = [code for code in _caveats(row) if code in codes]
        if note := caveat_words({**row, "caveats": own}, findings.lang):
            said.append(findings.say("note_of_period", period=_period(findings, row), note=note))
    return findings.say("list_semicolon").join(said)


def _rows(findings: Findings, found: IndicatorFinding) -> list[dict[str, object]]:
    """The rates that the rate of the span is or is made of: years, and the months of one that runs; none where it
    is unknown."""
    now = found.rates.now
    if now is None or now.rate is None:
        return []
    end, kind = pl.col("period_end"), pl.col("period_kind")
    of_kind = {"year": "year", "to_date": "r12m", "plan": "ytd"}[findings.span.kind]
    wanted = (end == now.end) & (kind == of_kind)
    if findings.span.kind == "plan":
        whole = (kind == "year") & end.is_between(date(now.first, 1, 1), now.end)
        wanted = whole | (wanted & (end.dt.month() != _DECEMBER))
    own = findings.rates.filter(wanted, indicator_id=found.indicator["indicator_id"])
    return own.sort("period_end").to_dicts()


def _caveats(row: Mapping[str, object]) -> list[str]:
    return cast("list[str]", row["caveats"] or [])


def _period(findings: Findings, row: Mapping[str, object]) -> str:
    end = cast("date", row["period_end"])
    figures = {"year": end.year, "month": end.month}
    match row["period_kind"]:
        case "ytd":
            return year_to(end.year, end.month).words(findings.lang)
        case "r12m":
            return findings.say("rate_r12m", **figures)
        case _:
            return findings.say("rate_year", **figures)

"""数据质量: what is missing, was refused, is provisional, was corrected or restated."""

from collections.abc import Iterator
from typing import cast

import polars as pl

from analysis.base.places import own_id
from analysis.findings.hand_in_problems import files_since_span_began
from analysis.findings.terms import unsettled
from analysis.marts.hand_in_calendar import by_month, counted_words, worded_calendar
from analysis.marts.rows import HandInRow, RestatementRow, rows_of
from analysis.messages.dates import month_words, period_list
from analysis.messages.numbers import number
from analysis.report.blocks import Block, Heading, Paragraph, Table
from analysis.report.chart_table import chart_table
from analysis.report.edition import Edition

_LISTED = 30  # so many files or restatements are listed; the rest are counted
_MISSING = ("form", "department", "period", "status")
_REFUSED = ("status", "path", "reason")
_SET_ASIDE = ("path", "sheet", "row", "column_name", "reason")
_CORRECTIONS = ("form", "period", "key", "column_name", "expected", "corrected", "reason", "who")
_RESTATED = ("name", "year", "rate_before", "rate", "restated_on", "cause_paths")


def quality(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_quality"), 1)
    yield from _calendar(edition)
    yield _missing(edition)
    if drawn := edition.charts.get("quality"):
        yield chart_table(drawn, edition.lang)
    yield _refused(edition)
    yield _set_aside(edition)
    yield _provisional(edition)
    yield _corrections(edition)
    yield _restated(edition)


def _calendar(edition: Edition) -> Iterator[Block]:
    """Of each year a row a form, a column a month, a word of one character in each cell."""
    span, calendar = edition.span, edition.marts["fct_hand_in_calendar"]
    worded = worded_calendar(calendar, edition.marts["dim_department"], edition.lang)
    years = pl.col("period_end").dt.year()
    of_span = worded.filter(years.is_between(span.first.year, span.year))
    for (year,), own in of_span.sort("period_end").group_by(years, maintain_order=True):
        rows = [
            [name, *(month.words(edition.lang) if month else "" for month in months)]
            for name, months in by_month(own).items()
        ]
        header = [edition.say("col_form"), *(str(month) for month in range(1, 13))]
        finding = counted_words(own, cast("int", year), edition.lang)
        yield Table(edition.say("table_calendar_months", finding=finding), header, rows)
    if of_span.height:
        yield Paragraph(edition.say("calendar_key"), "note")


def _missing(edition: Edition) -> Block:
    missing = edition.missing
    if missing.is_empty():
        due = edition.marts["fct_hand_in_calendar"].filter(
            pl.col("period_end").is_between(edition.span.first, edition.span.end)
        )
        code = "missing_not_asked" if due.is_empty() else "missing_none"
        return Paragraph(edition.say(code, span=edition.span_words))
    keys = ("name", "department", "said")
    by_form = missing.sort("name", "period").group_by(*keys, maintain_order=True).agg("period")
    rows = [
        (form, who, period_list(periods, edition.lang), said)
        for form, who, said, periods in by_form.rows()
    ]
    return edition.table(edition.say("table_missing", count=missing.height), _MISSING, rows)


def _refused(edition: Edition) -> Block:
    files = edition.marts["fct_hand_ins"].filter(pl.col("status").is_in(["held", "rejected"]))
    if files.is_empty():
        return Paragraph(edition.say("refused_none"))
    shown = rows_of(files.sort("status", "path").head(_LISTED), HandInRow)
    rows = [
        (
            edition.say(f"status_{row['status']}"),
            row["path"],
            (row["reason"] if edition.lang == "zh" else row["reason_en"]) or "",
        )
        for row in shown
    ]
    return edition.table(edition.say("table_refused", count=files.height), _REFUSED, rows)


def _set_aside(edition: Edition) -> Block:
    """Rows since the span began that do not count, though the rest of their files does."""
    files = files_since_span_began(edition).select("hand_in_id", "path")
    cells = edition.marts["fct_quarantined_cells"].filter(fate="set_aside")
    cells = cells.join(files, on="hand_in_id")
    if cells.is_empty():
        return Paragraph(
            edition.say("set_aside_none", since=month_words(edition.span.first, edition.lang))
        )
    reason = "reason" if edition.lang == "zh" else "reason_en"
    shown = cells.sort("path", "sheet", "row").select("path", "sheet", "row", "column", reason)
    rows = [[str(value) for value in row] for row in shown.head(_LISTED).iter_rows()]
    count = cells.select("hand_in_id", "sheet", "row").n_unique()
    since = month_words(edition.span.first, edition.lang)
    title = edition.say("table_set_aside", count=count, since=since)
    return edition.table(title, _SET_ASIDE, rows)


def _provisional(edition: Edition) -> Block:
    """Of every rate of the span what of it may yet change."""
    rows = [
        (edition.text(found.indicator), said)
        for found in edition.of_indicators
        if (said := unsettled(edition, found))
    ]
    if not rows:
        rates = [found.rates.now for found in edition.of_indicators]
        is_known = all(rate and rate.denominator is not None for rate in rates)
        code = "provisional_none" if is_known else "provisional_unknown"
        return Paragraph(edition.say(code, span=edition.span_words))
    return edition.table(edition.say("table_provisional"), ("name", "note"), rows)


def _corrections(edition: Edition) -> Block:
    found = edition.marts["fct_corrections"].select(_CORRECTIONS)
    if found.is_empty():
        return Paragraph(edition.say("corrections_none"))
    rows = [[str(value or "") for value in row] for row in found.iter_rows()]
    return edition.table(edition.say("table_corrections"), _CORRECTIONS, rows)


def _restated(edition: Edition) -> Block:
    keys = [indicator["indicator_id"] for indicator in edition.indicators]
    found = edition.marts["fct_restatements"].filter(
        pl.col("indicator_id").is_in(keys), region_id=own_id(), period_kind="year"
    )
    if found.is_empty():
        return Paragraph(edition.say("restated_none"))
    names = edition.indicator_names()
    last = found.sort("restated_on", descending=True).head(_LISTED)
    rows = [
        (
            names[row["indicator_id"]],
            str(row["period_end"].year),
            number(row["rate_before"], 4),
            number(row["rate"], 4),
            edition.day(row["restated_on"]),
            row["cause_paths"] or row["correction_keys"] or "",
        )
        for row in rows_of(last, RestatementRow)
    ]
    return edition.table(edition.say("table_restated"), _RESTATED, rows)

"""附录: methods, breaks of definition, sources."""

from collections.abc import Iterator

import polars as pl

from analysis.base.settings import baseline_years, setting
from analysis.marts.rows import BreakRow, rows_of, source_in
from analysis.messages.dates import month_words
from analysis.report.blocks import Block, Heading, Paragraph
from analysis.report.edition import Edition
from analysis.report.numbering import chinese

_METHODS = ("limits", "official", "statistical", "change", "signals", "townships", "targets")
_BREAKS = ("domain", "effective_from", "what", "note", "source")
_SOURCES = ("form", "files", "period")


def appendix(edition: Edition) -> Iterator[Block]:
    yield Heading(edition.say("part_appendix"), 1)
    yield Heading(edition.say("section_methods"), 2)
    rules = _rules(edition)
    yield from (Paragraph(edition.say(f"method_{method}", **rules)) for method in _METHODS)
    yield Heading(edition.say("section_breaks"), 2)
    yield _breaks(edition)
    yield Heading(edition.say("section_sources"), 2)
    yield _sources(edition)
    build = edition.marts.build
    made = {"build_id": build["build_id"], "as_of": edition.day(build["as_of"])}
    version, tests = build["code_version"], build["tests_passed"]
    yield Paragraph(edition.say("sources_build", version=version, tests=tests, **made))


def _rules(edition: Edition) -> dict[str, object]:
    """The settings that the methods name."""
    rates = int(setting("official_rule_rates"))
    first, last = baseline_years()
    return {
        "rates": chinese(rates) if edition.lang == "zh" else rates,
        "first": first,
        "last": last,
    }


def _breaks(edition: Edition) -> Block:
    domains = {row["event_domain"]: edition.text(row, "domain") for row in edition.indicators}
    breaks = edition.marts.table("reference", "definition_breaks").sort("effective_from")
    rows = [
        (
            domains.get(row["event_domain"], row["event_domain"]),
            edition.day(row["effective_from"]),
            edition.text(row, "what"),
            edition.text(row, "note"),
            source_in(row, edition.lang),
        )
        for row in rows_of(breaks, BreakRow)
    ]
    return edition.table(edition.say("table_breaks"), _BREAKS, rows, "why_no_breaks")


def _sources(edition: Edition) -> Block:
    name = f"form_{edition.lang}"
    forms = edition.marts["fct_hand_in_calendar"].select("form", name).unique("form")
    files = edition.marts["dim_hand_in"].filter("is_in_force").join(forms, on="form", how="left")
    by_form = files.group_by(name).agg(
        files=pl.len(), first=pl.col("period_start").min(), last=pl.col("period_end").max()
    )
    rows = [
        (form, str(count), f"{month_words(first, edition.lang)}—{month_words(last, edition.lang)}")
        for form, count, first, last in by_form.sort(name).iter_rows()
    ]
    return edition.table(edition.say("table_sources"), _SOURCES, rows)

"""The card of an indicator: what it is, what it is made of, for which periods and places it exists, and
its last values with the codes that lead to their cells. One page each, from one published build."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from analysis.base.files import write_atomically
from analysis.base.places import own_id
from analysis.base.settings import setting
from analysis.marts.caveats import with_notes
from analysis.marts.figure_codes import Figure
from analysis.marts.rows import (
    BreakRow,
    IndicatorRow,
    NotedRow,
    SeriesRow,
    in_language,
    rows_of,
    source_in,
)
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang, say
from analysis.messages.numbers import number, short
from analysis.pages.environment import ENVIRONMENT
from analysis.report.blocks import Block, Heading, Paragraph, Report, Table
from analysis.report.html import write_html

LAST = 10  # so many values of each kind of period stand on a card
_KINDS = ("year", "r12m")
_ALL_KINDS = ("month", "quarter", "ytd", "year", "r12m")
_RATE = ("code", "numerator", "denominator", "rate", "limits_95", "note")
_PLACES = ("own", "parts", "around")
_SIDES = ("numerator", "denominator")


def write_cards(marts: Snapshot, folder: Path, lang: Lang = "zh") -> list[Path]:
    """Write one page an indicator, named by its code, and a list of them as ``index.html``.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    indicators = sorted(marts.rows(IndicatorRow), key=lambda row: row["code"])
    pages = []
    for indicator in indicators:
        page = folder / f"{indicator['code']}.html"
        write_atomically(page, write_html([card(marts, indicator, lang)], lang).encode())
        pages.append(page)
    cards = [
        (row["code"], in_language(row, "name", lang), in_language(row, "unit", lang))
        for row in indicators
    ]
    about = {"title": say("cards_title", lang), "build": _build_words(marts, lang)}
    listed = ENVIRONMENT.get_template("cards.html").render(cards=cards, lang=lang, **about)
    write_atomically(folder / "index.html", listed.encode())
    return pages


def card(marts: Snapshot, indicator: IndicatorRow, lang: Lang = "zh") -> Report:
    """The card of `indicator`, a row of ``dim_indicator``."""
    title = f"{indicator['code']} {in_language(indicator, 'name', lang)}"
    report = Report(title, [_build_words(marts, lang)])
    if marts.is_sample:
        report.blocks.append(Paragraph(say("situation_sample", lang), "warning"))
    for part in (_definition, _made_of, _exists_for, _values):
        report.blocks += part(marts, indicator, lang)
    return report


def _build_words(marts: Snapshot, lang: Lang) -> str:
    return say("report_build", lang, build_id=marts.build["build_id"], as_of=marts.as_of)


def _both(marts: Snapshot, indicator: IndicatorRow) -> tuple[SeriesRow, SeriesRow]:
    """The series above and below the line."""
    (above,) = marts.rows(SeriesRow, series=indicator["numerator_series"])
    (below,) = marts.rows(SeriesRow, series=indicator["denominator_series"])
    return above, below


def _definition(marts: Snapshot, indicator: IndicatorRow, lang: Lang) -> Iterator[Block]:
    yield Heading(say("col_definition", lang), 1)
    above, below = (in_language(series, "name", lang) for series in _both(marts, indicator))
    per, unit = f"{indicator['per']:,.0f}", in_language(indicator, "unit", lang)
    yield Paragraph(
        say("card_formula", lang, numerator=above, denominator=below, per=per, unit=unit)
    )
    if words := in_language(indicator, "definition", lang):
        yield Paragraph(words)
    if source := source_in(indicator, lang):
        yield Paragraph(say("card_source", lang, source=source), "note")
    yield Paragraph(say(f"card_better_{indicator['better']}", lang))
    breaks = marts.table("reference", "definition_breaks")
    for row in rows_of(breaks.filter(event_domain=indicator["event_domain"]), BreakRow):
        day, what, source = (
            row["effective_from"],
            in_language(row, "what", lang),
            source_in(row, lang),
        )
        yield Paragraph(say("card_break", lang, day=day, what=what, source=source), "note")


def _made_of(marts: Snapshot, indicator: IndicatorRow, lang: Lang) -> Iterator[Block]:
    yield Heading(say("card_made_of", lang), 1)
    rows = []
    for side, series in zip(_SIDES, _both(marts, indicator), strict=True):
        basis = series["kind"] if series["kind"] != "stock" else "end"
        if side == "denominator":
            basis = indicator["denominator_basis"]
        terms = say(f"card_basis_{basis}", lang, months=f"{setting('stock_max_age_months'):.0f}")
        if series["filter_column"]:
            only = f"{series['filter_column']} = {series['filter_value']}"
            terms += say("card_filter", lang, only=only)
        name = f"{in_language(series, 'name', lang)} ({series['series']})"
        rows.append([say(f"col_{side}", lang), name, in_language(series, "unit", lang), terms])
    header = [say(name, lang) for name in ("card_side", "col_series", "col_unit", "card_terms")]
    yield Table(say("card_made_of", lang), header, rows)


def _exists_for(marts: Snapshot, indicator: IndicatorRow, lang: Lang) -> Iterator[Block]:
    """For which periods and places there is a rate: what does not exist is no mistake of a reader."""
    yield Heading(say("card_exists", lang), 1)
    parts = marts["dim_region"].filter(parent_id=own_id())["region_id"]
    places = {own_id(): "own"} | dict.fromkeys(parts, "parts")
    place = pl.col("region_id").replace_strict(places, default="around")
    rates = marts["fct_indicator_rates"].filter(indicator_id=indicator["indicator_id"])
    counted = rates.group_by("period_kind", place=place).agg(pl.col("rate").count(), pl.len())
    found = {(kind, of): (known, every) for kind, of, known, every in counted.iter_rows()}
    rows = [
        [
            say(f"period_kind_{kind}", lang),
            *(_rates_of(found.get((kind, place)), lang) for place in _PLACES),
        ]
        for kind in _ALL_KINDS
    ]
    header = [
        say("card_period_kind", lang),
        *(say(f"card_place_{place}", lang) for place in _PLACES),
    ]
    yield Table(say("card_exists", lang), header, rows)
    yield Paragraph(say("card_exists_note", lang), "note")


def _rates_of(counts: tuple[int, int] | None, lang: Lang) -> str:
    if counts is None:
        return say("card_no_such", lang)
    rates, figures = counts
    return say("card_rates_of", lang, rates=rates, figures=figures)


def _values(marts: Snapshot, indicator: IndicatorRow, lang: Lang) -> Iterator[Block]:
    yield Heading(say("card_values", lang), 1)
    own = marts["fct_indicator_rates"].filter(
        indicator_id=indicator["indicator_id"], region_id=own_id()
    )
    header = [say(f"col_{name}", lang) for name in _RATE]
    for kind in _KINDS:
        last = with_notes(own.filter(period_kind=kind).sort("period_end").tail(LAST), lang)
        rows = [_value(row, indicator) for row in rows_of(last.reverse(), NotedRow)]
        yield Table(say(f"period_kind_{kind}", lang), header, rows)
    yield Paragraph(say("card_trace", lang), "note")


def _value(row: NotedRow, indicator: IndicatorRow) -> list[str]:
    decimals, limits = indicator["decimals"], "—"
    if row["rate_lower_95"] is not None:
        lower, upper = (
            number(row["rate_lower_95"], decimals),
            number(row["rate_upper_95"], decimals),
        )
        limits = f"{lower}–{upper}"
    figures = [short(row["numerator"]), short(row["denominator"]), number(row["rate"], decimals)]
    return [Figure.of(indicator, row).code, *figures, limits, row["note"] or ""]

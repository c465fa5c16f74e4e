"""The card of an indicator: what it is, what it is made of, for which periods and places it exists, and
its last values with the codes that lead to their cells. One page each, from one published build."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from analysis.base.files import write_atomically
from analysis.base.places import own_id
from analysis.base.settings import setting
from analysis.charts.theme import number, short
from analysis.marts.caveats import with_notes
from analysis.marts.figure_codes import Figure
from analysis.marts.snapshot import Snapshot
from analysis.messages import Lang, say
from analysis.report.blocks import Block, Heading, Paragraph, Report, Table
from analysis.report.html import ENVIRONMENT, write_html

Row = dict[str, Any]
LAST = 10  # so many values of each kind of period stand on a card
_KINDS = ("year", "r12m")
_ALL_KINDS = ("month", "quarter", "ytd", "year", "r12m")
_RATE = (
    "code", "numerator", "denominator", "rate", "limits_95", "note",
)  # fmt: skip


def write_cards(marts: Snapshot, folder: Path, lang: Lang = "zh") -> list[Path]:
    """Write one page an indicator, named by its code, and a list of them as ``index.html``.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    indicators = list(marts["dim_indicator"].sort("code").iter_rows(named=True))
    pages = []
    for indicator in indicators:
        page = folder / f"{indicator['code']}.html"
        write_atomically(page, write_html(card(marts, indicator, lang), lang).encode())
        pages.append(page)
    listed = ENVIRONMENT.get_template("cards.html").render(
        title=say("cards_title", lang), lang=lang, build=_build_words(marts, lang),
        cards=[(row["code"], row[f"name_{lang}"], row[f"unit_{lang}"]) for row in indicators],
    )  # fmt: skip
    write_atomically(folder / "index.html", listed.encode())
    return pages


def card(marts: Snapshot, indicator: Row, lang: Lang = "zh") -> Report:
    """The card of `indicator`, a row of ``dim_indicator``."""
    title = f"{indicator['code']} {indicator[f'name_{lang}']}"
    report = Report(title, [_build_words(marts, lang)])
    if marts.is_sample:
        report.blocks.append(Paragraph(say("situation_sample", lang), "warning"))
    for part in (_definition, _made_of, _exists_for, _values):
        report.blocks += part(marts, indicator, lang)
    return report


def _build_words(marts: Snapshot, lang: Lang) -> str:
    return say("report_build", lang, build_id=marts.build["build_id"], as_of=marts.as_of)


def _series(marts: Snapshot, name: str) -> Row:
    return marts["dim_series"].filter(series=name).row(0, named=True)


def _definition(marts: Snapshot, indicator: Row, lang: Lang) -> Iterator[Block]:
    yield Heading(say("col_definition", lang), 1)
    above, below = (_series(marts, indicator[f"{side}_series"]) for side in _SIDES)
    formula = say(
        "card_formula", lang, numerator=above[f"name_{lang}"], denominator=below[f"name_{lang}"],
        per=f"{indicator['per']:,.0f}", unit=indicator[f"unit_{lang}"],
    )  # fmt: skip
    yield Paragraph(formula)
    if lang == "zh":  # the office's own words
        yield Paragraph(indicator["definition_zh"])
        yield Paragraph(say("card_source", lang, source=indicator["source"]), "note")
    yield Paragraph(say(f"card_better_{indicator['better']}", lang))
    breaks = marts.table("reference", "definition_breaks")
    for row in breaks.filter(event_domain=indicator["event_domain"]).iter_rows(named=True):
        words = {"day": row["effective_from"], "source": row["source"]}
        what = row["what_en" if lang == "en" else "what_zh"]
        yield Paragraph(say("card_break", lang, what=what, **words), "note")


_SIDES = ("numerator", "denominator")


def _made_of(marts: Snapshot, indicator: Row, lang: Lang) -> Iterator[Block]:
    yield Heading(say("card_made_of", lang), 1)
    rows = []
    for side in _SIDES:
        series = _series(marts, indicator[f"{side}_series"])
        basis = series["kind"] if series["kind"] != "stock" else "end"
        if side == "denominator":
            basis = indicator["denominator_basis"]
        terms = say(f"card_basis_{basis}", lang, months=f"{setting('stock_max_age_months'):.0f}")
        if series["filter_column"]:
            only = f"{series['filter_column']} = {series['filter_value']}"
            terms += say("card_filter", lang, only=only)
        name = f"{series[f'name_{lang}']} ({series['series']})"
        rows.append([say(f"col_{side}", lang), name, series[f"unit_{lang}"], terms])
    header = [say(name, lang) for name in ("card_side", "col_series", "col_unit", "card_terms")]
    yield Table(say("card_made_of", lang), header, rows)


def _exists_for(marts: Snapshot, indicator: Row, lang: Lang) -> Iterator[Block]:
    """For which periods and places there is a rate: what does not exist is no mistake of a reader."""
    yield Heading(say("card_exists", lang), 1)
    own = pl.col("region_id") == own_id()
    parts = marts["dim_region"].filter(parent_id=own_id())["region_id"]
    place = (
        pl.when(own).then(pl.lit("own"))
        .when(pl.col("region_id").is_in(parts.implode())).then(pl.lit("parts"))
        .otherwise(pl.lit("around"))
    )  # fmt: skip
    counted = (
        marts["fct_indicator_rates"]
        .filter(indicator_id=indicator["indicator_id"])
        .group_by("period_kind", place=place)
        .agg(figures=pl.len(), rates=pl.col("rate").count())
    )
    found = {(row["period_kind"], row["place"]): row for row in counted.iter_rows(named=True)}
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


_PLACES = ("own", "parts", "around")


def _rates_of(row: Row | None, lang: Lang) -> str:
    if row is None:
        return say("card_no_such", lang)
    return say("card_rates_of", lang, rates=row["rates"], figures=row["figures"])


def _values(marts: Snapshot, indicator: Row, lang: Lang) -> Iterator[Block]:
    yield Heading(say("card_values", lang), 1)
    own = marts["fct_indicator_rates"].filter(
        indicator_id=indicator["indicator_id"], region_id=own_id()
    )
    header = [say(f"col_{name}", lang) for name in _RATE]
    for kind in _KINDS:
        last = with_notes(own.filter(period_kind=kind).sort("period_end").tail(LAST), lang)
        rows = [_value(row, indicator) for row in last.reverse().iter_rows(named=True)]
        yield Table(say(f"period_kind_{kind}", lang), header, rows)
    yield Paragraph(say("card_trace", lang), "note")


def _value(row: Row, indicator: Row) -> list[str]:
    decimals = indicator["decimals"]
    code = Figure(indicator["code"], row["region_id"], row["period_kind"], row["period_end"]).code
    limits = "—"
    if row["rate_lower_95"] is not None:
        lower, upper = (number(row[f"rate_{side}_95"], decimals) for side in ("lower", "upper"))
        limits = f"{lower}–{upper}"
    figures = [short(row["numerator"]), short(row["denominator"]), number(row["rate"], decimals)]
    return [code, *figures, limits, row["note"] or ""]

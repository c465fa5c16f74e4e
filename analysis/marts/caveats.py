"""What a reader must know of a figure: the words of the caveats that its row carries."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from string import Formatter
from typing import Literal, cast

import polars as pl

from analysis.base.places import words
from analysis.base.seeds import seed_rows
from analysis.messages import Lang, say
from analysis.messages.dates import day_words, period_list

Half = Literal["numerator", "denominator"]


@cache
def _templates(lang: Lang, half: Half | None = None) -> dict[str, str]:
    """By caveat, in the order in which they are said; those of a `half` of the rate, or all."""
    rows = seed_rows("caveats.csv")
    return {r["caveat"]: r[f"template_{lang}"] for r in rows if half in (None, r["half"])}


@cache
def _named_in(lang: Lang) -> set[str]:
    """The columns that a caveat is worded by."""
    parts = (part for template in _templates(lang).values() for part in Formatter().parse(template))
    return {"caveats"} | {name for _, name, _, _ in parts if name}


def caveat_words(row: Mapping[str, object], lang: Lang, half: Half | None = None) -> str:
    """The caveats of `row`, or those of one half of its rate, in one line; empty where it has none.

    Args:
        row: a row of a mart: ``caveats`` (a list of codes of ``seeds/caveats.csv``) and the columns
            that their templates name.

    Raises:
        KeyError: a code is not in the seed, or a column that its template names is not in the row.
    """
    codes = cast("list[str]", row["caveats"] or [])
    if not codes:
        return ""
    templates = _templates(lang)
    unknown = set(codes) - templates.keys()
    if unknown:
        raise KeyError(*sorted(unknown))
    figures = words(lang) | {name: _worded(value, lang) for name, value in row.items()}
    said = [t.format(**figures) for code, t in _templates(lang, half).items() if code in codes]
    return say("list_semicolon", lang).join(said)


def _worded(value: object, lang: Lang) -> object:
    if isinstance(value, date):
        return day_words(value, lang)
    return period_list(value, lang) if isinstance(value, list) else value


def with_notes(figures: pl.DataFrame, lang: Lang, half: Half | None = None) -> pl.DataFrame:
    """`figures` with ``note``, the words of each row's caveats, or with ``note_numerator`` or ``note_denominator``,
    those of a half of the rate; null where it has none."""
    said: dict[str, str | None] = {}
    notes = []
    for row in figures.select(_named_in(lang) & set(figures.columns)).iter_rows(named=True):
        key = repr(row)
        if key not in said:
            said[key] = caveat_words(row, lang, half) or None
        notes.append(said[key])
    name = f"note_{half}" if half else "note"
    return figures.with_columns(pl.Series(name, notes, dtype=pl.String))

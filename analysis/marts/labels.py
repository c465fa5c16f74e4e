"""Marts as people read them: columns named with their units, codes in words, one language."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache

import polars as pl
import yaml

from analysis.base.places import words
from analysis.base.seeds import seed_names, seed_rows
from analysis.base.settings import PROJECT, layouts_folder, seeds_folder
from analysis.forms.layout import load_layouts
from analysis.marts.caveats import with_notes
from analysis.marts.code_names import names_of
from analysis.messages import Lang, known_lang, say, wordings

_OTHER: Mapping[Lang, Lang] = {"zh": "en", "en": "zh"}
# what models declare of columns whose unit is that of an indicator: of its count, of what it is over, its own
_OF_AN_INDICATOR = (
    ("人, 起 or 元", "人 or 起"),
    ("元, 辆 or 人",),
    ("unit of the indicator",),
)
_OF_FIGURES = ("fct_indicator_rates", "fct_region_comparison", "fct_rate_change", "fct_forecasts")


def labelled(figures: pl.DataFrame, mart: str, lang: Lang) -> pl.DataFrame:
    """`figures` for reading: each column under its name of ``seeds/column_names.csv`` with its unit,
    codes and ids of things that have a name in words, caveats as sentences, lists in one line.

    Columns that say the same in the other language are left out. What a seed does not name, stays. Rows of one
    indicator are headed by its units.

    Args:
        figures: rows of `mart`, all or some of its columns; with ``caveats`` all that they tell of.

    Raises:
        NoSuchLang: `lang` is no language.
    """
    known_lang(lang)
    shown = [column for column in figures.columns if not _is_other(column, figures.columns, lang)]
    held = set(figures["indicator_id"]) if "indicator_id" in figures.columns else set()
    own = [row for row in seed_rows("indicators.csv") if row["indicator_id"] in held]
    units = _units_of_indicators(own, lang)
    return figures.select(
        _in_words(figures, mart, column, lang).alias(label(mart, column, lang, units))
        for column in shown
    )


def heads(
    columns: Iterable[str], indicators: Iterable[Mapping[str, object]], lang: Lang
) -> dict[str, str]:
    """What a table of figures of `indicators` calls its columns (``col_*``), with the units that they share."""
    units, named = _units_of_indicators(indicators, lang), {}
    for column in columns:
        declared = next(
            (of[column] for mart in _OF_FIGURES if column in (of := units_of(mart))), ""
        )
        named[column] = _with_unit(say(f"col_{column}", lang), units.get(declared), lang)
    return named


def _units_of_indicators(indicators: Iterable[Mapping[str, object]], lang: Lang) -> dict[str, str]:
    """The unit that stands for what models declare; none where `indicators` differ in it."""
    series = {row["series"]: row[f"unit_{lang}"] for row in seed_rows("series.csv")}
    found: dict[str, set[str]] = {}
    for row in indicators:
        halves = [series[str(row[f"{half}_series"])] for half in ("numerator", "denominator")]
        for declared, unit in zip(
            _OF_AN_INDICATOR, (*halves, str(row[f"unit_{lang}"])), strict=True
        ):
            for each in declared:
                found.setdefault(each, set()).add(unit)
    return {declared: units.pop() for declared, units in found.items() if len(units) == 1}


def label(mart: str, column: str, lang: Lang, exact: Mapping[str, str] | None = None) -> str:
    """What a column is called, with its unit; by its own name where no seed names it.

    Args:
        exact: what stands for units that the model declares.
    """
    row = _row(mart, column)
    if row is None:
        return column
    name = row[f"name_{lang}"].format(**words(lang))
    declared = units_of(mart).get(column, "")
    return _with_unit(
        name, (exact or {}).get(declared) or names_of("unit", lang).get(declared), lang
    )


def about(mart: str, column: str) -> str:
    """What a column holds, in Chinese; empty where the seed does not say."""
    row = _row(mart, column)
    return row["about_zh"].format(**words("zh")) if row else ""


def _with_unit(name: str, unit: str | None, lang: Lang) -> str:
    return say("label_with_unit", lang, name=name, unit=unit) if unit else name


@cache
def units_of(mart: str) -> dict[str, str]:
    """The unit of each column of a mart, as its model declares it; none of a mart of another place."""
    for path in sorted((PROJECT / "models/marts").glob("*/_models.yml")):
        text = path.read_text(encoding="utf-8")
        if f"- name: {mart}\n" in text:
            models = yaml.load(text, yaml.CSafeLoader)["models"]
            columns = next(model["columns"] for model in models if model["name"] == mart)
            return {column["name"]: column["config"]["meta"]["unit"] for column in columns}
    return {}


def code_words(mart: str, column: str, lang: Lang) -> dict[str, str]:
    """The codes of a column with their words; empty for a column of other things."""
    row = _row(mart, column)
    vocabularies = row["vocabulary"].split() if row else []
    return {
        code: name
        for vocabulary in reversed(vocabularies)
        for code, name in _vocabulary(vocabulary, lang).items()
    }


def _is_other(column: str, columns: Collection[str], lang: Lang) -> bool:
    """Whether another of `columns` says the same in `lang`: ``name_en`` beside ``name_zh``, and
    ``reason`` beside ``reason_en``."""
    stem, _, written = column.rpartition("_")
    if written == _OTHER[lang]:
        return f"{stem}_{lang}" in columns or stem in columns
    return lang == "en" and f"{column}_en" in columns and f"{column}_zh" not in columns


@cache
def _row(mart: str, column: str) -> dict[str, str] | None:
    """The row of a column, that of its mart before that of all marts."""
    rows = [row for row in seed_rows("column_names.csv") if row["column_name"] == column]
    own = [row for row in rows if row["mart"] == mart]
    return next(iter(own + [row for row in rows if not row["mart"]]), None)


@cache
def _vocabulary(vocabulary: str, lang: Lang) -> dict[str, str]:
    """Codes with their words: of a seed that names things, of the forms, of ``seeds/code_names.csv``, or of
    the messages whose codes begin so."""
    name = f"name_{lang}"
    if vocabulary == "forms":
        layouts = load_layouts(layouts_folder()).values()
        return {layout.form: getattr(layout, name) for layout in layouts}
    if (seeds_folder() / f"{vocabulary}.csv").is_file():
        rows = reversed(seed_rows(f"{vocabulary}.csv"))  # of several rows of a key the first
        return {next(iter(row.values())): row[name] for row in rows if row.get(name)}
    if vocabulary in seed_names("code_names.csv", "vocabulary"):
        return names_of(vocabulary, lang)
    said = wordings(f"{vocabulary}_", lang).items()
    return {code.removeprefix(f"{vocabulary}_"): text for code, text in said}


def _in_words(figures: pl.DataFrame, mart: str, column: str, lang: Lang) -> pl.Expr:
    if column == "caveats":
        return pl.lit(with_notes(figures, lang)["note"])
    found, dtype = code_words(mart, column, lang), figures.schema[column]
    if isinstance(dtype, pl.List):
        each = pl.element().cast(pl.String).replace(found)
        return pl.col(column).list.eval(each).list.join(say("list_comma", lang))
    return pl.col(column).cast(pl.String).replace(found) if found else pl.col(column)

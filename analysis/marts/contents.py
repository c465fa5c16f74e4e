"""Which marts there are, and what their columns hold."""

import polars as pl

from analysis.marts.code_names import names_of
from analysis.marts.labels import about, code_words, label
from analysis.marts.open import check_mart, connect
from analysis.messages import Lang, known_lang, say
from analysis.messages.numbers import listed

_MOST_CODES = 20
_TABLES = """
    select table_name, estimated_size from duckdb_tables()
    where schema_name = 'marts' and database_name = current_database()
    union all
    -- of a build of folders, or in a lake
    select view_name, null from duckdb_views() where schema_name = 'marts'
    order by table_name
"""
_COLUMNS = """
    select table_name, column_name, comment from duckdb_columns()
    where schema_name = 'marts' and database_name = current_database() order by column_index
"""


def columns(mart: str, lang: Lang = "zh") -> pl.DataFrame:
    """What the columns of a mart are called, what their codes mean, and what they hold: in Chinese by the seed, where
    it says it, else in English by the models.

    Raises:
        NoSuchMart: no mart of that name.
        NoSuchLang: `lang` is no language.
    """
    known_lang(lang)
    with connect() as warehouse:
        check_mart(warehouse, mart, lang)
        found = pl.DataFrame(warehouse.sql(_COLUMNS)).filter(table_name=mart)
    names = [label(mart, column, lang) for column in found["column_name"]]
    called = pl.lit(pl.Series(names, dtype=pl.String))
    told = [about(mart, column) if lang == "zh" else "" for column in found["column_name"]]
    meant = [_meant(mart, column, lang) for column in found["column_name"]]
    return found.select(
        pl.col("column_name").alias(say("about_column", lang)),
        called.alias(say("about_called", lang)),
        pl.lit(pl.Series(meant, dtype=pl.String)).alias(say("about_codes", lang)),
        pl.lit(pl.Series(told))
        .replace("", None)
        .fill_null(pl.col("comment"))
        .alias(say("about_about", lang)),
    )


def _meant(mart: str, column: str, lang: Lang) -> str | None:
    """The codes of a column with their words; none of a column of other things, or of many."""
    words = code_words(mart, column, lang)
    if not 0 < len(words) <= _MOST_CODES:
        return None
    return listed([f"{code} {word}" for code, word in words.items()], lang)


def tables(lang: Lang = "zh") -> pl.DataFrame:
    """The marts of the published build, what each holds, and its rows.

    Raises:
        NoSuchLang: `lang` is no language.
    """
    known_lang(lang)
    names = pl.col("table_name").replace(names_of("mart", lang))
    with connect() as warehouse:
        found = pl.DataFrame(warehouse.sql(_TABLES))
    return found.select(
        pl.col("table_name").alias(say("about_table", lang)),
        names.alias(say("about_holds", lang)),
        pl.col("estimated_size").alias(say("about_rows", lang)),
    )

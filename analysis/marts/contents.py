"""Which marts there are, and what their columns hold."""

import polars as pl

from analysis.marts.code_names import names_of
from analysis.marts.labels import label
from analysis.marts.open import connect
from analysis.messages import Lang, say

_TABLES = """
    select table_name, estimated_size from duckdb_tables() where schema_name = 'marts'
    union all
    -- of a build of folders
    select view_name, null from duckdb_views() where schema_name = 'marts'
    order by table_name
"""
_COLUMNS = """
    select table_name, column_name, comment from duckdb_columns()
    where schema_name = 'marts' order by column_index
"""


def columns(mart: str, lang: Lang = "zh") -> pl.DataFrame:
    """What the columns of a mart are called, and what they hold (in English, from the models)."""
    with connect() as warehouse:
        found = pl.DataFrame(warehouse.sql(_COLUMNS)).filter(table_name=mart)
    names = [label(mart, column, lang) for column in found["column_name"]]
    called = pl.lit(pl.Series(names, dtype=pl.String))
    return found.select(
        pl.col("column_name").alias(say("about_column", lang)),
        called.alias(say("about_called", lang)),
        pl.col("comment").alias(say("about_about", lang)),
    )


def tables(lang: Lang = "zh") -> pl.DataFrame:
    """The marts of the published build, what each holds, and its rows."""
    names = pl.col("table_name").replace(names_of("mart", lang))
    with connect() as warehouse:
        found = pl.DataFrame(warehouse.sql(_TABLES))
    return found.select(
        pl.col("table_name").alias(say("about_table", lang)),
        names.alias(say("about_holds", lang)),
        pl.col("estimated_size").alias(say("about_rows", lang)),
    )

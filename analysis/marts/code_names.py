"""What the codes of the marts (verdicts, directions, reasons) are called."""

from functools import cache

import polars as pl

from analysis.base.places import words
from analysis.base.seeds import seed_rows
from analysis.messages import Lang


@cache
def names_of(vocabulary: str, lang: Lang) -> dict[str, str]:
    """The codes of a vocabulary of ``seeds/code_names.csv`` with their names.

    Raises:
        KeyError: no such vocabulary.
    """
    rows = [row for row in seed_rows("code_names.csv") if row["vocabulary"] == vocabulary]
    if not rows:
        raise KeyError(vocabulary)
    own = words(lang)  # of the own region, as in 高于全旗
    return {row["code"]: row[f"name_{lang}"].format(**own) for row in rows}


def name_of(vocabulary: str, code: str, lang: Lang) -> str:
    """What `code` is called.

    Raises:
        KeyError: no such vocabulary, or no such code in it.
    """
    return names_of(vocabulary, lang)[code]


def named(vocabulary: str, column: str, lang: Lang) -> pl.Expr:
    """`column`, its codes replaced by their names; null stays null.

    Raises:
        polars.exceptions.InvalidOperationError: when evaluated over a code without a name.
    """
    names = names_of(vocabulary, lang)
    return (
        pl.col(column).cast(pl.String).replace_strict(names, return_dtype=pl.String).alias(column)
    )

"""Departments by their names in the reader's language."""

import polars as pl

from analysis.messages import Lang


def department(departments: pl.DataFrame, lang: Lang) -> pl.Expr:
    """``department_zh`` of a mart as ``department`` in `lang`; a department that is not listed keeps
    the name that it handed in under.

    Args:
        departments: ``dim_department``.
    """
    names = dict(zip(departments["name_zh"], departments[f"name_{lang}"], strict=True))
    return pl.col("department_zh").replace(names).alias("department")

"""What dbt's Spark adapter lacks: Python models in the session, which see what DuckDB would show them,
and ANSI SQL. Importing it puts both in place; only a build on Spark does."""

import os
from typing import Any

import polars as pl
from dbt.adapters.spark.connections import SparkCredentials
from dbt.adapters.spark.impl import SparkAdapter
from pyspark.sql import DataFrame, SparkSession

from analysis.base.settings import PROJECT

_ANSI = "spark.sql.ansi.enabled"


class Relation:
    """A table with the few methods of DuckDB's relations that models call."""

    def __init__(self, frame: DataFrame) -> None:
        self.frame = frame

    def filter(self, condition: str) -> "Relation":
        return Relation(self.frame.where(condition))

    def select(self, columns: str) -> "Relation":
        return Relation(self.frame.selectExpr(*columns.split(", ")))

    def distinct(self) -> "Relation":
        return Relation(self.frame.distinct())

    def pl(self) -> pl.DataFrame:
        return pl.DataFrame(self.frame.toArrow())


class InSession:
    """Runs a Python model where dbt runs."""

    def __init__(self, model: dict[str, Any], _: SparkCredentials) -> None:
        self.name = f"{model['schema']}.{model['alias']}"

    def submit(self, code: str) -> None:
        session = SparkSession.active()
        names: dict[str, Any] = {}
        exec(code, names)
        dbt = names["dbtObj"](lambda table: Relation(session.table(table)))
        rows = names["model"](dbt, session)
        session.createDataFrame(rows).write.saveAsTable(self.name, "parquet", "overwrite")


def _as_ansi(self: SparkCredentials) -> None:
    _checked(self)
    self.server_side_parameters[_ANSI] = "true"


os.environ.setdefault("SPARK_CONF_DIR", str(PROJECT / "spark"))
_checked = SparkCredentials.__post_init__
SparkCredentials.__post_init__ = _as_ansi
SparkAdapter.python_submission_helpers = property(lambda _: {"session": InSession})
SparkAdapter.default_python_submission_method = property(lambda _: "session")

"""All marts of one build: a report or a page that reads several never mixes two builds."""

from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from analysis.base.settings import DataDir
from analysis.marts.open import build_of, opened, published_file
from analysis.marts.region_names import region_names
from analysis.marts.rows import MART_OF, RegionRow, Row, rows_of
from analysis.messages import Lang


class Snapshot:
    """The build that is current when the snapshot is taken, or one `as_of` a day.

    A build that is not published yet is opened by its `path`.

    ``snapshot["fct_indicator_rates"]`` is that mart as a polars frame.

    Raises:
        NotPublished: there is no such build.
    """

    def __init__(
        self, data: DataDir | None = None, as_of: date | None = None, path: Path | None = None
    ) -> None:
        self.path = path or published_file(data, as_of)
        self._warehouse = opened(self.path)
        self._frames: dict[str, pl.DataFrame] = {}
        with self.connect() as warehouse:
            self.build = build_of(warehouse)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A read-only connection to this build."""
        return self._warehouse.cursor()

    def __getitem__(self, mart: str) -> pl.DataFrame:
        return self.table("marts", mart)

    def rows(self, kind: type[Row], **equal: object) -> list[Row]:
        """The rows of the mart that `kind` is of, those whose columns are `equal` to what is given."""
        return rows_of(self[MART_OF[kind]].filter(**equal), kind)

    def region_names(self, lang: Lang) -> dict[str, str]:
        """By code, and no two alike."""
        return region_names(self.rows(RegionRow), lang)

    def table(self, schema: str, name: str) -> pl.DataFrame:
        """A table of another schema (``reference`` holds the seeds)."""
        if name not in self._frames:
            with self.connect() as warehouse:
                self._frames[name] = pl.DataFrame(warehouse.sql(f"from {schema}.{name}"))
        return self._frames[name]

    @property
    def as_of(self) -> date:
        """The day that everything depending on today is dated by."""
        return self.build["as_of"]

    @property
    def is_sample(self) -> bool:
        """Whether any file in force says of itself that it is invented."""
        paths = self["dim_hand_in"].filter("is_in_force")["path"]
        return bool(paths.str.contains("示例数据").any())

"""A build of folders opens as one file."""

from pathlib import Path

import duckdb
import polars as pl

from analysis.marts.open import FILE_NAME
from analysis.warehouse.parquet import PARQUET, open_parquet, unhidden


def test_folders_are_read_as_tables_and_the_list_of_builds_grows(tmp_path: Path) -> None:
    build = tmp_path / "it's [a] build"
    for name in ("marts.db/fct_builds", "marts.db/fct_hazards", "staging.db/stg_run"):
        folder = build / PARQUET / name
        folder.mkdir(parents=True)
        pl.DataFrame({"n": [1]}).write_parquet(folder / "part-0.parquet")
    open_parquet(build)
    with duckdb.connect(build / FILE_NAME) as warehouse:
        warehouse.execute("insert into marts.fct_builds values (2)")
        assert warehouse.table("marts.fct_builds").fetchall() == [(1,), (2,)]
        assert warehouse.sql("from marts.fct_hazards").fetchall() == [(1,)]
        assert warehouse.sql("from staging.stg_run").fetchall() == [(1,)]


def test_packed_files_are_seen_under_names_that_spark_reads(tmp_path: Path) -> None:
    packed = tmp_path / "raw/fires/_packed-1.parquet"
    packed.parent.mkdir(parents=True)
    packed.write_bytes(b"rows")
    (seen,) = unhidden(tmp_path / "raw", tmp_path / "build").glob("fires/[!_]*.parquet")
    assert seen.read_bytes() == b"rows"

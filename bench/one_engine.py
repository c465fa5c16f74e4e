"""``python -m bench.one_engine DATA ENGINE``: one build with its tests by an engine, in a process of its own
below which all that the engine starts is counted; prints what it took and what the marts hold as JSON."""

import ctypes
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import duckdb

from analysis.base.files import remove_folder
from analysis.base.settings import PROJECT, DataDir
from analysis.marts.open import FILE_NAME, opened
from analysis.warehouse.dbt import run_build
from analysis.warehouse.lake import lake_held
from analysis.warehouse.parquet import PARQUET
from bench.processes import cpu_of_tree, running
from bench.province import enter
from tests.engines.clusters import served_cluster
from tests.engines.lakes import served_lake

_PR_SET_CHILD_SUBREAPER = 36  # Linux
_EVENTS = "events"
_MANY_ROWS = "spark/many_rows"
_ENDING_SECONDS = 30
_SUMMED = {
    "BOOLEAN": "cast({} as integer)",
    "VARCHAR": "length({})",
    "DATE": "epoch({})",
    "TIMESTAMP": "epoch({})",
    "VARCHAR[]": "len({})",
}

Env = dict[str, str]


def spark_settings(folder: Path, sizes: str = "spark") -> Env:
    """The `sizes` of that folder of the project for Spark, and a log of its events."""
    (folder / _EVENTS).mkdir()
    (folder / "conf").mkdir()
    said = (PROJECT / sizes / "spark-defaults.conf").read_text("utf-8")
    said += f"spark.eventLog.enabled true\nspark.eventLog.dir file://{folder / _EVENTS}\n"
    said += "spark.eventLog.rolling.enabled false\nspark.eventLog.compress false\n"
    (folder / "conf/spark-defaults.conf").write_text(said, "utf-8")
    return {"SAFETY_TARGET": "spark", "SPARK_CONF_DIR": str(folder / "conf")}


@contextmanager
def cluster(folder: Path) -> Iterator[Env]:
    env = spark_settings(folder, _MANY_ROWS)
    os.environ |= env
    with served_cluster(folder, memory="2g") as there:
        yield env | {"SAFETY_SPARK": there.address}


# what the environment says of each, as long as what it needs runs
ENGINES: dict[str, Callable[[Path], AbstractContextManager[Env]]] = {
    "duckdb": lambda _: nullcontext({}),
    "lake": served_lake,
    "spark": lambda folder: nullcontext(spark_settings(folder)),
    "spark_many": lambda folder: nullcontext(spark_settings(folder, _MANY_ROWS)),
    "cluster": cluster,
}


def shuffled_bytes(folder: Path) -> int:
    """What tasks of Spark wrote for others to fetch."""
    found = 0
    for path in (folder / _EVENTS).glob("*"):
        with path.open(encoding="utf-8") as events:
            for line in events:
                if line.startswith('{"Event":"SparkListenerTaskEnd"'):
                    metrics = json.loads(line).get("Task Metrics") or {}
                    found += metrics.get("Shuffle Write Metrics", {}).get(
                        "Shuffle Bytes Written", 0
                    )
    return found


def sums(warehouse: duckdb.DuckDBPyConnection) -> dict[str, list[float]]:
    """Of every mart its rows, and of every column how many values there are and their sum (of a text its
    letters)."""
    query = """select table_name, column_name, data_type from information_schema.columns
        where table_schema = 'marts' and table_catalog = current_database() order by all"""
    wanted: dict[str, list[str]] = {}
    for mart, column, kind in warehouse.execute(query).fetchall():
        value = _SUMMED.get(kind, "{}").format(f'"{column}"')
        asked = wanted.setdefault(mart, ["count(*)"])
        asked += [f'count("{column}")', f"coalesce(sum(cast({value} as double)), 0)"]
    found = {}
    for mart, asked in wanted.items():
        row = warehouse.execute(f"select {', '.join(asked)} from marts.{mart}").fetchall()[0]  # noqa: S608
        found[mart] = [float(value) for value in row]
    return found


def built(data: DataDir, engine: str) -> dict[str, Any]:
    """Build, and tell seconds of processors and of the clock, megabytes, and sums of the marts.

    Raises:
        RuntimeError: a model or a test failed.
    """
    folder = data.builds / engine
    remove_folder(folder)
    folder.mkdir(parents=True)
    (folder / "register").symlink_to((data.raw / "register").resolve())
    with ENGINES[engine](folder) as env:
        os.environ |= env
        own, began = os.getpid(), time.monotonic()
        at_first, before = running(own), cpu_of_tree(own)
        with lake_held(data):
            result = run_build(data, folder)
        took = time.monotonic() - began
        while running(own) - at_first and time.monotonic() < began + took + _ENDING_SECONDS:
            time.sleep(0.1)  # Spark's JVM ends after dbt
        cpu = cpu_of_tree(own) - before
        if not result.ok:
            raise RuntimeError(str(result.failures))
        with opened(folder / FILE_NAME) as warehouse:
            found = sums(warehouse)
    shuffled = shuffled_bytes(folder) if (folder / _EVENTS).is_dir() else 0
    tables = [folder / FILE_NAME, *(folder / PARQUET).rglob("*.parquet")]
    return {
        "cpu": cpu,
        "wall": took,
        "shuffled_mb": shuffled / 1e6,
        "raw_mb": sum(path.stat().st_size for path in data.raw.rglob("*.parquet")) / 1e6,
        "built_mb": sum(path.stat().st_size for path in tables) / 1e6,
        "marts": found,
    }


def main() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)  # what lost its parent stays below us
    data = DataDir(Path(sys.argv[1]))
    enter(data)
    said = built(data, sys.argv[2])
    shutil.rmtree(data.builds / sys.argv[2])
    print(json.dumps(said))


if __name__ == "__main__":
    main()

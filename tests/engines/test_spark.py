"""The same hand-ins built on DuckDB and on a Spark cluster: every mart is equal, row by row."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest

from analysis.base.settings import PROJECT, DataDir
from analysis.marts import mart
from tests.engines.packs import assert_same_marts, built

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not find_spec("pyspark"), reason="make test-engines installs Spark"),
]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a master with two workers, each a process of its own."""
    folder = tmp_path_factory.mktemp("cluster")
    spark = find_spec("pyspark")
    assert spark and spark.origin
    launcher = str(Path(spark.origin).parent / "bin/spark-class")
    env = os.environ | {
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_CONF_DIR": str(PROJECT / "spark"),
    }

    def start(role: str, name: str, *words: str) -> Path:
        log = folder / f"{name}.log"
        command = [launcher, f"org.apache.spark.deploy.{role.lower()}.{role}", *words]
        with log.open("w") as file:
            process = subprocess.Popen(command, env=env, stdout=file, stderr=file)
        ending.callback(process.wait, 30)
        ending.callback(process.terminate)
        return log

    with ExitStack() as ending:
        at = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
        address = said(start("Master", "master", *at), r"(spark://[\d.]+:\d+)")
        for name in ("worker1", "worker2"):
            sizes = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / "work")]
            said(start("Worker", name, *at, *sizes, address), "(registered) with master")
        yield address


def said(log: Path, pattern: str) -> str:
    """What a process says when it is ready."""
    for _ in range(1200):
        if found := re.search(pattern, log.read_text(encoding="utf-8")):
            return found[1]
        time.sleep(0.1)
    raise TimeoutError(log.read_text(encoding="utf-8"))


def test_every_mart_of_a_spark_cluster_is_that_of_duckdb(
    pack: DataDir, here: DataDir, cluster: str
) -> None:
    there = built(pack, "there", SAFETY_TARGET="spark", SAFETY_SPARK=cluster)
    assert (there.current / "parquet/marts.db/fct_accidents/_SUCCESS").is_file()
    assert_same_marts(here, lambda name: mart(name, there))

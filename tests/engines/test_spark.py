"""The same hand-ins built on DuckDB and on a Spark cluster of which processes are killed meanwhile: every
mart is equal, row by row."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest

from analysis.base.settings import PROJECT, DataDir
from tests.engines.packs import assert_same_marts, built

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not find_spec("pyspark"), reason="make test-engines installs Spark"),
]


@dataclass
class Cluster:
    """The address of a master, and its two workers, each a process of its own."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    spark = find_spec("pyspark")
    assert spark and spark.origin
    launcher = str(Path(spark.origin).parent / "bin/spark-class")
    env = os.environ | {
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_CONF_DIR": str(PROJECT / "spark"),
    }

    def start(role: str, name: str, *words: str) -> tuple[Path, subprocess.Popen[bytes]]:
        log = folder / f"{name}.log"
        command = [launcher, f"org.apache.spark.deploy.{role.lower()}.{role}", *words]
        with log.open("w") as file:
            process = subprocess.Popen(command, env=env, stdout=file, stderr=file)
        ending.callback(process.wait, 30)
        ending.callback(process.terminate)
        return log, process

    with ExitStack() as ending:
        at = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
        workers = []
        address = said(start("Master", "master", *at)[0], r"(spark://[\d.]+:\d+)")
        for name in ("worker1", "worker2"):
            sizes = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / "work")]
            log, worker = start("Worker", name, *at, *sizes, address)
            said(log, "(registered) with master")
            workers.append(worker)
        yield Cluster(address, workers)


def said(log: Path, pattern: str) -> str:
    """What a process says when it is ready."""
    for _ in range(1200):
        if found := re.search(pattern, log.read_text(encoding="utf-8")):
            return found[1]
        time.sleep(0.1)
    raise TimeoutError(log.read_text(encoding="utf-8"))


def wait_for(node: int, building: Future[DataDir], builds: Path) -> None:
    """Wait until the second build of a folder has come so far."""
    while not building.done():
        logs = sorted(builds.glob("*/log/dbt.log"))[1:]
        if any(f"\n{node} of " in log.read_text(encoding="utf-8") for log in logs):
            return
        time.sleep(0.2)
    building.result()
    raise AssertionError(node)


def kill_executor(worker: subprocess.Popen[bytes]) -> None:
    """Kill the process in which tasks of the worker run; the worker starts another."""
    tasks = Path(f"/proc/{worker.pid}/task").glob("*/children")
    (executor,) = [int(child) for task in tasks for child in task.read_text().split()]
    os.kill(executor, signal.SIGKILL)


def test_every_mart_of_a_spark_cluster_is_that_of_duckdb(
    pack: DataDir, here: dict[str, pl.DataFrame], cluster: Cluster
) -> None:
    more = {"SAFETY_TARGET": "spark", "SAFETY_SPARK": cluster.address}
    builds = pack.root.parent / "there/warehouse/builds"
    with ThreadPoolExecutor() as beside:
        building = beside.submit(lambda: built(pack, "there", **more))
        wait_for(60, building, builds)
        kill_executor(cluster.workers[0])
        wait_for(120, building, builds)
        cluster.workers[1].kill()
        assert not building.done()
        there = building.result()
    assert (there.current / "parquet/marts.db/fct_accidents/_SUCCESS").is_file()
    assert_same_marts(here, there)

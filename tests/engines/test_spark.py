"""The same hand-ins built on DuckDB and on a Spark cluster of which processes are killed meanwhile: every
mart is equal, row by row."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest

from analysis.base.settings import DataDir
from tests.engines.clusters import Cluster, served_cluster
from tests.engines.packs import assert_same_marts, built

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not find_spec("pyspark"), reason="make test-engines installs Spark"),
]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with served_cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


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
    children = [int(child) for task in tasks for child in task.read_text().split()]
    # beside it may stand, for a moment, a child that is not yet another program
    executors = [
        one for one in children if b"ExecutorBackend" in Path(f"/proc/{one}/cmdline").read_bytes()
    ]
    assert executors, children
    for one in executors:
        os.kill(one, signal.SIGKILL)


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

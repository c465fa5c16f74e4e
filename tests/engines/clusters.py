"""A Spark cluster of a master and two workers, each a process of its own."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from analysis.base.settings import PROJECT


@dataclass
class Cluster:
    """The address of a master, and its two workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def served_cluster(folder: Path, memory: str = "1g") -> Iterator[Cluster]:
    """A cluster that runs meanwhile, its logs in `folder`; each worker has one core and that `memory`."""
    spark = find_spec("pyspark")
    assert spark and spark.origin
    launcher = str(Path(spark.origin).parent / "bin/spark-class")
    env = {"SPARK_CONF_DIR": str(PROJECT / "spark")} | os.environ
    env |= {"SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": "127.0.0.1"}

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
            sizes = ["--cores", "1", "--memory", memory, "--work-dir", str(folder / "work")]
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

"""The floor under a build: all that dbt compiles, run on one connection without dbt. What a build takes
above it is what dbt, reading and publishing cost."""

import json
import shutil
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from analysis.base.settings import DataDir, project_folder, setting
from analysis.marts.open import FILE_NAME, published_file
from analysis.warehouse.dbt import call_dbt, environment
from analysis.warehouse.run_dbt import open_folders

Node = dict[str, Any]


def compiled(data: DataDir) -> Path:
    """Compile the project for what is published; the manifest, with the SQL of every node in it."""
    target = data.root / "compiled"
    copy = target / published_file(data).name
    target.mkdir(exist_ok=True)
    shutil.copy(published_file(data), copy)  # dbt opens it for writing
    copy.chmod(0o644)
    words = ["compile", "--target-path", str(target), "--log-path", str(target)]
    said: list[str] = []
    if call_dbt(words, _where(data, copy), lambda event: said.append(event["message"])):
        raise RuntimeError("\n".join(said)[-3000:])
    return target / "manifest.json"


def replay(data: DataDir, manifest: Path, folder: Path) -> int:
    """Make every seed and model of `manifest` in a new file in `folder`, and ask every test.

    Returns:
        How many nodes were run.
    """
    every: dict[str, Node] = json.loads(manifest.read_text("utf-8"))["nodes"]
    behind = {one: node["depends_on"].get("nodes", []) for one, node in every.items()}
    order = [every[one] for one in TopologicalSorter(behind).static_order() if one in every]
    database = folder / FILE_NAME
    open_folders(json.loads(_where(data, database)["SAFETY_FOLDERS"]))
    with duckdb.connect(database) as connection:
        connection.execute("set threads = 2; set TimeZone = 'Asia/Shanghai'")
        connection.execute(f"set memory_limit = '{int(setting('build_memory_mb'))}MB'")
        return sum(_run(connection, node) for node in order if _is_of_a_build(node))


def _where(data: DataDir, database: Path) -> dict[str, str]:
    return environment(data.raw, published_file(data).parent / "register", database)


def _is_of_a_build(node: Node) -> bool:
    """Ephemeral models stand within others; tests of seeds are asked before dbt starts."""
    of_seeds = node["resource_type"] == "test" and node["original_file_path"].startswith("seeds/")
    return not of_seeds and node["config"]["materialized"] != "ephemeral"


def _run(connection: duckdb.DuckDBPyConnection, node: Node) -> bool:
    if node["resource_type"] == "test":
        # asked as dbt does
        query = f"select count(*) from ({node['compiled_code']})"  # noqa: S608
        connection.execute(query).fetchall()
        return True
    connection.execute(f"create schema if not exists {node['schema']}")
    table = f"{node['schema']}.{node['alias']}"
    if node["resource_type"] == "seed":
        path = project_folder() / node["original_file_path"]
        types = {name: kind for name, kind in node["config"]["column_types"].items()}
        rows = connection.read_csv(str(path), dtype=types, header=True)  # noqa: F841
        connection.execute(f"create table {table} as from rows")
    elif node["language"] == "python":
        made = _of_python(connection, node["compiled_code"])  # noqa: F841
        connection.execute(f"create table {table} as from made")
    else:
        connection.execute(f"create table {table} as {node['compiled_code']}")
    return True


def _of_python(connection: duckdb.DuckDBPyConnection, code: str) -> object:
    names: dict[str, Any] = {}
    exec(compile(code, "model.py", "exec"), names)
    return names["model"](names["dbtObj"](connection.table), connection)

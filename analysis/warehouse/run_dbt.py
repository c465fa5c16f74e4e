"""``python -m analysis.warehouse.run_dbt ARGS``: dbt, saying only what `analysis.warehouse.dbt`
listens for, one line of JSON an event, then one a result (dbt's own JSON files and log take a tenth of
a build to write)."""

import gc
import json
import os
import sys
from importlib import import_module
from itertools import pairwise
from typing import Any

from analysis.base.engine import is_on_spark
from analysis.base.processes import end_with_parent

_FIRST_OPENED = 100  # above whatever a process has open when it starts


def opened_path(number: int) -> str:
    """The path under which dbt finds the folder of that `number` in ``SAFETY_FOLDERS``."""
    return f"/proc/self/fd/{_FIRST_OPENED + number}"


def open_folders(folders: list[str]) -> None:
    """Open `folders` under the paths that `opened_path` names."""
    for number, folder in enumerate(folders, _FIRST_OPENED):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        os.dup2(opened, number)
        os.close(opened)


def tell(event: Any) -> None:  # dbt's type of its events knows half of what they hold
    """Print `event` unless it is for developers of dbt."""
    if event.info.level == "debug":
        return
    message = str(event.info.msg)
    for number, folder in enumerate(json.loads(os.environ["SAFETY_FOLDERS"])):
        message = message.replace(opened_path(number), folder)
    said = {"level": event.info.level, "message": message}
    if hasattr(event.data, "index") and hasattr(event.data, "total"):
        done = {"done": event.data.index, "of": event.data.total}
        said |= done | {"name": event.data.node_info.node_name}
    print(json.dumps(said, ensure_ascii=False), flush=True)


def leave_unheard() -> None:
    """Let dbt make an event for its developers only where somebody asks what it says: it makes some
    twenty a node, and writes each twice over as a message, whoever listens."""
    from dbt_common.events.base_types import BaseEvent, EventLevel
    from dbt_common.events.event_manager import EventManager
    from dbt_common.events.event_manager_client import ctx_set_event_manager

    class Attentive(EventManager):
        def fire_event(self, e: Any, level: Any = None, *args: Any, **options: Any) -> None:
            if (level or e.level_tag()) is not EventLevel.DEBUG:
                super().fire_event(e, level, *args, **options)

    every: Any = BaseEvent
    write = every.__init__

    def keep(event: Any, *args: Any, **said: Any) -> None:
        vars(event)["said"] = args, said

    def written(event: Any) -> Any:
        if "written" not in vars(event):
            args, said = vars(event)["said"]
            write(event, *args, **said)
        return vars(event)["written"]

    def put(event: Any, message: Any) -> None:
        vars(event)["written"] = message

    every.__init__, every.pb_msg = keep, property(written, put)
    ctx_set_event_manager(Attentive())


def outcome(result: Any) -> dict[str, Any]:
    """One node of dbt's results, as `analysis.warehouse.dbt.Outcome`."""
    node = result.node
    asked = getattr(node, "test_metadata", None)
    return {
        "unique_id": node.unique_id,
        "status": str(result.status),
        "message": result.message or "",
        "relation": getattr(node, "relation_name", None),
        "query": getattr(node, "compiled_code", None) if result.failures else None,
        "depends_on": list(node.depends_on_nodes),
        "column": asked and asked.kwargs.get("column_name"),
    }


def invoke(runner: Any, arguments: list[str]) -> Any:
    """What dbt says to `arguments`; where Spark builds, it is first told of the files that there are."""
    if is_on_spark():
        import_module("analysis.warehouse.spark")  # of packages that nobody else needs
        places = [(a, b) for a, b in pairwise(arguments) if a.endswith(("-dir", "-path"))]
        at = [word for place in places for word in place]
        at += ["--log-level", "none", "--log-level-file", "none"]
        runner.manifest = runner.invoke(["parse", *at]).result
        runner.invoke(["run-operation", "register_sources", *at])
    return runner.invoke(arguments)


def main() -> int:
    """Run dbt with the arguments of this process; 0 where all went well."""
    # before anything that reads them on its own is imported
    given, sys.argv[1:] = sys.argv[1:], []
    end_with_parent()
    open_folders(json.loads(os.environ["SAFETY_FOLDERS"]))
    gc.disable()  # a quarter of dbt's time goes into looking for garbage, of which it makes little
    from dbt.cli.main import dbtRunner

    leave_unheard()
    arguments = [*given, "--log-level", "none", "--no-use-colors"]
    result = invoke(dbtRunner(callbacks=[tell]), arguments)
    if result.exception:
        print(json.dumps({"level": "error", "message": str(result.exception)}), flush=True)
    for one in getattr(result.result, "results", ()):
        if hasattr(one, "node"):
            print(json.dumps({"outcome": outcome(one)}, ensure_ascii=False), flush=True)
    gc.freeze()  # nor is any looked for at the end
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main())

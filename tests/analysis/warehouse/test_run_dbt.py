"""What dbt says to nobody is not written, and all else is heard."""

import json
import os
import subprocess
import sys

import pytest

from analysis.base.settings import PROJECT
from analysis.warehouse.dbt import Event, Outcome, call_dbt

_SAID = """
import json
import os
from analysis.warehouse.run_dbt import leave_unheard
leave_unheard()
from dbt.adapters.events.types import SQLQuery
from dbt_common.events import base_types
from dbt_common.events.base_types import EventLevel
from dbt_common.events.event_manager_client import add_callback_to_manager
from dbt_common.events.functions import fire_event
from dbt_common.events.types import Note
heard, written = [], []
add_callback_to_manager(lambda event: heard.append([event.info.level, event.info.msg, event.info.name]))
parse = base_types.ParseDict
base_types.ParseDict = lambda *args: written.append(args) or parse(*args)
query = SQLQuery(conn_name="one", sql="select 1")
fire_event(query)
before = len(written)
fire_event(Note(msg="two"))
fire_event(SQLQuery(conn_name="three", sql="select 3"), level=EventLevel.WARN)
print(json.dumps({"before": before, "heard": heard, "sql": query.sql}))
"""


def test_an_event_is_written_where_somebody_hears_or_asks() -> None:
    command = [sys.executable, "-c", _SAID]
    done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    said = json.loads(done.stdout)
    assert said["before"] == 0
    assert [(level, name) for level, _, name in said["heard"]] == [
        ("info", "Note"),
        ("warn", "SQLQuery"),
    ]
    assert said["heard"][0][1] == "two"
    assert "select 3" in said["heard"][1][1]
    assert said["sql"] == "select 1"


def test_json_of_others_is_an_error_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        {"ts": "2026-12-01", "level": "ERROR", "logger": "SQLQueryContextLogger", "msg": "no such"},
        [["level", "error"]],
        {"level": "info", "message": "ours"},
        {"outcome": {"unique_id": "model.a"}},
    ]
    said = "\n".join(map(json.dumps, lines))
    command = [sys.executable, "-c", f"print({said!r})"]
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda _, **how: popen(command, **how))
    heard: list[Event] = []
    ended: list[Outcome] = []
    call_dbt([], dict(os.environ), heard.append, ended.append)
    assert [one["level"] for one in heard] == ["error", "error", "info"]
    assert "no such" in heard[0]["message"]
    assert ended == [{"unique_id": "model.a"}]

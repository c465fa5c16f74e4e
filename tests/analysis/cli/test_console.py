"""Text on a terminal and in a notice is text, and not more than one reads."""

import shlex
from pathlib import Path

import polars as pl

from analysis.base.plain import plain, plain_lines
from analysis.cli.console import show_refused
from analysis.cli.plain_console import PlainConsole
from analysis.warehouse.notify import send


def test_text_from_outside_is_one_plain_line() -> None:
    assert plain("a\x1b[31mb\r\nc\u202ed\x9b\udcff\t") == "a[31mb cd\ufffd "
    assert plain_lines("a\nb\rc", "  ") == "a\n  b c"
    console = PlainConsole(width=200, record=True)
    console.print("a [red]b[/red] [1] :smile:\x1b[2J\nx", style="red")
    assert console.export_text() == "a [red]b[/red] [1] :smile:[2J x\n"


def test_a_notice_is_plain(tmp_path: Path) -> None:
    send(shlex.join(["tee", str(tmp_path / "told")]), "head\nvalue\x1b[2J\u202e")
    assert (tmp_path / "told").read_text(encoding="utf-8") == "head\nvalue[2J"


def test_lists_on_the_console_are_bounded() -> None:
    count = 20_000
    text = [f"说明 {n}" for n in range(count)]
    files = pl.DataFrame(
        {
            "hand_in_id": [f"h{n}" for n in range(count)],
            "path": [f"杂项/[red]{n}\x1b[0m.xlsx" for n in range(count)],
            "sha256": [None] * count,
            "status": ["unrecognised"] * count,
            "waits": [False] * count,
            "reason": text,
            "warnings": text,
        }
    )
    cells = pl.DataFrame(
        schema={
            n: pl.String
            for n in ("hand_in_id", "sheet", "row", "column", "value", "reason", "fate")
        }
    )
    console = PlainConsole(width=160, record=True)
    show_refused(console, {"hand_ins": files, "quarantined_cells": cells}, "zh")
    said = console.export_text()
    assert len(said.splitlines()) < 100
    assert "另有 19960 个文件未列出" in said
    assert "另有 19960 个文件的提示未列出" in said
    assert "杂项/[red]0[0m.xlsx" in said

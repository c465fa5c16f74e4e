"""Telling someone how a verb ended: the office's own command gets what the console was told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from analysis.messages import Lang, say
from analysis.settings import DataDir
from analysis.warehouse.build import BuildResult
from analysis.warehouse.notify import new_red_signals, send


@contextmanager
def notified(
    data: DataDir, command: str | None, lang: Lang, console: Console
) -> Iterator[Callable[[BuildResult], None]]:
    """Send what the console was told if the work inside fails, and the new red signals of the
    result that it reports."""
    console.record = console.record or command is not None

    def after(result: BuildResult) -> None:
        if command and result.build.status == "published":
            found = new_red_signals(data, result.build.build_id)
            if found:
                head = say("notify_red", lang, count=len(found), build_id=result.build.build_id)
                send(command, "\n".join([head, *found]))

    try:
        yield after
    except typer.Exit as done:
        if command and done.exit_code:
            head = say("notify_failed", lang, exit_code=done.exit_code, data=data.root)
            send(command, f"{head}\n{console.export_text(clear=False)}")
        raise

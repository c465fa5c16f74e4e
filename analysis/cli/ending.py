"""However a build ends, the log, the exit code and the office's own command are told."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from analysis.base.settings import DataDir
from analysis.base.stopped import Stopped, stop_behind, stoppable, told_early
from analysis.cli.application import explain
from analysis.cli.log_file import close_log, open_log
from analysis.messages import Lang, say
from analysis.warehouse.notify import new_red_signals, send

if TYPE_CHECKING:  # a build of which nothing is new does without all that
    from analysis.pipeline import BuildResult

_LACKING = 4  # the exit code where it was published without a county
_LOGGER = logging.getLogger("safety")


@contextmanager
def told(
    data: DataDir, log_file: Path | None, command: str | None, lang: Lang, console: Console
) -> Iterator["Callable[[BuildResult], None]"]:
    """Whatever ends the work inside becomes a sentence on the console, an entry of `log_file` and
    an exit code; `command` gets what the console was told where nothing was published, and the new
    red signals of the result that is reported.

    Raises:
        typer.Exit: always, unless the work ended by itself.
    """
    console.record = True
    handler, message, exit_code = None, "", 0

    def after(result: "BuildResult") -> None:
        nonlocal message
        if command and result.build.status == "published":
            message = _news(data, result, lang)
        if result.ingested.missing:
            raise typer.Exit(_LACKING)

    with stoppable():
        try:
            if log_file:
                handler = open_log(log_file)
            told_early()
            yield after
        except BaseException as error:  # noqa: BLE001 - told, and ended by an exit code
            exit_code = _exit_code(error, lang, console)
        said = console.export_text(clear=False).strip()
        if exit_code:
            code = "notify_lacking" if exit_code == _LACKING else "notify_failed"
            head = say(code, lang, exit_code=exit_code, data=data.root)
            message = f"{head}\n{said}\n{message}".rstrip()
        try:
            if handler:
                _LOGGER.info(said)
            if command and message:
                send(command, message)
        finally:
            if handler:
                close_log(handler)
    if exit_code:
        raise typer.Exit(exit_code)


def _exit_code(error: BaseException, lang: Lang, console: Console) -> int:
    if isinstance(error, typer.Exit):
        return error.exit_code
    if stop := stop_behind(error):
        number = getattr(stop, "number", 2)
        console.print(say("stopped", lang, signal=Stopped(number)), style="bold red")
        return 128 + number
    _LOGGER.error("%s", type(error).__name__, exc_info=error)
    console.print(explain(error, lang), style="red", soft_wrap=True)
    return 1


def _news(data: DataDir, result: "BuildResult", lang: Lang) -> str:
    """New red signals, and how much waits for someone; empty without any."""
    from analysis.marts.waiting import waiting

    found = new_red_signals(data, result.build.build_id)
    if not found:
        return ""
    tables = result.ingested.tables
    waits = waiting(tables["hand_ins"], tables["quarantined_cells"])
    head = say("notify_red", lang, count=len(found), build_id=result.build.build_id)
    return "\n".join([head, *found, waits.text(lang)])

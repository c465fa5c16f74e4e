"""The application, its common options, and how errors that any verb can meet are told."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from analysis.base.plain import plain
from analysis.base.settings import DataDir
from analysis.cli.frame import HELP_LANG, Application
from analysis.cli.plain_console import PlainConsole
from analysis.messages import Lang, Message, say

app = Application(no_args_is_help=True, add_completion=False, help=say("help", HELP_LANG))
# A log file or a mail has no width of its own.
console = PlainConsole(width=None if sys.stdout.isatty() else 160, soft_wrap=False)

_SHOWN = 40  # problems of seeds

Tell = Callable[[str, int, int, str], None]


def help_of(code: str) -> str:
    return say(f"help_{code}", HELP_LANG)


LangOption = Annotated[
    Lang, typer.Option("--lang", envvar="SAFETY_LANG", help=help_of("lang"), show_default=True)
]
DataOption = Annotated[
    Path | None, typer.Option("--data", envvar="SAFETY_DATA", help=help_of("data"), file_okay=False)
]


@app.callback(help=say("help", HELP_LANG))
def common(
    place: Annotated[
        Path | None, typer.Option("--home", envvar="SAFETY_HOME", help=help_of("home"))
    ] = None,
) -> None:
    if place:  # read by `data_dir`, and by every process that is started from here
        os.environ["SAFETY_HOME"] = str(place)


def data_dir(folder: Path | None, lang: Lang = HELP_LANG) -> DataDir:
    """The data directory of this call; the seeds and layouts of its home are in use from here on."""
    found = data_folder(folder)
    with told_errors(lang):
        check_engine()
    use_home(found, lang)
    return found


def data_folder(folder: Path | None) -> DataDir:
    found = DataDir(folder.resolve()) if folder else DataDir.default()
    if set(str(found.root)) & set("?#\\"):  # DuckDB takes them for an address or a pattern
        raise typer.BadParameter(say("odd_folder", HELP_LANG, folder=found.root))
    return found


def check_engine() -> None:
    """Raise EngineUnusable where what the environment asks for is not there, before any work is done."""
    if os.environ.get("SAFETY_TARGET"):  # else DuckDB builds, which a verb may do without
        from analysis.marts.lake import check_engine as check

        check()


def use_home(data: DataDir, lang: Lang) -> list[Message]:
    """Put the seeds of ``--home`` or of the project in use; what of the project's the home overrules.

    Raises:
        typer.Exit: they cannot be used, which the console was told.
    """
    from analysis.warehouse import home
    from analysis.warehouse.seed_check import SeedsRefused

    try:
        return home.use(data)
    except home.NoSuchHome as error:
        said = [say("home_no_folder", lang, folder=error)]
    except OSError as error:
        said = [say("home_unreadable", lang, detail=error)]
    except SeedsRefused as error:
        said = [say("seeds_refused", lang, count=len(error.problems))]
        said += [f"  ✗ {problem.text(lang)}" for problem in error.problems[:_SHOWN]]
        if len(error.problems) > _SHOWN:
            said.append(say("seeds_refused_more", lang, count=len(error.problems) - _SHOWN))
    for line in said:
        console.print(line, style="red", soft_wrap=True)
    raise typer.Exit(2)


def _sentences() -> dict[type[BaseException], str]:
    from analysis.base.engine import EngineUnusable
    from analysis.base.files import DamagedState
    from analysis.forms.layout import LayoutError
    from analysis.ingest.corrections import CorrectionError
    from analysis.marts.open import ChangedAfterPublication, NotPublished
    from analysis.marts.rows import OtherColumns
    from analysis.warehouse.counties_folder import CountiesGone
    from analysis.warehouse.lake import LockLost, NotOurs, OtherSnapshot
    from analysis.warehouse.lock import Locked

    return {
        EngineUnusable: "engine",
        LockLost: "lake_lock_lost",
        NotOurs: "lake_not_ours",
        OtherSnapshot: "lake_other_snapshot",
        Locked: "locked",
        CountiesGone: "counties_gone",
        LayoutError: "layout_error",
        CorrectionError: "correction_error",
        NotPublished: "not_published",
        ChangedAfterPublication: "changed_file",
        OtherColumns: "other_columns",
        DamagedState: "damaged_state",
        OSError: "os_error",
        BaseException: "unexpected",
    }


def explain(error: BaseException, lang: Lang) -> str:
    """What stopped a verb, in a sentence."""
    code = next(code for kind, code in _sentences().items() if isinstance(error, kind))
    about = {"detail": error, "kind": type(error).__name__} | getattr(error, "holder", {})
    about |= getattr(error, "about", {})
    code = getattr(error, "code", code) if code == "engine" else code
    if isinstance(error, OSError) and code == "os_error":
        about |= _of_a_file(error, lang)
    return say(code, lang, **about)


def _of_a_file(error: OSError, lang: Lang) -> dict[str, str]:
    """Which file or folder an error is about, and why."""
    known = f"os_reason_{errno.errorcode.get(error.errno or 0)}"
    path = str(error.filename or "—")
    try:
        return {"path": path, "reason": say(known, lang)}
    except KeyError:
        return {
            "path": path,
            "reason": say("os_reason_other", lang, detail=error.strerror or error),
        }


@contextmanager
def told_errors(lang: Lang) -> Iterator[None]:
    """Say in a sentence what stopped a verb, and exit by the rules of the command line."""
    try:
        yield
    except Exception as error:
        if not isinstance(error, tuple(kind for kind in _sentences() if kind is not BaseException)):
            raise
        console.print(explain(error, lang), style="red", soft_wrap=True)
        raise typer.Exit(1) from error


@contextmanager
def progress(lang: Lang) -> Iterator[Tell]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int, name: str) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(say(f"stage_{stage}", lang), total=total, name="")
            bars.update(tasks[stage], completed=done, total=total, name=plain(name)[:40])

        yield tell

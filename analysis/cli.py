"""The command line: thin verbs over the package. Exit 0 done or published, 1 not published,
2 wrong use, 3 stopped by a refused file under ``--strict``."""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from analysis.messages import Lang, say
from analysis.settings import DataDir, local_now

_HELP_LANG: Lang = "en" if os.environ.get("SAFETY_LANG") == "en" else "zh"
app = typer.Typer(no_args_is_help=True, add_completion=False, help=say("help", _HELP_LANG))
# A log file or a mail has no width of its own.
console = Console(width=None if sys.stdout.isatty() else 160, soft_wrap=False)


def _help(code: str) -> str:
    return say(f"help_{code}", _HELP_LANG)


LangOption = Annotated[
    Lang, typer.Option("--lang", envvar="SAFETY_LANG", help=_help("lang"), show_default=True)
]
DataOption = Annotated[
    Path | None, typer.Option("--data", envvar="SAFETY_DATA", help=_help("data"), file_okay=False)
]


def _data(folder: Path | None) -> DataDir:
    return DataDir(folder.resolve()) if folder else DataDir.default()


@app.command(help=_help("build"))
def build(
    data: DataOption = None,
    strict: Annotated[bool, typer.Option("--strict", help=_help("strict"))] = False,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help=_help("as_of"))
    ] = None,
    lang: LangOption = "zh",
) -> None:
    from analysis.console import show_build, show_refused
    from analysis.ingest.layout import LayoutError
    from analysis.warehouse.build import RefusedFiles
    from analysis.warehouse.build import build as run
    from analysis.warehouse.lock import Locked

    directory = _data(data)
    try:
        with _progress(lang) as tell:
            result = run(directory, strict, tell, as_of.date() if as_of else None)
    except Locked as error:
        console.print(say("locked", lang, **error.holder), style="red")
        raise typer.Exit(1) from error
    except LayoutError as error:
        console.print(say("layout_error", lang, detail=error), style="red", markup=False)
        raise typer.Exit(1) from error
    except RefusedFiles as error:
        show_refused(console, error.ingested.tables, lang)
        raise typer.Exit(3) from error
    except OSError as error:
        console.print(say("os_error", lang, detail=error), style="red", markup=False)
        raise typer.Exit(1) from error
    show_build(console, result, directory, lang)
    raise typer.Exit(0 if result.is_published else 1)


@app.command(help=_help("status"))
def status(
    data: DataOption = None,
    targets: Annotated[bool, typer.Option("--targets", help=_help("targets"))] = False,
    calendar: Annotated[bool, typer.Option("--calendar", help=_help("calendar"))] = False,
    export: Annotated[Path | None, typer.Option("--export", help=_help("export"))] = None,
    lang: LangOption = "zh",
) -> None:
    from analysis import supervision
    from analysis.console import show_status, show_table
    from analysis.export import write_xlsx
    from analysis.warehouse.open import NotPublished

    directory = _data(data)
    try:
        asked = {
            name: read(directory, lang)
            for name, read in (("targets", supervision.targets), ("calendar", supervision.calendar))
            if {"targets": targets, "calendar": calendar}[name]
            or (export and not (targets or calendar))
        }
        if not asked:
            show_status(console, directory, lang)
        for name, table in asked.items():
            show_table(console, say(f"table_{name}", lang), table, lang)
        if export:
            write_xlsx(export, {say(f"table_{name}", lang): table for name, table in asked.items()})
            console.print(say("exported", lang, path=export), soft_wrap=True)
    except NotPublished as error:
        console.print(say("not_published", lang, detail=error), style="red")
        raise typer.Exit(1) from error
    except OSError as error:
        console.print(say("os_error", lang, detail=error), style="red", markup=False)
        raise typer.Exit(1) from error


@app.command(help=_help("sample"))
def sample(
    data: DataOption = None,
    years: Annotated[str, typer.Option(help=_help("years"))] = "2021-2025",
    seed: Annotated[int, typer.Option(help=_help("seed"))] = 1,
    scale: Annotated[int, typer.Option(min=1, help=_help("scale"))] = 1,
    messy: Annotated[bool, typer.Option("--messy", help=_help("messy"))] = False,
    lang: LangOption = "zh",
) -> None:
    from analysis.sample import write_sample

    first, _, last = years.partition("-")
    if not (first.isdigit() and (last or first).isdigit() and int(first) <= int(last or first)):
        raise typer.BadParameter(say("bad_years", lang, years=years))
    directory = _data(data)
    chosen = range(int(first), int(last or first) + 1)
    count = write_sample(directory.inbox, chosen, seed, scale, messy)
    console.print(say("sample_written", lang, count=count, inbox=directory.inbox))


@app.command(help=_help("check"))
def check(
    file: Annotated[Path, typer.Argument(help=_help("check_file"), exists=True, dir_okay=False)],
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    from analysis.console import show_preview
    from analysis.ingest.preview import preview
    from analysis.settings import LAYOUTS

    found = preview(_data(data), LAYOUTS, file)
    show_preview(console, found, lang)
    accepted = found.outcome is not None and found.outcome.status == "accepted"
    raise typer.Exit(0 if accepted else 1)


@app.command(help=_help("builds"))
def builds(data: DataOption = None, lang: LangOption = "zh") -> None:
    import polars as pl

    from analysis.console import show_table
    from analysis.warehouse.log import BuildLog
    from analysis.warehouse.publish import current_build

    directory = _data(data)
    log = BuildLog(directory.warehouse).table().sort("started_at", descending=True)
    names = ("build_id", "started_at", "as_of", "status", "tests_passed", "files_read", "detail")
    started = pl.col("started_at").dt.strftime("%m-%d %H:%M")
    table = log.with_columns(started).select(names)
    table = table.rename({name: say(f"head_{name}", lang) for name in names})
    show_table(console, say("table_builds", lang), table, lang)
    console.print(say("current_build", lang, build_id=current_build(directory) or "—"))


@app.command(help=_help("rollback"))
def rollback(
    build_id: Annotated[
        str | None, typer.Argument(metavar="[BUILD]", help=_help("build_id"))
    ] = None,
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    from analysis.warehouse.lock import Locked, build_lock
    from analysis.warehouse.log import BuildLog
    from analysis.warehouse.publish import NotWhole, build_before, publish

    directory = _data(data)
    try:
        with build_lock(directory.warehouse):
            target = build_id or build_before(directory, BuildLog(directory.warehouse).builds)
            publish(directory, target)
    except (NotWhole, LookupError) as error:
        console.print(say("no_such_build", lang, detail=error), style="red", markup=False)
        raise typer.Exit(2) from error
    except Locked as error:
        console.print(say("locked", lang, **error.holder), style="red")
        raise typer.Exit(1) from error
    console.print(say("rolled_back", lang, build_id=target), style="green")


@app.command(help=_help("accept"))
def accept(
    file: Annotated[str, typer.Argument(help=_help("file"))],
    reason: Annotated[str, typer.Option("--reason", help=_help("reason"))] = "",
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    _decide("accept", file, reason, data, lang)


@app.command(help=_help("reject"))
def reject(
    file: Annotated[str, typer.Argument(help=_help("file"))],
    reason: Annotated[str, typer.Option("--reason", help=_help("reason"))] = "",
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    _decide("reject", file, reason, data, lang)


def _decide(verdict: str, file: str, reason: str, data: Path | None, lang: Lang) -> None:
    from analysis.ingest.decisions import Decision, Decisions
    from analysis.ingest.register import UnknownFile, find_received
    from analysis.warehouse.lock import Locked, build_lock

    directory = _data(data)
    try:
        with build_lock(directory.warehouse):
            found = find_received(directory, file)
            who = getpass.getuser()
            decision = Decision(found.sha256, found.path, verdict, who, local_now(), reason)
            Decisions(directory.archive).add(decision)
    except UnknownFile as error:
        console.print(say("unknown_file", lang, file=file, near=error), style="red")
        raise typer.Exit(2) from error
    except Locked as error:
        console.print(say("locked", lang, **error.holder), style="red")
        raise typer.Exit(1) from error
    console.print(say(f"decided_{verdict}", lang, path=found.path))


@contextmanager
def _progress(lang: Lang) -> Iterator[object]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, object] = {}

        def tell(stage: str, done: int, total: int, name: str) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(say(f"stage_{stage}", lang), total=total, name="")
            bars.update(tasks[stage], completed=done, total=total, name=name[:40])

        yield tell


if __name__ == "__main__":
    app()

"""Verbs that make, list and move builds."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analysis.base.settings import DataDir
from analysis.cli.application import (
    DataOption,
    LangOption,
    app,
    check_engine,
    console,
    data_dir,
    data_folder,
    help_of,
    progress,
    told_errors,
    use_home,
)
from analysis.cli.frame import HELP_LANG
from analysis.messages import Lang, say

if TYPE_CHECKING:
    from analysis.pipeline import BuildResult


def _folder(given: str) -> Path:
    if not given or not Path(given).is_dir():  # an empty one is a variable that was not set
        raise typer.BadParameter(say("no_folder", HELP_LANG, folder=given))
    return Path(given).resolve()


CountiesOption = Annotated[
    Path | None,
    typer.Option("--counties", parser=_folder, metavar="DIRECTORY", help=help_of("counties")),
]


@app.command(help=help_of("build"))
def build(
    data: DataOption = None,
    strict: Annotated[bool, typer.Option("--strict", help=help_of("strict"))] = False,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help=help_of("as_of"))
    ] = None,
    accept_drift: Annotated[
        str | None,
        typer.Option("--accept-drift", metavar="REASON", help=help_of("accept_drift")),
    ] = None,
    notify: Annotated[
        str | None, typer.Option("--notify", metavar="CMD", help=help_of("notify"))
    ] = None,
    dated_by_files: Annotated[
        bool, typer.Option("--dates-from-files", help=help_of("dates_from_files"))
    ] = False,
    counties: CountiesOption = None,
    alone: Annotated[
        bool, typer.Option("--without-counties", help=help_of("without_counties"))
    ] = False,
    anyway: Annotated[bool, typer.Option("--anyway", help=help_of("anyway"))] = False,
    write_log: Annotated[bool, typer.Option("--write-log", help=help_of("log"))] = False,
    lang: LangOption = "zh",
) -> None:
    from analysis.cli.ending import told
    from analysis.warehouse.unchanged import found_current, inputs

    directory, day = data_folder(data), as_of.date() if as_of else None
    log_file = directory.warehouse / "logs" / "safety.log" if write_log else None
    with told(directory, log_file, notify, lang, console) as after:
        check_engine()
        counties = _counties(directory, counties, alone, day is None, lang)
        known = inputs(directory, counties)
        is_asked = anyway or strict or day is not None or accept_drift is not None
        if not is_asked and (current := found_current(directory, known)):
            console.print(say("nothing_new", lang, build_id=current), style="green")
        else:
            how = (day, accept_drift, dated_by_files, known, counties)
            after(_built(directory, lang, strict, *how))


def _counties(
    data: DataDir, given: Path | None, alone: bool, is_current: bool, lang: Lang
) -> Path | None:
    """The folder of counties to build with: the one `given`, or the last that was.

    Raises:
        CountiesGone: none is given, and the last is not there.
    """
    from analysis.warehouse.counties_folder import counties_kept, keep_counties

    if given is None and not alone:
        if kept := counties_kept(data):
            console.print(say("counties_as_before", lang, folder=kept), soft_wrap=True)
        return kept
    if is_current:
        keep_counties(data, given)
    return given


def _built(directory: DataDir, lang: Lang, strict: bool, *how: Any) -> "BuildResult":
    """A build that was published, and was shown.

    Raises:
        typer.Exit: it was not published, which the console was told.
    """
    from analysis.cli.console import show_build, show_refused
    from analysis.pipeline import RefusedFiles
    from analysis.pipeline import build as run

    for message in use_home(directory, lang):
        console.print(message.text(lang), style="yellow", soft_wrap=True)
    try:
        with progress(lang) as tell:
            result = run(directory, strict, tell, *how)
    except RefusedFiles as error:
        show_refused(console, error.ingested.tables, lang)
        raise typer.Exit(3) from error
    show_build(console, result, directory, lang)
    if not result.is_published:
        raise typer.Exit(1)
    return result


@app.command(help=help_of("builds"))
def builds(data: DataOption = None, lang: LangOption = "zh") -> None:
    import polars as pl

    from analysis.cli.console import show_table
    from analysis.warehouse.build_log import BuildLog
    from analysis.warehouse.publish import current_build

    directory = data_dir(data, lang)
    log = BuildLog(directory.warehouse).table().sort("started_at", descending=True)
    names = ("build_id", "started_at", "as_of", "status", "tests_passed", "files_read", "detail")
    started = pl.col("started_at").dt.strftime("%m-%d %H:%M")
    table = log.with_columns(started).select(names)
    table = table.rename({name: say(f"head_{name}", lang) for name in names})
    show_table(console, say("table_builds", lang), table, lang)
    console.print(say("current_build", lang, build_id=current_build(directory) or "—"))


@app.command(help=help_of("rollback"))
def rollback(
    build_id: Annotated[
        str | None, typer.Argument(metavar="[BUILD]", help=help_of("build_id"))
    ] = None,
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    from analysis.warehouse.build_log import BuildLog
    from analysis.warehouse.lake import lake_held
    from analysis.warehouse.lock import build_lock
    from analysis.warehouse.publish import NotWhole, build_before, publish

    directory = data_dir(data, lang)
    with told_errors(lang):
        try:
            with build_lock(directory.warehouse), lake_held(directory):
                log = BuildLog(directory.warehouse)
                log.write()  # what a killed build left open is decided by where `current` points now
                target = build_id or build_before(directory, log.builds)
                publish(directory, target, log.hash_of(target))
        except (NotWhole, LookupError) as error:
            console.print(say("no_such_build", lang, detail=error), style="red")
            raise typer.Exit(2) from error
    console.print(say("rolled_back", lang, build_id=target), style="green")


@app.command(help=help_of("schedule"))
def schedule(
    show: Annotated[bool, typer.Option("--print", help=help_of("schedule_print"))] = False,
    at: Annotated[
        str, typer.Option("--at", metavar="HH:MM", help=help_of("schedule_at"))
    ] = "02:30",
    notify: Annotated[
        str | None, typer.Option("--notify", metavar="CMD", help=help_of("notify"))
    ] = None,
    counties: CountiesOption = None,
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    from analysis.cli.schedule import nightly

    if not show:
        raise typer.BadParameter(say("schedule_needs_print", lang))
    try:
        clock = datetime.strptime(at, "%H:%M").time()
    except ValueError as error:
        raise typer.BadParameter(say("bad_time", lang, at=at)) from error
    # plain, so that it can be copied or piped
    typer.echo(nightly(data_dir(data, lang), clock, notify, counties))

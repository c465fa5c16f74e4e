"""Verbs that look at what is published."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.base.settings import PROJECT
from analysis.cli.application import (
    DataOption,
    LangOption,
    app,
    console,
    data_dir,
    help_of,
    told_errors,
)
from analysis.messages import Lang, say

if TYPE_CHECKING:  # imported where a verb needs them: the others start without
    from analysis.marts.figure_codes import Figure
    from analysis.marts.snapshot import Snapshot


@app.command(help=help_of("status"))
def status(
    data: DataOption = None,
    targets: Annotated[bool, typer.Option("--targets", help=help_of("targets"))] = False,
    calendar: Annotated[bool, typer.Option("--calendar", help=help_of("calendar"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=help_of("json"))] = False,
    export: Annotated[Path | None, typer.Option("--export", help=help_of("export"))] = None,
    lang: LangOption = "zh",
) -> None:
    from analysis.cli.console import show_status, show_table
    from analysis.marts import supervision
    from analysis.warehouse.monitoring import health

    directory = data_dir(data, lang)
    if as_json:
        with told_errors(lang):
            found = health(directory)
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1, default=str))
        raise typer.Exit(0 if found["is_published"] else 1)
    with told_errors(lang):
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
            from analysis.base.workbook import write_xlsx

            if not (targets or calendar):  # long, so in the file alone
                asked["not_taken"] = supervision.not_taken(directory, lang)
            write_xlsx(export, {say(f"table_{name}", lang): table for name, table in asked.items()})
            console.print(say("exported", lang, path=export), soft_wrap=True)


@app.command(help=help_of("trace"))
def trace(
    figure: Annotated[str, typer.Argument(metavar="INDICATOR|CODE", help=help_of("trace_figure"))],
    year: Annotated[int | None, typer.Option("--year", help=help_of("trace_year"))] = None,
    region: Annotated[str | None, typer.Option("--region", help=help_of("region"))] = None,
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    from analysis.cli.console import show_trace
    from analysis.marts.snapshot import Snapshot
    from analysis.marts.trace import NoSuchFigure
    from analysis.marts.trace import trace as run

    with told_errors(lang):
        marts = Snapshot(data_dir(data, lang))
        try:
            found = run(marts, _figure(marts, figure, year, region, lang))
        except NoSuchFigure as error:
            console.print(
                say("no_such_figure", lang, figure=figure, near=error.near[lang]), style="red"
            )
            raise typer.Exit(2) from error
        show_trace(console, found, lang)


def _figure(
    marts: "Snapshot", name: str, year: int | None, region: str | None, lang: Lang
) -> "Figure":
    from datetime import date

    from analysis.base.places import own_id
    from analysis.marts.figure_codes import Figure, parse
    from analysis.marts.trace import find_indicator, find_region

    if year is None:
        try:
            return parse(name)
        except ValueError as error:
            raise typer.BadParameter(say("code_or_year", lang, figure=name)) from error
    code = find_indicator(marts, name)["code"]
    place = find_region(marts, region) if region else own_id()
    return Figure(code, place, "year", date(year, 12, 31))


@app.command(help=help_of("lab"))
def lab(
    data: DataOption = None,
    port: Annotated[int, typer.Option("--port", help=help_of("port"))] = 8888,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help=help_of("browser"))
    ] = True,
) -> None:
    command = [sys.executable, "-m", "jupyter", "lab", f"--port={port}"]
    command += [f"--ServerApp.root_dir={PROJECT / 'notebooks'}"]
    command += [] if browser else ["--no-browser"]
    command += ["--allow-root"] if os.geteuid() == 0 else []
    environment = os.environ | {
        "SAFETY_DATA": str(data_dir(data).root),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")])),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }
    command += ["--ServerApp.answer_yes=True"]  # Ctrl-C stops it, without a question
    # in the place of this process: whoever stops it stops the server, and with it its kernels
    os.execvpe(command[0], command, environment)


@app.command(help=help_of("docs"))
def docs(
    out: Annotated[Path | None, typer.Option("--out", help=help_of("docs_out"))] = None,
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    from analysis.marts.snapshot import Snapshot
    from analysis.pages.cards import write_cards
    from analysis.warehouse.docs import DocsError, write_docs

    directory = data_dir(data, lang)
    page = out or directory.reports / "docs.html"
    with told_errors(lang):
        cards = write_cards(Snapshot(directory), page.parent / "cards", lang)
        try:
            write_docs(directory, page)
        except DocsError as error:
            console.print(say("docs_failed", lang, detail=error), style="red")
            raise typer.Exit(1) from error
    console.print(say("exported", lang, path=page), soft_wrap=True)
    told = say("cards_written", lang, folder=cards[0].parent, count=len(cards))
    console.print(told, soft_wrap=True)

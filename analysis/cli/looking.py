"""Verbs that look at what is published."""

import json
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import (
    DataOption,
    LangOption,
    app,
    console,
    data_dir,
    help_of,
    told_errors,
)
from analysis.messages import say


@app.command(help=help_of("status"))
def status(
    data: DataOption = None,
    targets: Annotated[bool, typer.Option("--targets", help=help_of("targets"))] = False,
    calendar: Annotated[bool, typer.Option("--calendar", help=help_of("calendar"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=help_of("json"))] = False,
    export: Annotated[Path | None, typer.Option("--export", help=help_of("export"))] = None,
    lang: LangOption = "zh",
) -> None:
    from analysis import supervision
    from analysis.console import show_status, show_table
    from analysis.export import write_xlsx
    from analysis.monitoring import health

    directory = data_dir(data)
    if as_json:
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
            write_xlsx(export, {say(f"table_{name}", lang): table for name, table in asked.items()})
            console.print(say("exported", lang, path=export), soft_wrap=True)

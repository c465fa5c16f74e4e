"""Verbs that write charts and reports."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.application import (
    DataOption,
    LangOption,
    app,
    console,
    data_dir,
    help_of,
    progress,
    told_errors,
)
from analysis.messages import say

YearOption = Annotated[int | None, typer.Option("--year", min=1949, max=2200, help=help_of("year"))]
OutOption = Annotated[Path | None, typer.Option("--out", help=help_of("out"), file_okay=False)]
AsOfOption = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help=help_of("as_of_report"))
]


@app.command(help=help_of("charts"))
def charts(
    year: YearOption = None,
    formats: Annotated[str, typer.Option("--format", help=help_of("format"))] = "png,svg,html",
    out: OutOption = None,
    as_of: AsOfOption = None,
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    from analysis.charts import NoBrowser, chart_set, write_charts
    from analysis.charts.pictures import FORMATS
    from analysis.marts.snapshot import Snapshot
    from analysis.report import default_year

    kinds = [kind.strip() for kind in formats.split(",") if kind.strip()]
    if not kinds or (wrong := [kind for kind in kinds if kind not in FORMATS]):
        raise typer.BadParameter(say("bad_format", lang, found=wrong if kinds else formats))
    directory = data_dir(data, lang)
    with told_errors(lang):
        marts = Snapshot(directory, as_of.date() if as_of else None)
        chosen = year or default_year(marts)
        folder = out or directory.reports / f"charts_{chosen}"
        found = chart_set(marts, chosen, lang)
        try:
            with progress(lang) as tell:
                written = write_charts(found, folder, kinds, lambda *a: tell("draw", *a))
        except NoBrowser as error:
            html = folder if "html" in kinds else "—"
            console.print(say("no_browser", lang, detail=error, html=html), style="yellow")
            raise typer.Exit(1) from error
    console.print(say("charts_written", lang, count=len(written), folder=folder), soft_wrap=True)


@app.command(help=help_of("report"))
def report(
    year: YearOption = None,
    out: OutOption = None,
    own_text: Annotated[
        Path | None, typer.Option("--own-text", file_okay=False, help=help_of("own_text"))
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", exists=True, dir_okay=False, help=help_of("template")),
    ] = None,
    as_of: AsOfOption = None,
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    from analysis.marts.snapshot import Snapshot
    from analysis.report import OwnTextError, TemplateError, default_year, write_report

    directory = data_dir(data, lang)
    with told_errors(lang):
        marts = Snapshot(directory, as_of.date() if as_of else None)
        chosen = year or default_year(marts)
        try:
            with progress(lang) as tell:
                written = write_report(
                    marts,
                    chosen,
                    out or directory.reports,
                    lang,
                    own_text,
                    template,
                    lambda *a: tell("draw", *a),
                )
        except (OwnTextError, TemplateError) as error:
            console.print(str(error), style="red", soft_wrap=True)
            raise typer.Exit(2) from error
    if written.without_pictures:
        text = say("no_browser", lang, detail=written.without_pictures, html=written.html)
        console.print(text, style="yellow", soft_wrap=True)
    for path in (written.docx, written.html, written.xlsx):
        console.print(say("exported", lang, path=path), soft_wrap=True)

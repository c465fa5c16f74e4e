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
ToOption = Annotated[
    datetime | None, typer.Option("--to", formats=["%Y-%m"], metavar="YYYY-MM", help=help_of("to"))
]
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
    from analysis.findings import Findings
    from analysis.marts.snapshot import Snapshot

    kinds = [kind.strip() for kind in formats.split(",") if kind.strip()]
    if not kinds or (wrong := [kind for kind in kinds if kind not in FORMATS]):
        raise typer.BadParameter(say("bad_format", lang, found=wrong if kinds else formats))
    directory = data_dir(data, lang)
    with told_errors(lang):
        marts = Snapshot(directory, as_of.date() if as_of else None)
        findings = Findings.of_year(marts, year, lang)
        folder = out or directory.reports / f"charts_{findings.year}"
        found = chart_set(findings)
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
    to: ToOption = None,
    plan: Annotated[bool, typer.Option("--plan", help=help_of("plan"))] = False,
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
    from analysis.findings import Findings, default_year, plan_so_far, whole_year, year_to
    from analysis.marts.snapshot import Snapshot
    from analysis.report import OwnTextError, TemplateError, write_report

    if sum((year is not None, to is not None, plan)) > 1:
        raise typer.BadParameter(say("one_span", lang))
    directory = data_dir(data, lang)
    with told_errors(lang):
        marts = Snapshot(directory, as_of.date() if as_of else None)
        if plan:
            span = plan_so_far(marts)
        else:
            span = year_to(to.year, to.month) if to else whole_year(year or default_year(marts))
        findings, folder = Findings(marts, span, lang), out or directory.reports
        try:
            written = write_report(findings, folder, own_text, template)
        except (OwnTextError, TemplateError) as error:
            console.print(str(error), style="red", soft_wrap=True)
            raise typer.Exit(2) from error
    if not written.pdf:
        console.print(say("no_font", lang), style="yellow", soft_wrap=True)
    for path in written.files:
        console.print(say("exported", lang, path=path), soft_wrap=True)


@app.command(help=help_of("explore"))
def explore(
    out: Annotated[
        Path | None, typer.Option("--out", dir_okay=False, help=help_of("explore_out"))
    ] = None,
    as_of: AsOfOption = None,
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    from analysis.base.files import write_atomically
    from analysis.marts.snapshot import Snapshot
    from analysis.report.explorer import explorer_page

    directory = data_dir(data, lang)
    page = out or directory.reports / "explorer.html"
    with told_errors(lang):
        marts = Snapshot(directory, as_of.date() if as_of else None)
        write_atomically(page, explorer_page(marts, lang).encode())
    console.print(say("exported", lang, path=page), soft_wrap=True)

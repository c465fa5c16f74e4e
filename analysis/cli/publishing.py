"""Verbs that write charts and reports."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from analysis.base.settings import DataDir
from analysis.cli.application import (
    DataOption,
    LangOption,
    app,
    console,
    data_dir,
    help_of,
    told_errors,
)
from analysis.cli.frame import HELP_LANG
from analysis.messages import Lang, say
from analysis.messages.numbers import listed

if TYPE_CHECKING:
    from analysis.findings import Findings


T = TypeVar("T")


def _parsed(code: str, read: Callable[[str], T]) -> Callable[[str], T]:
    """`read`, whose ``ValueError`` is told in the words of `code`."""

    def parse(text: str) -> T:
        try:
            return read(text)
        except ValueError as error:
            raise typer.BadParameter(say(code, HELP_LANG, found=text)) from error

    return parse


def _year(text: str) -> int:
    return date(int(text), 1, 1).year


def _moment(name: str, form: str, metavar: str, problem: str, told: str) -> Any:
    """An option that is a day or a month, as `form` has it."""
    parser = _parsed(problem, lambda text: datetime.strptime(text, form))
    return typer.Option(name, parser=parser, metavar=metavar, help=help_of(told))


YearOption = Annotated[
    int | None,
    typer.Option("--year", parser=_parsed("bad_year", _year), metavar="YYYY", help=help_of("year")),
]
ToOption = Annotated[
    datetime | None,
    _moment("--to", "%Y-%m", "YYYY-MM", "bad_month", "to"),
]
PlanOption = Annotated[bool, typer.Option("--plan", help=help_of("plan"))]
OutOption = Annotated[Path | None, typer.Option("--out", help=help_of("out"), file_okay=False)]
AsOfOption = Annotated[
    datetime | None,
    _moment("--as-of", "%Y-%m-%d", "YYYY-MM-DD", "bad_day", "as_of_report"),
]


class Width(StrEnum):
    """How wide a chart is placed: the text of a page, or half of it."""

    WHOLE = "whole"
    HALF = "half"


@app.command(help=help_of("charts"))
def charts(
    year: YearOption = None,
    to: ToOption = None,
    plan: PlanOption = False,
    figure: Annotated[
        str | None, typer.Option("--figure", metavar="CODE", help=help_of("figure"))
    ] = None,
    formats: Annotated[str, typer.Option("--format", help=help_of("format"))] = "png,svg",
    width: Annotated[
        Width,
        typer.Option(
            "--width",
            parser=_parsed("bad_width", Width),
            metavar="|".join(Width),
            help=help_of("width"),
        ),
    ] = Width.WHOLE,
    is_transparent: Annotated[
        bool, typer.Option("--transparent", help=help_of("transparent"))
    ] = False,
    out: OutOption = None,
    as_of: AsOfOption = None,
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    from analysis.charts import NoFont, chart_set
    from analysis.charts.pictures import WIDTHS
    from analysis.pages.gallery import (
        FORMATS,
        UnknownFigure,
        Wanted,
        code_asked,
        numbered,
        showing,
        write_gallery,
    )

    kinds = list(dict.fromkeys(kind.strip() for kind in formats.split(",") if kind.strip()))
    if not kinds or (wrong := [kind for kind in kinds if kind not in FORMATS]):
        raise typer.BadParameter(
            say("bad_format", lang, found=listed(wrong, lang) if kinds else formats)
        )
    _one_span(year, to, plan, lang)
    if figure is not None and not (year or to or plan):
        year = _year_of(figure)
    directory = data_dir(data, lang)
    with told_errors(lang):
        findings = _findings(directory, as_of, (year, to, plan), lang)
        chosen = numbered(chart_set(findings))
        name = f"charts_{findings.span.stem}"
        try:
            if figure is not None:
                code = code_asked(findings.marts, figure)
                chosen, name = showing(chosen, code), f"{name}_{code}"
            wanted = Wanted(kinds, WIDTHS[width], is_transparent)
            folder = out or directory.reports / name
            written, removed, lacks_emf = write_gallery(chosen, findings, folder, wanted)
        except UnknownFigure as error:
            there = findings.listed(f"{r['code']} {findings.text(r)}" for r in findings.indicators)
            said = {"figure": figure, "span": findings.span.words(lang), "indicators": there}
            text = say("no_chart_of_figure", lang, **said)
            if error.near:
                text += say("near_codes", lang, near=listed(error.near, lang))
            console.print(text, style="red", soft_wrap=True)
            raise typer.Exit(2) from error
        except NoFont as error:
            console.print(say("no_font_charts", lang), style="yellow", soft_wrap=True)
            raise typer.Exit(1) from error
    if lacks_emf:
        console.print(say("no_emf", lang), style="yellow", soft_wrap=True)
    text = say("charts_written", lang, count=len(chosen), files=len(written), page=written[0])
    console.print(text, soft_wrap=True)
    if removed:
        told = say("charts_removed", lang, count=len(removed), folder=written[0].parent)
        console.print(told, style="yellow", soft_wrap=True)


def _one_span(year: int | None, to: datetime | None, plan: bool, lang: Lang) -> None:
    if sum((year is not None, to is not None, plan)) > 1:
        raise typer.BadParameter(say("one_span", lang))


def _year_of(asked: str) -> int | None:
    """The year of a trace code; an indicator has none."""
    from analysis.marts.figure_codes import parse

    try:
        return parse(asked).period_end.year
    except ValueError:
        return None


def _findings(
    directory: DataDir,
    as_of: datetime | None,
    span: tuple[int | None, datetime | None, bool],
    lang: Lang,
) -> "Findings":
    from analysis.findings import (
        Findings,
        default_year,
        plan_so_far,
        whole_year,
        why_default,
        why_not,
        year_to,
    )
    from analysis.marts.snapshot import Snapshot

    year, to, plan = span
    marts = Snapshot(directory, as_of.date() if as_of else None)
    if plan:
        return Findings(marts, plan_so_far(marts), lang)
    asked = year_to(to.year, to.month) if to else whole_year(year or default_year(marts))
    if problem := why_not(marts, asked, lang):
        console.print(problem, style="red", soft_wrap=True)
        raise typer.Exit(2)
    if not (year or to) and (why := why_default(marts, lang)):
        console.print(why, style="yellow", soft_wrap=True)
    return Findings(marts, asked, lang)


@app.command(help=help_of("report"))
def report(
    year: YearOption = None,
    to: ToOption = None,
    plan: PlanOption = False,
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
    from analysis.report import OwnTextError, TemplateError, write_report

    _one_span(year, to, plan, lang)
    directory = data_dir(data, lang)
    with told_errors(lang):
        findings = _findings(directory, as_of, (year, to, plan), lang)
        folder = out or directory.reports
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
    from analysis.pages.explorer import explorer_page

    directory = data_dir(data, lang)
    page = out or directory.reports / "explorer.html"
    with told_errors(lang):
        marts = Snapshot(directory, as_of.date() if as_of else None)
        write_atomically(page, explorer_page(marts, lang).encode())
    console.print(say("exported", lang, path=page), soft_wrap=True)

"""Verbs about the files that are handed in."""

import getpass
from pathlib import Path
from typing import Annotated, Literal

import typer

from analysis.base.settings import layouts_folder, local_now
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


@app.command(help=help_of("sample"))
def sample(
    data: DataOption = None,
    years: Annotated[str, typer.Option(help=help_of("years"))] = "2017-2026",
    seed: Annotated[int, typer.Option(help=help_of("seed"))] = 1,
    scale: Annotated[int, typer.Option(min=1, help=help_of("scale"))] = 1,
    messy: Annotated[bool, typer.Option("--messy", help=help_of("messy"))] = False,
    lang: LangOption = "zh",
) -> None:
    from analysis.sample import write_sample
    from analysis.sample.lessons import write_lessons

    first, _, last = years.partition("-")
    if not (first.isdigit() and (last or first).isdigit() and int(first) <= int(last or first)):
        raise typer.BadParameter(say("bad_years", lang, years=years))
    directory = data_dir(data, lang)
    chosen = range(int(first), int(last or first) + 1)
    count = write_sample(directory.inbox, chosen, seed, scale, messy)
    if messy:
        count += write_lessons(directory.inbox, chosen[-1])
    console.print(say("sample_written", lang, count=count, inbox=directory.inbox))


@app.command(help=help_of("check"))
def check(
    file: Annotated[Path, typer.Argument(help=help_of("check_file"), exists=True, dir_okay=False)],
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    from analysis.cli.console import show_preview
    from analysis.ingest.preview import preview

    with told_errors(lang):
        found = preview(data_dir(data, lang), layouts_folder(), file)
    show_preview(console, found, lang)
    accepted = found.outcome is not None and found.outcome.status == "accepted"
    raise typer.Exit(0 if accepted else 1)


@app.command(help=help_of("accept"))
def accept(
    file: Annotated[str, typer.Argument(help=help_of("file"))],
    reason: Annotated[str, typer.Option("--reason", help=help_of("reason"))] = "",
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    _decide("accept", file, reason, data, lang)


@app.command(help=help_of("reject"))
def reject(
    file: Annotated[str, typer.Argument(help=help_of("file"))],
    reason: Annotated[str, typer.Option("--reason", help=help_of("reason"))] = "",
    not_owed: Annotated[bool, typer.Option("--not-owed", help=help_of("not_owed"))] = False,
    data: DataOption = None,
    lang: LangOption = "zh",
) -> None:
    _decide("reject", file, reason, data, lang, is_owed=not not_owed)


def _decide(
    verdict: Literal["accept", "reject"],
    file: str,
    reason: str,
    data: Path | None,
    lang: Lang,
    is_owed: bool = True,
) -> None:
    from analysis.forms.layout import load_layouts
    from analysis.ingest.decisions import Decision, Decisions
    from analysis.ingest.register import UnknownFile, find_hand_in
    from analysis.ingest.store import why_unreadable
    from analysis.warehouse.lock import build_lock

    directory = data_dir(data, lang)
    if verdict == "accept" and not reason.strip():
        raise typer.BadParameter(say("accept_needs_reason", lang))
    with told_errors(lang):
        try:
            with build_lock(directory.warehouse):
                found = find_hand_in(directory, load_layouts(layouts_folder()), file)
                why = why_unreadable(directory.raw, found) if verdict == "accept" else None
                if why:
                    console.print(say("cannot_accept", lang, reason=why.text(lang)), style="red")
                    raise typer.Exit(2)
                about = (found.sha256, found.received.path, verdict)
                who = (getpass.getuser(), local_now())
                decision = Decision(*about, *who, reason, found.hand_in_id, is_owed)
                Decisions(directory.archive).add(decision)
        except UnknownFile as error:
            console.print(say("unknown_file", lang, file=file, near=error), style="red")
            raise typer.Exit(2) from error
    console.print(say(f"decided_{verdict}", lang, path=found.path))

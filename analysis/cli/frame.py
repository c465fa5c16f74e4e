"""What typer says around every verb — help, usage, wrong arguments — in the reader's language.

Typer words its errors in English. They are told apart by class and, of those that are one class, by
its wording; one that is not known here is told as it is, in a frame of ours.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import typer
from typer._click import exceptions
from typer._click.core import Context
from typer._click.formatting import HelpFormatter
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from analysis.messages import Lang, has_wording, say
from analysis.messages.numbers import listed

HELP_LANG: Lang = "en" if os.environ.get("SAFETY_LANG") == "en" else "zh"
_OPTIONS = f"[{say('frame_options', HELP_LANG)}]"
_PANELS = {
    "OPTIONS_PANEL_TITLE": "frame_options",
    "ARGUMENTS_PANEL_TITLE": "frame_arguments",
    "COMMANDS_PANEL_TITLE": "frame_commands",
    "ERRORS_PANEL_TITLE": "frame_error",
    "DEFAULT_STRING": "frame_default",
    "ENVVAR_STRING": "frame_variable",
    "REQUIRED_LONG_STRING": "frame_required",
    "RICH_HELP": "frame_help",
    "ABORTED_TEXT": "frame_aborted",
}
_SAID = {
    r"(?:Value error, )?(?P<value>'.*'|\".*\") is not one of (?P<choices>.*)\.": "wrong_choice",
    r"(?:Value error, )?(?P<value>'.*') does not match the formats .*": "wrong_date",
    r"Input should be a valid (?:integer|number).*": "wrong_number",
    r"Input should be greater than or equal to (?P<bound>.*)": "wrong_low",
    r"Input should be less than or equal to (?P<bound>.*)": "wrong_high",
    r"\w+ (?P<path>'.*'|\".*\") does not exist\.": "wrong_path",
    r"\w+ (?P<path>'.*'|\".*\") is a file\.": "wrong_file",
    r"\w+ (?P<path>'.*'|\".*\") is a directory\.": "wrong_folder",
    r"\w+ (?P<path>'.*'|\".*\") is not readable\.": "wrong_unreadable",
    r"\w+ (?P<path>'.*'|\".*\") is not writable\.": "wrong_unwritable",
    r"Option '(?P<option>.*)' requires an argument\.": "wrong_no_value",
    r"Option '(?P<option>.*)' does not take a value\.": "wrong_value",
    r"Got unexpected extra argument\(s\) \((?P<extra>.*)\)": "wrong_extra",
    r"No such command '(?P<name>.*?)'\. Did you mean (?P<near>.*)\?": "wrong_verb_near",
    r"No such command '(?P<name>.*?)'\.?": "wrong_verb",
    r"Missing command\.": "wrong_no_verb",
}


class _Spoken:
    """A command whose help, usage and errors are in the reader's language."""

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, say("frame_usage", HELP_LANG))

    def get_params(self, ctx: Context) -> list[Any]:
        found = super().get_params(ctx)  # type: ignore[misc]
        for param in found:
            if isinstance(param, TyperArgument):  # its name says what it takes
                param.display_type_rich = lambda ctx: None  # type: ignore[method-assign]
            param.metavar = _placeholder(param, ctx)
            if "--help" in param.opts:
                param.help = say("frame_help_option", HELP_LANG)
        return list(found)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        _word_panels()
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def make_context(self, *args: Any, **more: Any) -> Context:
        with _told():
            return super().make_context(*args, **more)  # type: ignore[misc,no-any-return]

    def invoke(self, ctx: Context) -> Any:
        with _told():
            return super().invoke(ctx)  # type: ignore[misc]


class _Command(_Spoken, TyperCommand):
    pass


class _Group(_Spoken, TyperGroup):
    pass


class Application(typer.Typer):
    """A typer application that speaks the reader's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            cls=_Group,
            options_metavar=_OPTIONS,
            subcommand_metavar=say("frame_verb", HELP_LANG),
            **options,
        )

    def command(self, name: str | None = None, **options: Any) -> Callable[[Any], Any]:
        return super().command(name, cls=_Command, options_metavar=_OPTIONS, **options)


def _placeholder(param: Any, ctx: Context) -> str | None:
    """What a parameter takes, in words; choices are what is to be written."""
    shown = param.metavar or param.display_type(ctx)
    kind = shown.strip("<>").partition(" ")[0]
    for code in (f"frame_name_{param.name}", f"frame_type_{kind}"):
        if has_wording(code):
            said = say(code, HELP_LANG)
            return said.strip("<>") if isinstance(param, TyperArgument) else said
    return str(shown)


@cache
def _word_panels() -> None:
    """Words of ours in the panels; what is too long goes on in the next line: Chinese has no spaces to break at."""
    from typer import rich_utils

    made: Callable[..., Any] = rich_utils._make_rich_text

    def folding(**options: Any) -> Any:
        text = made(**options)
        text.overflow = "fold"
        return text

    setattr(rich_utils, "_make_rich_text", folding)  # noqa: B010 - of a module, which mypy keeps
    for name, code in _PANELS.items():
        setattr(rich_utils, name, say(code, HELP_LANG))


@contextmanager
def _told() -> Iterator[None]:
    """An error of use that leaves here is in words of ours."""
    try:
        yield
    except exceptions.NoArgsIsHelpError:
        raise
    except exceptions.UsageError as error:
        _word_panels()
        if type(error) is exceptions.UsageError and error.__cause__:
            raise  # told already, by the verb within
        told = exceptions.UsageError(_words(error), error.ctx)
        raise told from error


def _words(error: exceptions.UsageError) -> str:
    match error:
        case exceptions.MissingParameter(param=param):
            kind = "argument" if isinstance(param, TyperArgument) else "option"
            return say(f"wrong_missing_{kind}", HELP_LANG, name=_named(error))
        case exceptions.BadParameter():
            code = "wrong_parameter" if error.param else "wrong_use"
            return say(code, HELP_LANG, name=_named(error), why=_why(error.message))
        case exceptions.NoSuchOption(option_name=name, possibilities=near):
            code = "wrong_option_near" if near else "wrong_option"
            return say(code, HELP_LANG, name=name, near=listed(sorted(near or []), HELP_LANG))
        case _:
            return _why(error.message)


def _named(error: exceptions.BadParameter) -> str:
    """The parameter as it is written on the command line."""
    if isinstance(error.param, TyperOption):
        return " / ".join(error.param.opts)
    return str(error.param.metavar) if error.param else ""


def _why(said: str) -> str:
    """The words of a verb of ours are in the reader's language already."""
    for pattern, code in _SAID.items():
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return say(code, HELP_LANG, **{n: _listed(v) for n, v in found.groupdict().items()})
    return said


def _listed(value: str) -> str:
    """Names that typer quotes, without quotes."""
    return listed(re.findall(r"'([^']*)'", value) or [value], HELP_LANG)

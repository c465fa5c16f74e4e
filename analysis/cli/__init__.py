"""The command line: thin verbs over the package. Exit 0 done or published, 1 not published,
2 wrong use, 3 stopped by a refused file under ``--strict``, 128 + n stopped by signal n."""

import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.base.stopped import hold_back

if TYPE_CHECKING:
    import typer


def main() -> None:
    """Run the verb that this process was started with.

    Its arguments are taken away before anything else is imported: libraries that read ``sys.argv``
    when they are imported have ended builds.
    """
    arguments, sys.argv[1:] = sys.argv[1:], []
    if asked := _lang_of(arguments):  # help and errors of use are said before a verb reads it
        os.environ["SAFETY_LANG"] = asked
    if arguments[:1] == ["build"]:  # of all verbs the one that owes an ending
        hold_back()
    _app()(args=arguments, prog_name="safety")


def _lang_of(arguments: Sequence[str]) -> str | None:
    """The language that ``--lang`` asks for, if it is one."""
    asked = [one.removeprefix("--lang=") for one in arguments if one.startswith("--lang=")]
    asked += [lang for name, lang in pairwise(arguments) if name == "--lang"]
    return next((lang for lang in asked if lang in ("zh", "en")), None)


def _app() -> "typer.Typer":
    from analysis.cli import builds, handing_in, looking, publishing  # noqa: F401 - each adds its verbs
    from analysis.cli.application import app

    return app


def __getattr__(name: str) -> object:
    if name == "app":
        return _app()
    raise AttributeError(name)

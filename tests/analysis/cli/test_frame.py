"""What stands around every verb: help, usage and errors of use are in the reader's language."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer._click import exceptions
from typer.testing import CliRunner

from analysis import cli
from tests.processes import SAFETY, run

GROUP: Any = typer.main.get_command(cli._app())
ENGLISH = re.compile(r"[A-Za-z]+[ ,]+[a-z]+[ ,]+[a-z]{2,}")  # three words on end


def said(*arguments: str) -> str:
    answer = CliRunner().invoke(cli._app(), arguments, env={"COLUMNS": "80"})
    assert answer.exit_code == 2, answer.output
    return answer.output


def refused(*arguments: str) -> str:
    """Of arguments that are only parsed, how they are refused; empty if they are not."""
    name, *rest = arguments
    try:
        GROUP.commands[name].make_context(name, rest)
    except exceptions.UsageError as error:
        return error.format_message()
    return ""


def each_wrong_use() -> Iterator[tuple[str, ...]]:
    for name, command in GROUP.commands.items():
        needed = [
            ("x",) if p.param_type_name == "argument" else (p.opts[0], "x")
            for p in command.params
            if p.required
        ]
        yield name, "--nosuch"
        yield name, *sum(needed, ()), "one", "two"
        yield from ((name,) for one in needed[:1] if one)
        for param in command.params:
            if param.param_type_name == "option":
                yield (name, f"{param.opts[0]}=x") if param.is_flag else (name, param.opts[0])
                if not param.is_flag:
                    yield name, param.opts[0], "?"
                    yield name, param.opts[0], "/etc/passwd"


@pytest.mark.parametrize("arguments", list(each_wrong_use()), ids=" ".join)
def test_no_error_of_use_is_in_english(arguments: tuple[str, ...]) -> None:
    told = refused(*arguments)
    assert not ENGLISH.search(told), told
    if told:
        assert re.search("[一-龥]", told)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["buld"], "没有命令 buld；相近的有：build、builds"),
        (["build", "--strikt"], "没有选项 --strikt；相近的有：--strict"),
        (["build", "--lang", "fr"], "--lang 的值不对：fr 不在可用的值之内：zh、en"),
        (["sample", "--scale", "0"], "--scale 的值不对：不应小于 1"),
        (["sample", "--seed", "x"], "--seed 的值不对：应为数字"),
        (["check"], "缺少参数 文件"),
        (["check", "/nowhere"], "文件 的值不对：没有 /nowhere"),
        (["check", "/"], "/ 是目录，应为文件"),
        (["build", "--data", "/etc/passwd"], "/etc/passwd 是文件，应为目录"),
        (["build", "--data"], "选项 --data 之后应写明它的值"),
        (["build", "--strict=1"], "选项 --strict 不带值"),
        (["build", "--as-of", "x"], "x 不是日期，应如 2025-06-30"),
        (["status", "more"], "多出的参数：more"),
        (["accept", "x"], "请用 --reason 写明放行的理由"),
    ],
)
def test_wrong_use_is_told_in_chinese(arguments: list[str], words: str) -> None:
    shown = said(*arguments)
    assert words in shown
    assert "用法有误" in shown
    assert not re.search("Usage|Invalid|Try|Error", shown)


@pytest.mark.parametrize("name", GROUP.commands)
def test_help_is_in_chinese_and_whole(name: str) -> None:
    shown = CliRunner().invoke(cli._app(), [name, "--help"], env={"COLUMNS": "80"}).output
    assert "用法：" in shown
    assert "显示用法" in shown
    assert "…" not in shown  # nothing is cut off
    assert not re.search(r"Usage|Options|Arguments|\[default|\[env|<str>|<bool>", shown)


def test_usage_names_the_verb_and_what_it_takes() -> None:
    context = GROUP.commands["check"].make_context("safety check", [__file__])
    formatter = context.make_formatter()
    context.command.format_usage(context, formatter)
    assert formatter.getvalue().strip() == "用法：safety check [选项] {文件}"


def test_in_english_all_of_it_is_english(tmp_path: Path) -> None:
    for arguments in (["build", "--strikt", "--lang", "en"], ["status", "--help", "--lang=en"]):
        _, shown = run([*SAFETY, *arguments], tmp_path)
        assert "Usage: safety" in shown
        assert not re.search("[一-龥]", shown)


def test_only_a_language_that_there_is_is_asked_for() -> None:
    assert cli._lang_of(["build", "--lang", "en"]) == cli._lang_of(["--lang=en", "build"]) == "en"
    assert cli._lang_of(["build", "--lang", "fr"]) is None
    assert cli._lang_of(["build", "--lang"]) is None

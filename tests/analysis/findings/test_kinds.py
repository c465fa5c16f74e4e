"""Kinds of accident are counted, and cut, alike in every language."""

from types import SimpleNamespace
from typing import Any

import polars as pl

from analysis.findings.kinds import _counted
from analysis.messages import say


def counted(lang: Any, *kinds: str | None) -> list[tuple[str, int]]:
    findings: Any = SimpleNamespace(lang=lang, say=lambda code: say(code, lang))
    accidents = pl.DataFrame(
        {"kind": kinds, "deaths": [0] * len(kinds), "missing": [0] * len(kinds)},
        {"kind": pl.String, "deaths": pl.Int64, "missing": pl.Int64},
    )
    return _counted(findings, "火灾", accidents).select("kind", "accidents").rows()


def test_kinds_as_common_as_each_other_stand_in_one_order_for_all_languages() -> None:
    kinds = ["翻车", "碾压", "坠车", "失火", "追尾碰撞", None]
    chinese, english = counted("zh", *kinds), counted("en", *kinds)
    again = {zh: counted("en", zh)[0][0] for zh in kinds if zh} | {"未知": "unknown"}
    assert [again[kind] for kind, _ in chinese] == [kind for kind, _ in english]


def test_words_of_one_kind_are_one_kind_under_the_commonest() -> None:
    kinds = ["追尾", "追尾碰撞", "追尾碰撞", "碾压", "碾压"]
    assert counted("zh", *kinds) == [("追尾碰撞", 3), ("碾压", 2)]
    assert [count for _, count in counted("en", *kinds)] == [3, 2]

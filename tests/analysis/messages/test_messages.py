"""Messages are worded in both languages, each once."""

import re
from collections import Counter
from pathlib import Path

import pytest

from analysis import messages
from analysis.messages import Message, _wording, say

FOLDER = Path(messages.__file__).parent


def test_both_languages_word_the_same_messages() -> None:
    assert set(_wording("zh")) == set(_wording("en"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_message_is_worded_once(lang: str) -> None:
    text = "".join(path.read_text("utf-8") for path in (FOLDER / lang).glob("*.yml"))
    counted = Counter(re.findall(r"^(\w+):", text, re.M))
    assert [code for code, times in counted.items() if times > 1] == []


def test_one_is_said_in_the_singular_and_a_span_of_one_once() -> None:
    assert say("more_files", "en", count=1).startswith("1 more file is not")
    assert say("more_files", "en", count=2).startswith("2 more files are not")
    known = {"span": "2020", "first": "2026-01"}
    for lang, one, more in (
        ("zh", "已有2026-01的数据", "2026-01至2026-03的"),
        ("en", "are data of 2026-01.", "of 2026-01 to 2026-03."),
    ):
        assert one in say("span_without_data", lang, **known, last="2026-01")
        assert more in say("span_without_data", lang, **known, last="2026-03")


def test_no_english_wording_counts_one_in_the_plural() -> None:
    counts = (
        "all|cells|columns|count|days|doubted|files|files_read|lost|quarantined|rows|tests|years"
    )
    plural = re.compile(rf"\{{({counts})\}} ((\w+ )?\w+[^s\W]s)\b(?! of\b)")
    of_one = {
        code: found[0] for code, text in _wording("en").items() if (found := plural.search(text))
    }
    assert of_one == {}


def test_a_figure_may_be_named_like_what_a_message_is_said_with() -> None:
    assert "（-9）" in Message("county_failed", {"code": -9}).text()
    assert "zh" not in say("county_failed", "en", code=-9, lang="zh")

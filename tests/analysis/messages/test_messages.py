"""Messages are worded in both languages, each once."""

import re
from collections import Counter
from pathlib import Path

import pytest

from analysis import messages
from analysis.messages import _wording

FOLDER = Path(messages.__file__).parent


def test_both_languages_word_the_same_messages() -> None:
    assert set(_wording("zh")) == set(_wording("en"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_message_is_worded_once(lang: str) -> None:
    text = "".join(path.read_text("utf-8") for path in (FOLDER / lang).glob("*.yml"))
    counted = Counter(re.findall(r"^(\w+):", text, re.M))
    assert [code for code, times in counted.items() if times > 1] == []

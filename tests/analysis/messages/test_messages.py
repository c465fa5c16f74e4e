"""Messages are worded in both languages."""

from analysis.messages import _wording


def test_both_languages_word_the_same_messages() -> None:
    assert set(_wording("zh")) == set(_wording("en"))

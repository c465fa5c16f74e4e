"""Known words are found whole, in one spelling."""

from analysis.privacy.vocabulary import Vocabulary


def test_words_end_where_a_latin_word_or_number_ends() -> None:
    words = Vocabulary(["GDP", "v1", "火灾", "火灾统计"])
    assert words.longest_at("火灾统计表", 0) == 4 and words.longest_at("火灾统", 0) == 2
    assert not words.longest_at("gdpr", 0) and not words.longest_at("v139", 0)
    assert "ＧＤＰ" in words and "g d p" in words and "GD" not in words

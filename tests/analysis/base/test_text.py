"""Text is compared in one width."""

from analysis.base.text import narrow


def test_narrow_is_no_more_than_width() -> None:
    assert narrow("\ufeff ＡＢ１２（）\u3000") == "AB12()"
    assert narrow("①²㈠２") == "①²㈠2"

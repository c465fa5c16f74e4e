"""How parts and sections are numbered: 一、（一） in Chinese, 1. 1.1 in English."""

from analysis.messages import Lang

_DIGITS = "〇一二三四五六七八九十"


def heading_number(numbers: list[int], level: int, lang: Lang) -> str:
    """The number of the next heading of `level`; `numbers` holds those given so far."""
    numbers[level - 1] += 1
    if level == 1:
        numbers[1] = 0
    at = numbers[level - 1]
    if lang == "en":
        return f"{numbers[0]}. " if level == 1 else f"{numbers[0]}.{at} "
    return f"{chinese(at)}、" if level == 1 else f"（{chinese(at)}）"


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")

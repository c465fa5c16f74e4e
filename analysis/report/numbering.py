"""The numbers of headings, tables and figures."""

from analysis.messages import Lang, say
from analysis.report.blocks import Report

_DIGITS = "〇一二三四五六七八九十"


def numbered(kind: str, report: Report, lang: Lang, number: int, title: str) -> str:
    """The caption of a ``table`` or a ``figure`` of `report`."""
    prefix = "annex_" if report.is_annex else ""
    return say(f"{prefix}{kind}_number", lang, number=number, title=title)


def heading_number(numbers: list[int], level: int, lang: Lang) -> str:
    """The number of the next heading of `level`; `numbers` holds those given so far."""
    numbers[level - 1] += 1
    if level == 1:
        numbers[1] = 0
    at = numbers[level - 1]
    if lang == "en":
        return f"{numbers[0]}. " if level == 1 else f"{numbers[0]}.{at} "
    return f"{chinese(at)}、" if level == 1 else section_number(at, lang)


def section_number(at: int, lang: Lang) -> str:
    """（一） or (1), as sections of one part are numbered."""
    return f"（{chinese(at)}）" if lang == "zh" else f"({at}) "


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")

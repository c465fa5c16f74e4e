"""Numbers that belong to people, found however they are spelt.

Not recognised, because nothing tells it from an ordinary number or word: a local telephone number
without its area code, a travel permit of eight digits for people from Taiwan, a number with digits
left out (``11****1234``), a phone inside a longer run of digits. What shows text must therefore be an allow-list (`gate`), not this alone.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from analysis.base.places import reporting_codes
from analysis.base.text import narrow

Span = tuple[int, int]

_GAP = r"[\s.\-‐‑–—−_·•()\[\]【】〔〕《》/,、:%#+~]"
_GROUPS = re.compile(r"[0-9]+")
_GAP_ONLY = re.compile(f"{_GAP}{{1,3}}")
_CHECK_X = re.compile(f"{_GAP}{{0,3}}[X×](?![A-Z])")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_B = f"{_GAP}{{0,2}}"
_TOKENS = re.compile(
    "|".join(
        [
            # plates: ordinary, new energy, 挂 学 警 港 澳 使 领; the police; the army; embassies
            rf"[{_PROVINCES}]{_B}[A-Z](?:{_B}[A-Z0-9]){{4,6}}{_B}[挂学警港澳使领试超]?",
            rf"(?<![A-Z])WJ{_B}[{_PROVINCES}]?(?:{_B}[0-9A-Z]){{4,7}}(?![0-9])",
            rf"(?<![A-Z0-9])[A-Z]{_B}[A-Z]{_B}[0-9](?:{_B}[0-9]){{4}}(?![0-9A-Z])",
            rf"[军海空北南兰济沈成广][A-Z]{_B}[0-9]{{5}}(?![0-9])",
            r"使[0-9]{6}(?![0-9])|(?<![0-9])[0-9]{6}[使领]",
            # passports (E, G, D, S, P; E with a second letter), permits (C, W, T, L; H and M)
            rf"(?<![A-Z0-9])[EGDSPCWTLHM]{_B}[0-9](?:{_B}[0-9]){{7}}(?![0-9])",
            rf"(?<![A-Z0-9])[HM]{_B}[0-9](?:{_B}[0-9]){{9}}(?![0-9])",
            rf"(?<![A-Z0-9])[EC]{_B}[A-Z]{_B}[0-9](?:{_B}[0-9]){{6}}(?![0-9])",
            # what follows QQ and 微信 is a name, whatever it looks like
            r"(?:QQ|扣扣|(?<![A-Z])VX|(?<![A-Z])WX|WEIXIN|WECHAT|微信)(?:号码|号|名|ID)?[\s:=为是]{0,3}"
            r"[A-Z0-9_\-]{4,30}",
            r"(?:QQ|扣扣|微信|WECHAT)(?:昵称|号码|号|名|ID)?\s{0,3}[:=]\s{0,3}[^\s,;。;、()\[\]<>]{1,30}",
        ]
    )
)
_ANY = re.compile(r"[0-9A-Z@]|微信|扣扣")  # without these, none of these patterns can hold
_MAIL_PART = re.compile(r"[A-Z0-9._%+\-]")
_MOST_GROUPS = 19


def _folded(text: str) -> str:
    """`text`, character for character, with every kind of digit as ASCII and capital letters."""
    if text.isascii():
        return text.upper()
    return "".join(map(_folded_character, text))


@lru_cache(maxsize=1 << 14)
def _folded_character(ch: str) -> str:
    if (digit := unicodedata.digit(ch, None)) is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", ch).upper()
    return folded if len(folded) == 1 else ch


@lru_cache(maxsize=1 << 14)
def has_personal_number(text: str) -> bool:
    """Whether an identity card, phone, bank card, passport, permit, plate, mail address or QQ or
    WeChat name stands in `text`, in any width, case and spacing."""
    return next(_spans(_folded(narrow(text))), None) is not None


def personal_spans(text: str) -> list[Span]:
    """Where personal numbers stand in `text`, in order, none overlapping another."""
    spans: list[Span] = []
    for start, end in sorted(_spans(_folded(text))):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _spans(text: str) -> Iterator[Span]:
    if not _ANY.search(text):
        return
    for match in _TOKENS.finditer(text):
        yield match.span()
    at = text.find("@")
    while at >= 0:
        start, end = at, at + 1
        while start > 0 and at - start < 64 and _MAIL_PART.match(text[start - 1]):
            start -= 1
        while end < len(text) and end - at < 64 and _MAIL_PART.match(text[end]):
            end += 1
        if start < at and end > at + 1:
            yield start, end
        at = text.find("@", end)
    groups = list(_GROUPS.finditer(text))
    for first in range(len(groups)):
        yield from _numbers_from(text, groups[first : first + _MOST_GROUPS])


def _numbers_from(text: str, groups: list[re.Match[str]]) -> Iterator[Span]:
    """Personal numbers made of the first groups of digits, with small gaps between them."""
    digits, gaps, sizes = "", [], []
    start = groups[0].start()
    for n, group in enumerate(groups):
        if n:
            gap = text[groups[n - 1].end() : group.start()]
            if not _GAP_ONLY.fullmatch(gap):
                return
            gaps.append(gap)
        digits += group.group()
        sizes.append(len(group.group()))
        if len(digits) > 21:
            if n == 0 and _holds_card(digits):
                yield group.span()
            return
        tail = _CHECK_X.match(text, group.end())
        if tail and len(digits) == 17 and _is_card(digits + "X"):
            yield start, tail.end()
        elif not _is_amount(digits, gaps, sizes) and _is_personal(digits, sizes):
            yield start, group.end()


def _is_amount(digits: str, gaps: list[str], sizes: list[int]) -> bool:
    """Whether the groups are one number: a decimal, or thousands with commas."""
    if not gaps:
        return False
    if gaps[-1] == "." and set(gaps[:-1]) <= {","}:
        if len(gaps) > 1:
            return sizes[0] <= 3 and all(size == 3 for size in sizes[1:-1])
        return sizes[-1] <= 4 or sizes[0] <= 2
    return set(gaps) == {","} and sizes[0] <= 3 and all(size == 3 for size in sizes[1:])


def _is_personal(digits: str, sizes: list[int]) -> bool:
    count = len(digits)
    if digits.startswith("86") and count in (12, 13) and _is_phone(digits[2:], sizes, 2):
        return True
    if digits.startswith("0086") and count in (14, 15) and _is_phone(digits[4:], sizes, 4):
        return True
    if _is_phone(digits, sizes, 0) or _is_card(digits):
        return True
    if len(sizes) == 1 and count >= 19 and not _is_police_number(digits) and _holds_card(digits):
        return True
    return 16 <= count <= 19 and not _is_police_number(digits) and _is_bank_card(digits)


def _is_phone(digits: str, sizes: list[int], prefix: int) -> bool:
    if len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789":
        return True
    if prefix:  # abroad, the area code has no 0
        return len(digits) == 10 and digits[0] in "123456789" and len(sizes) > 1
    if not 10 <= len(digits) <= 12 or digits[0] != "0" or digits[1] == "0":
        return False
    # An area code, then the number in at most three pieces; dates in a row are none.
    return len(sizes) == 1 or (sizes[0] in (3, 4) and len(sizes) <= 4 and min(sizes[1:]) >= 3)


def _is_birth(text: str) -> bool:
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return date(1880, 1, 1) <= born <= date.today()


def _is_region(digits: str) -> bool:
    return 11 <= int(digits[:2]) <= 82


def _is_card(digits: str) -> bool:
    """Identity cards of 18 and 15 digits; the check digit need not be right, clerks mistype."""
    if len(digits) == 18:
        return _is_region(digits) and (_is_birth(digits[6:14]) or _is_checked_card(digits))
    return len(digits) == 15 and _is_region(digits) and _is_birth("19" + digits[6:12])


def _is_checked_card(digits: str) -> bool:
    """GB 11643 over a card whose region, year and month can be: a wrong day is a slip."""
    if not digits[:17].isdigit() or digits[6:8] not in ("18", "19", "20"):
        return False
    if not ("01" <= digits[10:12] <= "12" and "01" <= digits[12:14] <= "31"):
        return False
    total = sum(int(d) * (2 ** (17 - n) % 11) for n, d in enumerate(digits[:17]))
    return "10X98765432"[total % 11] == digits[17]


def _holds_card(digits: str) -> bool:
    """Whether a card with its right check digit and date stands inside a longer run of digits."""
    parts = (digits[n : n + 18] for n in range(len(digits) - 17))
    return any(
        _is_region(part) and _is_birth(part[6:14]) and _is_checked_card(part) for part in parts
    )


def _is_police_number(digits: str) -> bool:
    """19 digits that begin with a place's code, a year and a month number an accident."""
    year_month = digits[6:12]
    return (
        len(digits) == 19
        and (_is_region(digits) or digits[:6] in reporting_codes())
        and year_month[:2] in ("19", "20")
        and "01" <= year_month[4:] <= "12"
    )


def _is_bank_card(digits: str) -> bool:
    """Luhn, for first digits that banks' cards have."""
    if digits[0] not in "34569" and not "2221" <= digits[:4] <= "2720":
        return False
    total = 0
    for n, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + n % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0

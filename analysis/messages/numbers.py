"""Numbers as a reader meets them."""

from analysis.messages import Lang, say

_LARGE, _MIDDLE = {"zh": 1e8, "en": 1e9}, {"zh": 1e4, "en": 1e6}
_MOST_DECIMALS = 10  # what lies nearer than that is noise of the arithmetic
_ROUNDED = 1e4
_SIGNS = {">=": "≥", "<=": "≤", "=": ""}


def number(value: float | None, decimals: int = 2) -> str:
    """A figure as text, with thousands set apart; nothing is a dash."""
    return "—" if value is None else f"{value:,.{decimals}f}"


def short(value: float | None, beside: float | None = None) -> str:
    """A count, or a figure with up to two decimals.

    Args:
        beside: what the figure is held against: of more decimals where two would hide on which side of
            it the figure is.
    """
    if value is None:
        return "—"
    text = f"{value:,.{decimals_beside(value, beside)}f}"
    return text.rstrip("0").rstrip(".")


def decimals_beside(value: float, beside: float | None) -> int:
    """Two, or as many as leave `value` on its side of `beside`."""
    if beside is None:
        return 2
    side = (value > beside, value < beside)
    rounded = ((n, round(value, n)) for n in range(2, _MOST_DECIMALS))
    return next((n for n, near in rounded if (near > beside, near < beside) == side), 2)


def scaled(value: float | None, unit: str, lang: Lang) -> str:
    """A large figure in the scale that officials write, with its unit: 336.43亿元, 15.25万辆, 152,500 vehicles."""
    if value is None:
        return "—"
    if abs(value) >= _ROUNDED:  # as exact as the scale of Chinese officials shows it
        value = round(value, -2)
    for size, code in ((_LARGE[lang], "scale_large"), (_MIDDLE[lang], "scale_middle")):
        if abs(value) >= size:
            return say(code, lang, value=short(value / size), unit=unit)
    return say("scale_one", lang, value=short(value), unit=unit)


def limits(lower: float | None, upper: float | None, decimals: int) -> str:
    """Both with so many decimals; a dash where there are none."""
    return "—" if lower is None else f"{number(lower, decimals)}—{number(upper, decimals)}"


def bound(operator: str | None, threshold: float, unit: str | None) -> str:
    """What a target asks for: ≥15%, <8%; 100% where it must be met exactly."""
    sign = _SIGNS.get(operator or "", operator or "")
    return f"{sign}{short(threshold)}{unit or ''}"


def listed(names: list[str], lang: Lang, most: int | None = None, more: str = "and_others") -> str:
    """`names` in a row; after `most` of them how many there are in all, as the message `more` says."""
    comma = say("list_comma", lang)
    if most is not None and len(names) > most:
        return say(more, lang, names=comma.join(names[:most]), count=len(names))
    *before, last = names or [""]
    return say("list_and", lang).join([*([comma.join(before)] if before else []), last])

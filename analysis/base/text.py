"""Text in one width, as words are compared; what a word means is not asked here."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

NUMERALS = {letter: n for n, letter in enumerate("一二三四五六七八九十", start=1)}

_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_MARKS = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
_INVISIBLE = dict.fromkeys([0xFEFF, 0xAD, 0x061C, 0x180E, *_MARKS])
_FORMS = {**_WIDTHS, **_INVISIBLE}
_CONTROL = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_VARIANTS = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")  # radicals and compatible forms of a word


def visible(text: str) -> str:
    """`text` without zero-width characters, bidi marks and blanks around it."""
    return (text if text.isascii() else text.translate(_INVISIBLE)).strip()


def printable(text: str) -> str:
    """`text` without the control characters that XML does not allow."""
    return _CONTROL.sub("", text)


@lru_cache(maxsize=1 << 16)
def narrow(text: str) -> str:
    """`visible` text with full-width forms (U+FF01 to U+FF5E, U+3000) as ASCII; nothing else moves,
    so that ``①`` and ``²`` stay what they are and never turn into digits."""
    return (text if text.isascii() else text.translate(_FORMS)).strip()


@lru_cache(maxsize=1 << 16)
def squeeze(text: str) -> str:
    """`text` width-normalised and without any white space, for comparing words."""
    text = narrow(text)
    if not text.isascii() and _VARIANTS.search(text):
        text = _VARIANTS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return "".join(text.split())


def likeness(asked: str, names: Iterable[str]) -> float:
    """How like `asked` the most like of `names` is, 0 to 1; a name that holds it is as like as can be."""
    asked = squeeze(asked).lower()
    each = [squeeze(name).lower() for name in names]
    ratios = (SequenceMatcher(None, name, asked, autojunk=False).ratio() for name in each)
    return 1.0 if asked and any(asked in name for name in each) else max(ratios, default=0.0)

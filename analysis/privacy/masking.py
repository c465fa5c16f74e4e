"""Text made of known words, numbers, dates and a closed list of punctuation; the rest is masked.

A name of a file, folder, sheet, title or header is cut into runs, and each run that no word, number
or mark explains becomes `MASK`. A cell is shown whole or by its shape.
"""

import re
import unicodedata
from collections.abc import Iterator

from analysis.base.text import narrow, visible
from analysis.privacy.personal import has_personal_number, personal_spans
from analysis.privacy.vocabulary import Vocabulary

MASK = "＊＊＊"
_MARKS = frozenset("()_-—~.,、:%/#+·《》〔〕 ")
_REASON_MARKS = _MARKS | frozenset("。;!?“”")
_MOST_DIGITS = 8
# They follow a number: 3月, 第1季度, 2份.
_AFTER_A_NUMBER = frozenset("年月日号时分秒季期次人元个件份起版批处辆户家旗镇")


def is_han(ch: str) -> bool:
    return (
        "\u3400" <= ch <= "\u9fff"
        or "\uf900" <= ch <= "\ufaff"
        or ch >= "\U00020000"
        or ch in "々〇"
    )


def shape(text: str) -> str:
    """What kinds of characters `text` has: 汉字3个；数字18位；字母2个；符号1个."""
    count = dict.fromkeys(("汉字", "数字", "字母", "符号"), 0)
    for ch in narrow(text):
        if not ch.isspace():
            count[_kind_of(ch)] += 1
    parts = (f"{kind}{n}{'位' if kind == '数字' else '个'}" for kind, n in count.items() if n)
    return "；".join(parts) or "空白"


def _kind_of(ch: str) -> str:
    if is_han(ch):
        return "汉字"
    if ch.isascii() and ch.isdigit():
        return "数字"
    return "字母" if ch.isalpha() else "符号"


_NUMBER = re.compile(r"[+-]?[0-9][0-9,]{0,20}(?:\.[0-9]{1,12})?(?:E[+-]?[0-9]{1,3})?[%‰]?", re.I)
_CLOCK = r"[0-9]{1,2} ?[:时点] ?(?:[0-9]{1,2} ?分?(?: ?:? ?[0-9]{1,2}(?:\.[0-9]{1,6})? ?秒?)?)?"
_DAY = (
    r"(?:19|20|00)[0-9]{2} ?[年./-] ?[0-9]{1,2}(?: ?月| ?[./-] ?[0-9]{1,2}| ?月 ?[0-9]{1,2} ?日?)?"
)
_MOMENT = re.compile(
    rf"{_DAY}(?:[ T]{{0,2}}{_CLOCK})?|{_CLOCK}|(?:19|20)[0-9]{{2}} ?年|[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?"
)


def cell_shown(text: str, words: Vocabulary) -> str:
    """A refused cell as a clerk may see it: a number of at most 12 digits, a date, a time, known
    words; the shape of anything else."""
    cell = narrow(text)
    if cell in words or words.composes(cell):
        return " ".join(cell.split())
    most = 17 if _MOMENT.fullmatch(cell) else 12 if _NUMBER.fullmatch(cell) else -1
    is_shown = sum(ch.isdigit() for ch in cell) <= most and not has_personal_number(cell)
    return cell if is_shown else shape(text)


def name_shown(text: str, words: Vocabulary) -> str:
    """The name of a file, folder or sheet, a title or a header, with every unknown run masked.

    Known words, numbers of at most eight digits and a closed list of punctuation stay as they are
    spelt; a sign that is none of these becomes ``_``, a control character or line break nothing.
    """
    return _shown(text, words, _MARKS)


def reason_shown(text: str, words: Vocabulary) -> str:
    """A reason that an office gives, as `name_shown`, with the punctuation of sentences."""
    return _shown(text, words, _REASON_MARKS)


def admits(text: str, words: Vocabulary) -> bool:
    """Whether a reason can be shown word for word."""
    text = _visible_line(text)
    kinds = {kind for kind, _, _ in _runs(text, words, _REASON_MARKS)}
    return bool(text) and kinds <= {"word", "number", "mark"} and kinds != {"mark"}


def _visible_line(text: str) -> str:
    """Visible characters alone: header words are broken by line breaks, so these vanish."""
    text = text.replace("\u3000", " ").replace("\t", " ")
    return visible("".join(ch for ch in text if unicodedata.category(ch) not in _UNSEEN))


_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Me"}


def _shown(text: str, words: Vocabulary, marks: frozenset[str]) -> str:
    text = _visible_line(text)
    kept: list[str] = []
    for kind, start, end in _runs(text, words, marks):
        piece = {"unknown": MASK, "other": "_"}.get(kind, text[start:end])
        piece = " " if piece.isspace() else piece
        if not (kept and kept[-1] == piece and piece in (MASK, "_")):
            kept.append(piece)
    return "".join(kept).strip()


Run = tuple[str, int, int]


def _runs(text: str, words: Vocabulary, marks: frozenset[str]) -> Iterator[Run]:
    """`text` cut into runs (kind, start, end): word, number, mark, unknown or other."""
    even = "".join(narrow(ch) or " " for ch in text)  # character for character
    low = "".join(ch.lower() if len(ch.lower()) == 1 else ch for ch in even)
    at = 0
    for start, end in _widened(even):
        yield from _runs_between(low, at, start, words, marks)
        yield "unknown", start, end
        at = end
    yield from _runs_between(low, at, len(low), words, marks)


def _widened(text: str) -> Iterator[tuple[int, int]]:
    """Personal numbers, with the letters and digits that touch them."""
    at = 0
    for start, end in personal_spans(text):
        while start > at and text[start - 1].isascii() and text[start - 1].isalnum():
            start -= 1
        end = max(end, at)
        while end < len(text) and text[end].isascii() and text[end].isalnum():
            end += 1
        if end > max(start, at):
            yield max(start, at), end
        at = end


def _runs_between(
    low: str, at: int, stop: int, words: Vocabulary, marks: frozenset[str]
) -> Iterator[Run]:
    text = low[:stop]
    chain: list[Run] = []  # Han words and unknown Han characters that touch
    while at < stop:
        ch = text[at]
        length = words.longest_at(text, at)
        if length > 1 or (length and is_han(ch)):
            chain.append(("word" if length > 1 else "single", at, at + length))
        elif is_han(ch):
            chain.append(("unknown", at, at + 1))
            length = 1
        else:
            yield from _settled(text, chain)
            chain = []
            kind, length = _other_run(text, at, stop, words, marks)
            yield kind, at, at + length
        at += length
    yield from _settled(text, chain)


def _other_run(
    text: str, at: int, stop: int, words: Vocabulary, marks: frozenset[str]
) -> tuple[str, int]:
    """Kind and length of the run at `at`, which begins with no Han character and no long word."""
    ch, end = text[at], at + 1
    if ch.isascii() and ch.isdigit():
        while end < stop and text[end].isascii() and text[end].isdigit():
            end += 1
        return "number" if end - at <= _MOST_DIGITS else "unknown", end - at
    if ch.isalpha():
        while end < stop and text[end].isalpha() and not is_han(text[end]):
            end += 1
        return "word" if end - at <= 60 and text[at:end] in words else "unknown", end - at
    return "mark" if ch in marks else "other", 1


def _settled(text: str, chain: list[Run]) -> Iterator[Run]:
    """The chain, with single characters kept only where no name can hide in them.

    的, 与, 表 are words beside words; beside an unknown character (和平 of 李和平) they belong to it,
    and two that stand alone may be a name of their own.
    """
    kinds = [
        "word" if kind == "single" and _counts(text, start) else kind for kind, start, _ in chain
    ]
    for n in range(len(chain) - 1):
        # 安全 after one unknown character may be the rest of a name
        is_alone = kinds[n] == "unknown" and kinds[n - 1 : n] != ["unknown"]
        if is_alone and chain[n + 1][0] == "word" and chain[n + 1][2] - chain[n + 1][1] == 2:
            kinds[n + 1] = "unknown"
    first = 0
    while first < len(chain):
        last = first + 1
        if kinds[first] == "single":
            while last < len(chain) and kinds[last] == "single":
                last += 1
            around = [kinds[n] for n in (first - 1, last) if 0 <= n < len(chain)]
            is_safe = "unknown" not in around and ("word" in around or last - first == 1)
            kinds[first:last] = ["word" if is_safe else "unknown"] * (last - first)
        first = last
    for kind, (_, start, end) in zip(kinds, chain, strict=True):
        yield kind, start, end


def _counts(text: str, at: int) -> bool:
    """Whether the single character is a counting word at a number: 3月, 第1."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] in _AFTER_A_NUMBER and before.isascii() and before.isdigit():
        return True
    return text[at] == "第" and after.isascii() and after.isdigit()

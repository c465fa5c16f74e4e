"""Personal data is masked before anything is kept.

Names cannot be told from other words by their looks, so the values of a file's personal columns
are remembered while it is read, and masked wherever else in that file they turn up.
"""

import re
from collections.abc import Iterable

MASK = "＊＊＊"
_PATTERNS = [
    # 18- and 15-digit identity-card numbers
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)",
    r"(?<!\d)[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)",
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)",  # mobile phones
    r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)",  # land lines
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•.\s]?[A-Z0-9]{4,5}[A-Z0-9挂学警港澳]",
]
_PERSONAL = re.compile("|".join(_PATTERNS))
_LABELLED_NAME = re.compile(
    r"((?:联系人|姓名|当事人|死者|伤者|驾驶人|驾驶员|司机|负责人|填表人|报警人|经办人):\s*)"
    r"[\u4e00-\u9fa5·]{2,5}"
)
_NOT_A_NAME = {"不详", "未知", "暂无", "没有", "其他", "是否", "不明", "匿名", "见附件"}


class Secrets:
    """The personal values of one file, found again inside other text in time linear in its length.

    Single characters are too common to tell, so they are not kept.
    """

    def __init__(self, values: Iterable[str]) -> None:
        self._words = {word for word in values if len(word) >= 2 and word not in _NOT_A_NAME}
        self._lengths = sorted({len(word) for word in self._words}, reverse=True)

    def mask(self, text: str) -> str:
        kept, at = [], 0
        while at < len(text):
            found = next((n for n in self._lengths if text[at : at + n] in self._words), 0)
            kept.append(MASK if found else text[at])
            at += found or 1
        return "".join(kept)


def mask(text: str, secrets: Secrets | None = None) -> str:
    """`text` with identity-card, phone and plate numbers and the file's own names masked."""
    if secrets:
        text = secrets.mask(text)
    return _LABELLED_NAME.sub(rf"\1{MASK}", _PERSONAL.sub(MASK, text))

"""What a row says of itself that its figures do not say: that it is void, a sample, or otherwise than
it is written. Such a row is never taken in silence."""

import re
from collections.abc import Iterable

from analysis.base.text import NUMERALS, squeeze

_VOID = re.compile(
    r"作废|无效|删除|删掉|删去|撤销|注销|核销|销号|销案|剔除|误报|错报|误填|虚报|不予?统计|不计入|"
    r"重复(?!报警|碰撞|碾压)|(?:非|不属于?)(?:生产安全|交通|火灾)?事故"
)
_NOT_COUNTED = re.compile(r"(?:不|未|暂不)(?:予)?纳入|不计(?:入|算)?统计")
_SAMPLE = re.compile(
    r"[(\[《]?(?:示例|样例|范例|填写示例|填报示例|例)\d{0,2}[)\]》]?(?:[:,，].*)?|.{0,40}[(\[]示例[)\]]",
    re.DOTALL,
)
_DEATHS = re.compile(
    r"(?:死亡|致死|身亡|罹难|遇难)[^\d一二两三四五六七八九十]{0,4}([\d一二两三四五六七八九十]{1,3})[人名]"
)
_DEATHS_AFTER = re.compile(
    r"([\d一二两三四五六七八九十]{1,3})[人名].{0,10}(?:死亡|身亡|抢救无效|不治|遇难)"
)
_NUMERALS = NUMERALS | {"两": 2}
_SPARE = 500  # so many characters of a remark are looked at
# A row that holds one of these is not easy.
_TELLING = (
    "作废 无效 删 撤销 销 剔除 误 错报 虚报 统计 计入 重复 非 不 未 纳入 例 死 身亡 遇难 罹难"
)
WORDS = _TELLING.split()


def voided(texts: Iterable[str], is_counted: bool | None) -> str | None:
    """Code of the reason why a row does not stand by its own words, or ``None``.

    Args:
        texts: its cells.
        is_counted: what its own column says of being counted, where there is one.
    """
    for text in texts:
        word = squeeze(text[:_SPARE])
        if _SAMPLE.fullmatch(word):
            return "row_is_sample"
        if _VOID.search(word) or (_NOT_COUNTED.search(word) and is_counted is not False):
            return "row_is_void"
    return None


def deaths_told(texts: Iterable[str]) -> int:
    """The most deaths that a remark speaks of; 0 where none does."""
    most = 0
    for text in texts:
        word = squeeze(text[:_SPARE])
        for pattern in (_DEATHS, _DEATHS_AFTER):
            for match in pattern.finditer(word):
                figure = match[1]
                most = max(most, int(figure) if figure.isdecimal() else _NUMERALS.get(figure, 0))
    return most

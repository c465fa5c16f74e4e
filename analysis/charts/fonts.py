"""Which fonts of this machine stand for the faces of GB/T 9704."""

from collections.abc import Collection

from analysis.messages import Lang

_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "SimSun", "STSong")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "SimHei", "Microsoft YaHei")
_ANY = ("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "AR PL UMing CN", "Droid Sans Fallback")
# As the fonts name themselves; then what stands in for them.
_FACES = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", *_SERIF, *_SANS),
    "heading": ("SimHei", "黑体", *_SANS, *_SERIF),
    "section": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "STKaiti", *_SERIF, *_SANS),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "STFangsong", *_SERIF, *_SANS),
    "small": ("SimSun", "宋体", *_SERIF, *_SANS),
    "chart": (*_SANS, *_SERIF),
}
_LATIN = ("Times New Roman", "Liberation Serif", "Libertinus Serif")
_LATIN_OF_CHARTS = ("Arial", "Liberation Sans", "Libertinus Serif")


class NoFont(RuntimeError):
    """No font of this machine has Chinese characters."""


def faces(installed: Collection[str], lang: Lang) -> dict[str, list[object]]:
    """The fonts of each face that are installed, the wanted first, as typst takes them.

    Raises:
        NoFont: none of them has Chinese characters.
    """
    found: dict[str, list[object]] = {}
    for face, wanted in _FACES.items():
        chinese = [name for name in dict.fromkeys((*wanted, *_ANY)) if name in installed]
        if not chinese:
            raise NoFont
        names = _LATIN_OF_CHARTS if face == "chart" else _LATIN
        latin: list[object] = [name for name in names if name in installed]
        if lang == "zh":  # dashes and quotation marks are Chinese ones
            latin = [{"name": name, "covers": "latin-in-cjk"} for name in latin]
        found[face] = [*latin, *chinese]
    return found

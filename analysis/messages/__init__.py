"""What is said to people: message codes with their Chinese and English wording.

Code never words a sentence for an official; it names a code of the files in ``zh/`` and ``en/``
with the figures that belong in it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

import yaml

from analysis.base.places import words

Lang = Literal["zh", "en"]


_BETWEEN = re.compile("([a-z_]+)( to |[-–—至])([a-z_]+)")


@cache
def _wording(lang: Lang) -> dict[str, str]:
    folder = Path(__file__).with_name(lang)
    wording: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        wording |= yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return wording


class _Words(dict[str, object]):
    """Figures of a message, and the words for the own region (`analysis.base.places.words`), which are
    looked up only where a message needs them. ``{count file is/files are}`` is a figure with what is said
    of one or of any other number; ``{first to last}``, ``{first至last}`` is one figure where both are the same."""

    def __init__(self, lang: Lang, params: Mapping[str, object]) -> None:
        super().__init__(params)
        self._lang = lang

    def __missing__(self, name: str) -> str:
        if between := _BETWEEN.fullmatch(name):
            first, last = self[between[1]], self[between[3]]
            return str(first) if first == last else f"{first}{between[2]}{last}"
        figure, _, forms = name.partition(" ")
        if forms:
            one, others = forms.split("/")
            value = str(self[figure])
            return f"{value} {one if value == '1' else others}"
        return words(self._lang)[name]


def say(code: str, lang: Lang = "zh", /, **params: object) -> str:
    """The wording of `code` in `lang`; a figure may bear any name.

    Raises:
        KeyError: no such code, or a figure that the wording needs is not among `params`.
    """
    return _wording(lang)[code].format_map(_Words(lang, params))


class _Later(str):
    """The name of a figure that stays in the wording, with how it is to be written."""

    __slots__ = ()

    def __format__(self, how: str) -> str:
        return f"{{{self!s}:{how}}}" if how else f"{{{self!s}}}"


class _Left(_Words):
    """Leaves what it does not know to be filled in later."""

    def __missing__(self, name: str) -> str:
        return words(self._lang).get(name, _Later(name))


def wordings(prefix: str, lang: Lang) -> dict[str, str]:
    """The wordings of all codes that begin with `prefix`, for a page that fills in their ``{figures}`` itself."""
    left = _Left(lang, {})
    return {c: text.format_map(left) for c, text in _wording(lang).items() if c.startswith(prefix)}


class NoSuchLang(LookupError):
    """There is no such language; the message says which there are."""


def known_lang(asked: object) -> Lang:
    """`asked`, if it is a language.

    Raises:
        NoSuchLang: it is none.
    """
    if asked not in get_args(Lang):
        raise NoSuchLang(say("no_such_lang", asked=asked))
    return cast("Lang", asked)


def has_wording(code: str) -> bool:
    return code in _wording("zh")


def _in_words(value: object, lang: Lang) -> object:
    """What a language names in its own way (a period) knows its words."""
    own_words = getattr(value, "words", None)
    return own_words(lang) if callable(own_words) else value


@dataclass(frozen=True)
class Several:
    """Values of a message, listed with the comma of its language."""

    values: Sequence[object]

    def words(self, lang: Lang) -> str:
        return say("list_comma", lang).join(str(_in_words(v, lang)) for v in self.values) or "—"


@dataclass(frozen=True)
class Message:
    """A code with its figures, to be worded in any language later.

    The code ``worded`` carries its wordings along (``zh``, ``en``), as kept from an earlier build.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def text(self, lang: Lang = "zh") -> str:
        if self.code == "worded":
            return str(self.params[lang])
        return say(self.code, lang, **{n: _in_words(v, lang) for n, v in self.params.items()})

    def words(self, lang: Lang) -> str:
        """As part of another message."""
        return self.text(lang)

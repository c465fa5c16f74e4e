"""Pages set by typst from data.

What is said goes to a template as JSON, so no text of a hand-in is read as markup. The same data give
the same bytes.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from analysis.base.text import printable
from analysis.charts.fonts import faces
from analysis.messages import Lang

_ROOT = Path(__file__).parents[1]
_MISSING = re.compile(r'the text `"(.+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_NO_GLYPH = "〓"  # what printers set for a character that they have no type for


def typeset(
    template: Path,
    data: Mapping[str, object],
    lang: Lang,
    kind: Literal["pdf", "png", "svg"],
    **options: Any,
) -> list[bytes]:
    """The PDF, or a picture a page; where a PDF must have every character, one that no font of this
    machine has is printed as 〓.

    Args:
        template: a file of this package; it finds `data` with `lang`, ``region`` and ``faces`` in
            ``sys.inputs.given``.
        options: what typst takes besides.

    Raises:
        NoFont: no font with Chinese characters is installed.
    """
    fonts = _fonts()
    region = "cn" if lang == "zh" else "gb"
    given = {"lang": lang, "region": region, "faces": faces(fonts.families(), lang), **data}
    compiler = typst.Compiler(template, root=_ROOT, font_paths=fonts)
    text = json.dumps(_printable(given), ensure_ascii=False)
    while True:
        try:
            pages = compiler.compile(format=kind, sys_inputs={"given": text}, **options)
        except typst.TypstError as error:
            text = _without_missing(text, error)
        else:
            assert pages is not None
            return [pages] if isinstance(pages, bytes) else pages


@cache
def _fonts() -> typst.Fonts:
    """Those of this machine; looked for once."""
    return typst.Fonts()


def _printable(data: Any) -> Any:
    """`data` without the control characters that no font has."""
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, Mapping):
        return {name: _printable(value) for name, value in data.items()}
    return [_printable(value) for value in data] if isinstance(data, list | tuple) else data


def _without_missing(text: str, error: typst.TypstError) -> str:
    """`text` without the characters that `error` says no font has; any other error is raised."""
    found = _MISSING.search(str(error))
    signs = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1]) if found else ""
    known = text.translate(dict.fromkeys(map(ord, signs), _NO_GLYPH))
    if known == text:
        raise error
    return known

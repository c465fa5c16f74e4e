"""A terminal on which text is text: only our own `style=` colours it."""

from typing import Any

from rich.console import Console
from rich.text import Text

from analysis.base.plain import plain


class PlainConsole(Console):
    """A console for which no text from outside is markup, a picture or a control character."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, markup=False, emoji=False)

    def render_str(self, text: str, **options: Any) -> Text:
        """Every string passes here: printed, a cell or a title of a table."""
        return super().render_str(plain(text), **options)

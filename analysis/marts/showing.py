"""How frames show themselves: whole, but for the longest, whose height stands above them; in notebooks as
people read tables, without quotes, types and nulls."""

import re
import sys

import polars as pl

_DATE = re.compile(r"<td>(\d{4}-\d\d-\d\d[ :.\d]*)</td>")
_NULL = re.compile(r"(?<=[┆│] )null(?= +[┆│])")
_ROWS = 2000  # more would halt a browser
# lines break at marks and blanks, never within a word or a date
_CELLS = "text-align: left; white-space: pre-wrap; word-break: keep-all; overflow-wrap: normal;"


def show_whole() -> None:
    pl.Config.set_tbl_rows(_ROWS)
    pl.Config.set_tbl_cols(-1)
    pl.Config.set_fmt_str_lengths(_ROWS)
    pl.Config.set_tbl_hide_column_data_types(True)
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell:
        formatters = shell.display_formatter.formatters
        formatters["text/html"].for_type(pl.DataFrame, as_html)
        formatters["text/plain"].for_type(
            pl.DataFrame, lambda table, out, _: out.text(as_text(table))
        )


def as_text(table: pl.DataFrame) -> str:
    """`table` in characters, a dash where nothing is known."""
    return _NULL.sub("—   ", str(table))


def as_html(table: pl.DataFrame) -> str:
    """`table` as HTML."""
    changed = {
        "<td>&quot;": "<td>",
        "&quot;</td>": "</td>",
        "<td>null</td>": "<td></td>",
        "text-align: right;\n  white-space: pre-wrap;": _CELLS,
    }
    html: str = table._repr_html_()
    for before, after in changed.items():
        html = html.replace(before, after)
    return _DATE.sub(r'<td style="white-space: nowrap">\1</td>', html)

"""One look for all charts: colours by meaning, safe for the colour-blind and in grey, a Chinese
font, and the size of a Word page's text (156 mm wide)."""

import html
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import plotly.graph_objects as go
import plotly.io
import polars as pl

from analysis.findings.gaps import between, gap_words, no_gaps
from analysis.marts.labels import heads
from analysis.marts.rows import IndicatorRow, in_language
from analysis.messages import Lang, say
from analysis.messages.numbers import listed, short

# laid under a figure when it is written: a copy of it for each would be a third of drawing it
plotly.io.templates.default = "plotly_white"

FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei, sans-serif"
WIDTH = 590  # px: 156 mm at 96 dpi
# Okabe & Ito (2008)
DATA = "#0072B2"
ACCENT = "#D55E00"
GOOD = "#009E73"
GREY = "#777777"
LIGHT = "#D0D5DA"
INK = "#222222"
BAND = "rgba(119, 119, 119, 0.18)"
FRAME = "frame"  # annotations around the plot: title, subtitle, foot
LEVELS = {"red": "#B2182B", "orange": "#E08214", "yellow": "#F0C419", "blue": "#4393C3"}
# a level is never told by colour alone
SYMBOLS = {"red": "diamond", "orange": "square", "yellow": "triangle-up", "blue": "circle"}

_TITLE, _SUBTITLE, _FOOT = 15, 11.5, 10
_LINE = 1.45
_LEFT = {"xanchor": "left", "align": "left", "showarrow": False}
_HOVER = {"font": {"family": FONT}}
_LEGEND = {
    "orientation": "h",
    "x": 0,
    "xanchor": "left",
    "yanchor": "top",
    "yref": "container",
    "font": {"size": 11},
    "traceorder": "normal",
}


@dataclass(frozen=True, eq=False)
class Chart:
    """A figure with what stands behind it.

    Attributes:
        key: stable name, also of its files.
        finding: what its title says.
        caption: what it shows, without a finding.
        subtitle: definition and unit, and what its marks are.
        foot: source, build and day.
        table: the figures that it draws, as the annex shows them; ``code`` is what ``safety trace`` takes.
        span: what it is of where its table does not tell: neither the years nor the days of its figures.
        indicators: those of ``dim_indicator`` that it shows.
        heads: what the columns of `table` are called, with their units.
        lang: what it is in.
        is_told: its figures are too few to be drawn: a table or a sentence stands in the place of a picture.
    """

    key: str
    figure: go.Figure
    finding: str
    caption: str
    subtitle: str
    foot: str
    table: pl.DataFrame
    span: str | None = None
    indicators: tuple[str, ...] = ()
    heads: Mapping[str, str] = field(default_factory=dict)
    lang: Lang = "zh"
    is_told: bool = False

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, object], dict[str, object]]:
        """In a notebook: the figure, and a picture, which is all that an export can show."""
        from analysis.charts.notebook import mime_bundle

        return mime_bundle(self)


@dataclass(frozen=True)
class Look:
    """What all charts of a set share: language, the foot with source, build and date, and what was not
    handed in (see `gaps_of`)."""

    lang: Lang
    foot: str
    gaps: pl.DataFrame = field(default_factory=no_gaps, compare=False)

    def say(self, code: str, **params: object) -> str:
        return say(code, self.lang, **params)

    def footed(self, *more: str) -> "Look":
        """With `more` in the foot, where there is something to say."""
        return replace(self, foot=self.say("list_semicolon").join(filter(None, [self.foot, *more])))

    def text(self, row: Mapping[str, object], what: str) -> str:
        """``name`` or another text of `row` in the language of the charts."""
        return in_language(row, what, self.lang)

    def few(self, what: str, most: Mapping[str, Any]) -> str:
        """That the ``deaths`` or ``accidents`` of those names, each with the most that a mark would show, are too few to
        be drawn; nothing of no names."""
        names = [
            self.say(f"few_{what}", name=name, count=short(count or 0))
            for name, count in most.items()
        ]
        return self.say("chart_few", names=listed(names, self.lang)) if names else ""

    def unknown(self, names: Sequence[str]) -> str:
        """That nothing is known of what `names` have; nothing of no names."""
        return self.say("chart_unknown", names=listed(list(names), self.lang)) if names else ""

    def missed(
        self, of: Sequence[IndicatorRow], first: date, end: date, are_rates: bool = True
    ) -> pl.DataFrame:
        """The hand-ins of those indicators that are missing between both days: of their counts and, where rates are
        shown, of their denominators."""
        series = [row["denominator_series"] for row in of] if are_rates else []
        return between(self.gaps, [row["event_domain"] for row in of], first, end, series)

    def chart(
        self,
        key: str,
        figure: go.Figure,
        finding: str,
        subtitle: str,
        table: pl.DataFrame,
        height: int = 240,
        left: int = 62,
        of: IndicatorRow | Sequence[IndicatorRow] = (),
        missing: pl.DataFrame | None = None,
        span: str | None = None,
        is_told: bool = False,
        names: str = "name",
    ) -> Chart:
        """`figure` with the look, the finding as its title, definition and unit as its subtitle.

        Args:
            key: of one of several charts alike ``<key>_<id>``, with the one indicator it is `of`.
            names: what the column ``name`` of `table` has names of, as a column of ``col_*``.
            missing: the hand-ins that it lacks (see `missed`); its foot names them.
        """
        gaps = "" if missing is None else gap_words(missing, self.lang)
        source = self.footed(gaps).foot
        _frame(figure, finding, subtitle, source, height, left)
        if isinstance(of, Sequence):
            caption, ids = self.say(f"caption_{key}"), tuple(row["indicator_id"] for row in of)
        else:
            caption, ids = (
                self.say(f"caption_{key}", name=self.text(of, "name")),
                (of["indicator_id"],),
            )
            key = f"{key}_{of['indicator_id']}"
        named = heads(table.columns, of if isinstance(of, Sequence) else [of], self.lang)
        if "name" in named:
            named["name"] = self.say(f"col_{names}")
        return Chart(
            key,
            figure,
            finding,
            caption,
            subtitle,
            source,
            table,
            span,
            ids,
            named,
            self.lang,
            is_told,
        )


def _frame(
    figure: go.Figure, finding: str, subtitle: str, source: str, height: int, left: int
) -> None:
    """Give `figure` its size, and the words around its plot."""
    title = wrapped(finding, (WIDTH - 30) / _TITLE)
    under = wrapped(subtitle, (WIDTH - 30) / _SUBTITLE)
    foot = wrapped(source, (WIDTH - 30) / _FOOT)
    below_title = _LINE * _TITLE * _lines(title)
    top = 30 + below_title + _LINE * _SUBTITLE * _lines(under) + _above_plot(figure)
    axis = 52 if any(a.title.text for a in figure.select_xaxes()) else 34
    bottom = axis + 20 * _legend_rows(figure, WIDTH - left) + _LINE * _FOOT * _lines(foot) + 12
    whole = height + top + bottom
    figure.update_layout(
        width=WIDTH,
        height=whole,
        font={"family": FONT, "size": 12, "color": INK},
        margin={"l": left, "r": 22, "t": top, "b": bottom},
        legend=_LEGEND | {"y": (bottom - axis) / whole},
        hoverlabel=_HOVER,
    )
    # clear of the panel below; set as a whole, since plotly takes long over each part
    near = {"standoff": 4, "font": {"size": 11}}
    for each in (*figure.select_xaxes(), *figure.select_yaxes()):
        each.title = each.title.to_plotly_json() | near
    note = {
        "name": FRAME,
        "x": 0,
        "xref": "paper",
        "yref": "paper",
        "xshift": 12 - left,
    } | _LEFT
    head, low = note | {"y": 1, "yanchor": "top"}, note | {"y": 0, "yanchor": "bottom"}
    bold, grey = {"size": _TITLE, "weight": 700}, {"size": _SUBTITLE, "color": GREY}
    figure.layout.annotations += (
        go.layout.Annotation(text=title, yshift=top - 10, font=bold, **head),
        go.layout.Annotation(text=under, yshift=top - 12 - below_title, font=grey, **head),
        go.layout.Annotation(text=foot, yshift=4 - bottom, font=grey | {"size": _FOOT}, **low),
    )


def _above_plot(figure: go.Figure) -> int:
    """What stands between the subtitle and the plot: titles of panels, an axis."""
    notes = figure.layout.annotations
    titles = 24 if notes and notes[0].yref == "paper" else 0
    return titles + (18 if figure.layout.xaxis.side == "top" else 0)


def _legend_rows(figure: go.Figure, width: float) -> int:
    """Rows that the legend takes, by the length of its names."""
    if figure.layout.showlegend is False:
        return 0
    names = {t.name for t in figure.data if t.showlegend is not False and t.name}
    rows, used = 1, 0.0
    for name in names:
        size = 46 + 11 * width_of(name)
        rows, used = (rows, used + size) if used + size <= width else (rows + 1, size)
    return rows if names else 0


def width_of(text: str) -> float:
    """Width in full-width characters."""
    return sum(1.0 if _is_wide(char) else 0.56 for char in text)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _lines(text: str) -> int:
    return text.count("<br>") + 1


def escaped(text: object) -> str:
    """Text from a hand-in, so that a chart shows it and runs nothing of it."""
    return html.escape(str(text))


def wrapped(text: str, width: float) -> str:
    """`text` broken into lines of at most `width` full-width characters; words stay whole."""
    lines, line, used = [], "", 0.0
    for word in _words(text):
        size = width_of(word)
        if used + size > width and line:
            lines.append(line)
            line, used = "", 0.0
        line, used = line + word, used + size
    return "<br>".join([*lines, line])


def _words(text: str) -> list[str]:
    words: list[str] = []
    for char in text:
        goes_on = words and not _is_wide(char) and char != " " and not words[-1].endswith(" ")
        if goes_on and not _is_wide(words[-1][-1]):
            words[-1] += char
        elif words and (char == " " or char in "，。；：、）”%" or words[-1][-1] in "（“《【"):
            words[-1] += char  # no line begins with these, and none ends with those
        else:
            words.append(char)
    return words

"""One chart by name, as a notebook asks for it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import cast

import plotly.graph_objects as go
import polars as pl

from analysis.base.places import own_id
from analysis.base.text import likeness
from analysis.charts import beside, change, funnel, heat_table, own, rolling, trend, when
from analysis.charts.chart_set import WHOLE, look_of
from analysis.charts.marks import write_instead
from analysis.charts.theme import Chart, Look
from analysis.findings import Findings, why_default
from analysis.marts.code_names import names_of
from analysis.marts.open import published_file
from analysis.marts.rows import IndicatorRow
from analysis.marts.snapshot import Snapshot
from analysis.marts.trace import NoSuchFigure, find_indicator, find_region, names_of_indicator
from analysis.messages import Lang, NoSuchLang, known_lang, say

_PERIODS = ("year", "r12m")
# those that the report does not hold
_ASKED = {"hours": when.hours, "months": when.months, "beside": beside.draw}
_WHOLE = WHOLE | _ASKED


class NoSuchChart(LookupError):
    """There is no such chart; the message says what there is, the most like first."""


def chart(
    name: str | Mapping[str, object],
    region: str | int | None = None,
    period: str = "year",
    comparison: str | None = None,
    year: int | None = None,
    lang: Lang = "zh",
) -> Chart:
    """A chart of what is published, as the report draws it, e.g. ``chart("RD", region="昭君镇")``; one of words
    where the published data give nothing to draw.

    Args:
        name: an indicator by its id, code or name; a chart of no single indicator by its key, as
            ``verdicts``; or an indicator of one's own (see `analysis.charts.own`).
        region: by code or name; the own region if none is given.
        period: ``year``, or ``r12m``: the twelve months to each month's end. Shorter periods are not
            drawn: a part of a year over a stock compares with nothing.
        comparison: ``prior_year``: why the rate changed; ``townships``: these beside the own region,
            ``township_years``: these over the years; or a region whose yearly rates stand beside. Periods and comparisons may be given by their
            names of ``seeds/code_names.csv``.
        year: the last that it shows; if none is given the last of which most rates are known, which its foot
            says where that is not the last one.

    Raises:
        NoSuchChart: no such chart, region, period, comparison or language.
        NotPublished: there is no such build.
    """
    try:
        known_lang(lang)
    except NoSuchLang as error:
        raise NoSuchChart(*error.args) from None
    findings = _findings(published_file(), year, lang)
    look = _look(findings, year)
    if isinstance(name, Mapping):
        found, name = own.draw(findings, look, name), str(name["name_zh"])
    elif name in _WHOLE:
        found = _WHOLE[name](findings, look)
    else:
        indicator = _indicator(findings, str(name))
        place = own_id() if region is None else _region(findings, str(region))
        found = _of_indicator(
            findings,
            look,
            indicator,
            place,
            _period(period, lang),
            _comparison(findings, comparison),
        )
    return found or _nothing(look, findings.say("nothing_to_draw", name=name, year=findings.year))


def _nothing(look: Look, words: str) -> Chart:
    """What says that the published data give nothing to draw: the cells of a notebook below still run."""
    figure = go.Figure()
    subtitle, height = write_instead(figure, look)
    return look.chart("nothing", figure, words, subtitle, pl.DataFrame(), height)


@lru_cache(maxsize=4)
def _findings(path: Path, year: int | None, lang: Lang) -> Findings:
    return Findings.of_year(Snapshot(path=path), year, lang)


def _look(findings: Findings, year: int | None) -> Look:
    """With the year that nobody asked for in its foot, where that surprises."""
    look, why = look_of(findings), None if year else why_default(findings.marts, findings.lang)
    return replace(look, foot=f"{why} {look.foot}") if why else look


def _of_indicator(
    findings: Findings,
    look: Look,
    indicator: IndicatorRow,
    region: str,
    period: str,
    comparison: str | None,
) -> Chart | None:
    if comparison == "townships":
        return funnel.draw(findings, look, indicator)
    if comparison == "township_years":
        plan = {row["indicator_id"]: row for row in findings.indicators}
        row = plan.get(indicator["indicator_id"])
        return heat_table.draw(findings, look, row) if row else None
    asked = indicator if region == own_id() else _named_in(findings, indicator, region)
    if comparison == "prior_year":
        return change.draw(findings, look, asked, region)
    if period == "r12m":
        return rolling.draw(findings, look, asked, region)
    return trend.draw(findings, look, asked, region, comparison)


def _named_in(findings: Findings, indicator: IndicatorRow, region: str) -> IndicatorRow:
    """`indicator` under the name that it has in a region."""
    key, name = f"name_{findings.lang}", findings.text(indicator)
    said = findings.say("name_in_region", region=findings.region_names()[region], name=name)
    return cast("IndicatorRow", {**indicator, key: said})


def _indicator(findings: Findings, asked: str) -> IndicatorRow:
    try:
        return find_indicator(findings.marts, asked)
    except NoSuchFigure:
        raise _unknown(asked, _there_is(findings, asked), findings.lang) from None


def _region(findings: Findings, asked: str, others: str = "") -> str:
    try:
        return find_region(findings.marts, asked)
    except NoSuchFigure as error:
        raise _unknown(asked, others + error.near[findings.lang], findings.lang) from None


def _period(asked: str, lang: Lang) -> str:
    names = {code: names_of("period_kind", lang)[code] for code in _PERIODS}
    if code := _code(names, asked):
        return code
    near = say("list_comma", lang).join(f"{code} {name}" for code, name in names.items())
    raise _unknown(asked, near, lang)


def _comparison(findings: Findings, asked: str | None) -> str | None:
    """One of the two codes, or the code of a region; none where none is asked for."""
    if asked is None:
        return None
    names = names_of("comparison", findings.lang)
    told = findings.listed(f"{code} {name}" for code, name in names.items())
    return _code(names, asked) or _region(findings, asked, told + findings.say("list_semicolon"))


def _code(names: Mapping[str, str], asked: str) -> str | None:
    """The code that is asked for by itself or by its name."""
    return next((code for code, name in names.items() if asked in (code, name)), None)


def _unknown(asked: str, near: str, lang: Lang) -> NoSuchChart:
    return NoSuchChart(say("no_such_chart", lang, asked=asked, near=near))


def _there_is(findings: Findings, asked: str) -> str:
    """All that can be drawn, the most like first."""
    there = [
        (_told(findings, row), names_of_indicator(row)) for row in findings.marts.rows(IndicatorRow)
    ]
    captions = {key: findings.say(f"caption_{key}") for key in _WHOLE}
    there += [(f"{key} {caption}", (key, caption)) for key, caption in captions.items()]
    there.sort(key=lambda one: -likeness(asked, one[1]))
    return findings.say("list_semicolon").join(said for said, _ in there)


def _told(findings: Findings, row: IndicatorRow) -> str:
    name = findings.text(row)
    return findings.say("chart_there_is", short=row["code"], name=name, id=row["indicator_id"])

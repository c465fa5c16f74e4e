"""The package of a chart: its figures, what they are, and how to cite them, in one zip."""

import io
import json
import zipfile
from collections.abc import Mapping

import polars as pl

from analysis.base.workbook import neutral
from analysis.charts import Chart
from analysis.findings import Findings
from analysis.messages.dates import month_words
from analysis.pages.gallery.choice import Numbered, codes_of

_YEARS = {"year", "first_year_before"}
_DAYS = {"period_end"}
_LONG_AGO = (2000, 1, 1, 0, 0, 0)  # the same figures make the same bytes
_MARK = "\ufeff"  # by which Excel and Notepad know UTF-8


def package(one: Numbered, findings: Findings, pictures: Mapping[str, bytes]) -> bytes:
    """A zip with the figures as CSV, ``metadata.json``, ``README.txt`` and the chart's `pictures` by
    their ending."""
    about = metadata(one.chart, findings)
    files = {
        f"{one.stem}.csv": figures_as_csv(one.chart, findings),
        "metadata.json": json.dumps(about, ensure_ascii=False, indent=2).encode(),
        "README.txt": _read_me(one, findings, about).encode(),
    } | {f"{one.stem}.{ending}": picture for ending, picture in pictures.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in files.items():
            book.writestr(zipfile.ZipInfo(name, _LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def figures_as_csv(chart: Chart, findings: Findings) -> bytes:
    """The whole of each figure under headers in words; nothing in it runs in a spreadsheet."""
    table = chart.table.with_columns(
        pl.col(pl.String).map_elements(neutral, pl.String, skip_nulls=True)
    )
    return table.rename(chart.heads).write_csv(include_bom=True).encode()


def metadata(chart: Chart, findings: Findings) -> dict[str, object]:
    """What a chart shows and what it stands on, in the language of `findings`."""
    marts = findings.marts
    own = [row for row in findings.indicators if row["indicator_id"] in chart.indicators]
    has_notes = "note" in chart.table.columns
    notes: list[str] = chart.table["note"].drop_nulls().to_list() if has_notes else []
    breaks = [
        findings.say(
            "package_break", name=findings.text(row), day=findings.day(each["effective_from"])
        )
        for row in own
        for each in findings.breaks_of(row)
    ]
    return {
        "title": chart.caption,
        "finding": chart.finding,
        "reading": chart.subtitle,
        "span": span_of(chart, findings),
        "definitions": [
            {
                "indicator": findings.text(row),
                "definition": findings.text(row, "definition"),
                "unit": findings.text(row, "unit"),
            }
            for row in own
        ],
        "source": chart.foot,
        "build": marts.build["build_id"],
        "as_of": f"{marts.as_of}",
        "is_sample": marts.is_sample,
        "caveats": [*dict.fromkeys(note for note in notes if note), *breaks],
        "trace_codes": codes_of(chart),
        "citation": _citation(chart, findings),
    }


def span_of(chart: Chart, findings: Findings) -> str:
    """What the figures of a chart are of, in words: not what was asked for, but what it shows."""
    if chart.span:
        return chart.span
    days = [
        day for name in _DAYS & {*chart.table.columns} for day in chart.table[name].drop_nulls()
    ]
    years = [y for name in _YEARS & {*chart.table.columns} for y in chart.table[name].drop_nulls()]
    years += [day.year for day in days]
    if not years:
        return findings.span.words(findings.lang)
    if all(day.month == 12 for day in days):
        return findings.say("shown_years", first=min(years), last=max(years))
    first, last = (month_words(day, findings.lang) for day in (min(days), max(days)))
    return findings.say("shown_months", first=first, last=last)


def _citation(chart: Chart, findings: Findings) -> str:
    build = findings.marts.build
    return findings.say(
        "citation",
        title=chart.caption,
        span=span_of(chart, findings),
        build_id=build["build_id"],
        as_of=findings.day(build["as_of"]),
    ) + (findings.say("chart_foot_sample") if findings.marts.is_sample else "")


def _read_me(one: Numbered, findings: Findings, about: dict[str, object]) -> str:
    definitions: list[dict[str, str]] = about["definitions"]  # type: ignore[assignment]
    caveats: list[str] = about["caveats"]  # type: ignore[assignment]
    codes: list[str] = about["trace_codes"]  # type: ignore[assignment]
    parts = [
        (findings.say("package_finding"), [one.chart.finding, one.chart.subtitle]),
        (findings.say("package_files"), [findings.say("package_files_words", stem=one.stem)]),
        (
            findings.say("package_definitions"),
            [findings.say("package_definition", **definition) for definition in definitions],
        ),
        (findings.say("package_caveats"), caveats),
        (
            findings.say("package_trace"),
            [findings.say("package_trace_words", figure=code) for code in codes[-1:]],
        ),
        (findings.say("package_source"), [one.chart.foot]),
        (findings.say("package_citation"), [str(about["citation"])]),
    ]
    warned = [findings.say("report_sample"), ""] if findings.marts.is_sample else []
    lines = [one.chart.caption, "", *warned]
    for head, said in parts:
        lines += [findings.say("package_head", head=head), *said, ""] if said else []
    return _MARK + "\r\n".join(lines)

"""What a build and a published warehouse look like on a terminal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.console import Console
from rich.table import Table

from analysis.base.seeds import seed_rows
from analysis.base.settings import DataDir
from analysis.marts.caveats import caveat_words
from analysis.marts.code_names import name_of
from analysis.marts.open import FILE_NAME, build_of, connect
from analysis.marts.period_words import period_words
from analysis.marts.rows import in_language
from analysis.marts.waiting import waiting
from analysis.messages import Lang, has_wording, say
from analysis.messages.numbers import short
from analysis.warehouse.publish import is_changed_after_publication
from analysis.warehouse.unchanged import last_check

if TYPE_CHECKING:  # who shows one of these has made it; the others do without
    from analysis.ingest.preview import Preview
    from analysis.marts.trace import Trace
    from analysis.pipeline import BuildResult
    from analysis.warehouse.dbt import Failure

_NAMED_BY = {"series": "series", "indicator_id": "indicators", "region_id": "regions"}
_STATUSES = ("accepted", "superseded", "held", "rejected", "unrecognised")
_NOT_TRACED = ("hand_in_id", "region_id", "is_corrected", "is_provisional", "period_start")
_SHOWN, _HAND_INS_SHOWN = 40, 10
_STYLES = {"target_overdue": "red", "target_behind": "yellow", "target_met": "green"}
_CALENDAR = dict(missing="red", rejected="red", held="yellow", early="yellow", late="yellow")


def show_build(console: Console, result: "BuildResult", data: DataDir, lang: Lang) -> None:
    """The end of a build: whether it was published, where, and what a clerk must act on."""
    from analysis.pipeline import EXPLORER, SITUATION

    build = result.build
    show_refused(console, result.ingested.tables, lang)
    for one in result.ingested.missing:
        said = say("county_missing", lang, folder=one.path, reason=one.reason.text(lang))
        console.print(said, style="bold red", soft_wrap=True)
    if result.is_published:
        about = asdict(build) | {"seconds": round(build.seconds, 1), "tests": build.tests_passed}
        console.print(say(build.status, lang, **about), style="green")
        link = data.current if build.status == "published" else data.as_of(build.as_of)
        console.print(say("warehouse_at", lang, path=link / FILE_NAME), soft_wrap=True)
        if build.detail:
            console.print(build.detail, style="yellow")
        else:
            console.print(say("situation_at", lang, path=link / SITUATION), soft_wrap=True)
            console.print(say("explorer_at", lang, path=link / EXPLORER), soft_wrap=True)
        for warning in result.warnings:
            _show_failure(console, warning, lang, "warned_of")
        return
    console.print(say("not_built", lang, build_id=build.build_id), style="bold red")
    for failure in result.failures:
        _show_failure(console, failure, lang)
    log = data.builds / build.build_id / "log" / "dbt.log"
    console.print(say("log_at", lang, path=log), soft_wrap=True)


def show_status(console: Console, data: DataDir, lang: Lang) -> None:
    """The published build: when, what was refused, what is not in the region list.

    Raises:
        NotPublished: nothing has been published.
    """
    if is_changed_after_publication(data):
        console.print(say("changed_after_publication", lang), style="bold red")
    with connect(data) as warehouse:
        build = build_of(warehouse)
        tables = {
            "hand_ins": pl.DataFrame(warehouse.sql("from marts.fct_hand_ins")),
            "quarantined_cells": pl.DataFrame(warehouse.sql("from marts.fct_quarantined_cells")),
        }
        unlisted = warehouse.execute(
            "select place, count(*) from marts.fct_accidents where is_place_unlisted "
            "group by place order by 2 desc"
        ).fetchall()
    console.print(say("status_build", lang, **build))
    if checked_at := last_check(data):
        console.print(say("status_checked", lang, checked_at=checked_at))
    show_refused(console, tables, lang)
    for place, count in unlisted[:_SHOWN]:
        console.print(say("unlisted_place", lang, place=place, count=count), style="yellow")
    _say_more(console, "more_places", len(unlisted), lang)
    console.print(say("warehouse_at", lang, path=data.current / FILE_NAME), soft_wrap=True)


def show_refused(console: Console, tables: Mapping[str, pl.DataFrame], lang: Lang) -> None:
    """Files by status, each refused one with its reason, and each quarantined cell."""
    hand_ins, cells = tables["hand_ins"], tables["quarantined_cells"]
    counts = dict(hand_ins.group_by("status").len().iter_rows())
    parts = [f"{say(f'status_{status}', lang)} {counts.get(status, 0)}" for status in _STATUSES]
    in_force = hand_ins.filter(pl.col("status") == "accepted")["hand_in_id"]
    own = cells.filter(pl.col("hand_in_id").is_in(in_force.implode()))
    waiting_ids = hand_ins.filter("waits")["hand_in_id"]
    shown = cells.filter(pl.col("hand_in_id").is_in(pl.concat([in_force, waiting_ids]).implode()))
    waits = waiting(hand_ins, cells)
    console.print(
        say("files", lang)
        + "，".join(parts)
        + say("quarantined_rows", lang, count=waits.rows)
        + say("cells_not_kept", lang, count=(own["fate"] == "refused").sum())
    )
    if waits:
        console.print(waits.text(lang), style="yellow")
    _show_files(console, hand_ins, lang)
    _show_cells(console, shown, hand_ins, lang)


def show_preview(console: Console, found: "Preview", lang: Lang) -> None:
    """What would happen to one file, as the next build would show it."""
    from analysis.ingest.register_tables import hand_ins_table, quarantine_table

    if found.problem:
        console.print(found.problem.text(lang), style="yellow")
    if found.outcome is None:
        return
    hand_ins = hand_ins_table([found.outcome], [])
    row = hand_ins.row(0, named=True)
    style = "green" if row["status"] == "accepted" else "yellow"
    hand_in = found.outcome.hand_in
    params = {
        "form": hand_in.layout.name_zh if lang == "zh" else hand_in.layout.name_en,
        "department": _department(hand_in.department, lang),
        "period": hand_in.period.words(lang) if hand_in.period else "—",
    }
    status = say(f"status_{row['status']}", lang)
    counts = {name: row[name] for name in ("rows_accepted", "rows_quarantined")}
    console.print(say("would_be", lang, status=status, **params, **counts), style=style)
    for name in ("reason", "warnings"):
        if text := row[name if lang == "zh" else f"{name}_en"]:
            console.print(text)
    _show_cells(console, quarantine_table([found.outcome]), hand_ins, lang)


def _department(department: str, lang: Lang) -> str:
    """Its name; one of a form of any department is named by itself or, unlisted, not at all."""
    names = {row["department_id"]: row[f"name_{lang}"] for row in seed_rows("departments.csv")}
    if department.startswith("unknown"):
        return say("department_unknown", lang)
    return names.get(department, department)


def show_trace(console: Console, found: "Trace", lang: Lang) -> None:
    """A figure, the cells of its denominator, the rows of its events, and what was published."""
    row, indicator = found.figure, found.indicator
    decimals = indicator["decimals"]
    params = {
        "code": found.code,
        "name": in_language(indicator, "name", lang),
        "unit": in_language(indicator, "unit", lang),
        "period": period_words(row["period_kind"], row["period_end"], lang),
        "region": found.region[lang],
        "rate": "—" if row["rate"] is None else f"{row['rate']:.{decimals}f}",
        "count": short(row["numerator"]),
        "denominator": "—" if row["denominator"] is None else f"{row['denominator']:,.0f}",
        "per": "" if indicator["per"] == 1 else f" × {indicator['per']:,.0f}",
    }
    head = {f"figure_{name}" if name == "code" else name: value for name, value in params.items()}
    console.print(say("trace_head", lang, **head), soft_wrap=True)
    if said := caveat_words(row, lang):
        console.print(said, style="yellow")
    for name in ("denominators", "events", "published"):
        table: pl.DataFrame = getattr(found, name)
        shown = _named(table.drop(_NOT_TRACED, strict=False), lang)
        shown = shown.select(c for c in shown if c.null_count() < c.len())
        shown = shown.rename({c: say(f"col_{c}", lang) for c in shown.columns})
        title = say(f"trace_{name}", lang, count=table.height)
        if table.height:
            show_table(console, title, shown, lang)
        elif name != "published":
            console.print(title)
    if row["numerator"] is not None:
        same = abs(found.counted - row["numerator"]) < 1e-6
        code = "trace_agrees" if same else "trace_differs"
        text = say(code, lang, counted=short(found.counted), count=params["count"])
        console.print(text, style="green" if same else "red")
    for correction in found.corrections.iter_rows(named=True):
        named = {
            n: correction[n] for n in ("key", "column_name", "expected", "corrected", "reason")
        }
        console.print(say("trace_correction", lang, **named), style="yellow")


def _named(table: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """A table of a trace with names in the place of codes, and figures and times as people read them."""
    series = {row["series"]: row[f"name_{lang}"] for row in seed_rows("series.csv")}
    words: dict[str, Callable[[Any], object]] = {
        "series": lambda code: series.get(code, code),
        "basis": lambda code: say(f"basis_{code}", lang),
        "vintage": lambda code: say(f"vintage_{code}", lang),
        "value": lambda value: f"{value:,.2f}".removesuffix(".00"),
        "occurred_at": lambda moment: f"{moment:%Y-%m-%d %H:%M}",
    }
    return table.with_columns(
        pl.Series(name, [None if v is None else word(v) for v in table[name]], dtype=pl.String)
        for name, word in words.items()
        if name in table.columns
    )


def _row_in_words(row: Mapping[str, object], lang: Lang) -> dict[str, object]:
    """A row of a failed test with names in the place of codes."""
    names: dict[object, str] = {
        line[key]: line[f"name_{lang}"]
        for key, seed in _NAMED_BY.items()
        for line in seed_rows(f"{seed}.csv")
    }
    words = {name: names.get(value, value) for name, value in row.items()}
    if kind := row.get("period_kind"):
        words["period_kind"] = say(f"period_kind_{kind}", lang)
    return {name: "—" if value is None else value for name, value in words.items()}


def show_table(console: Console, title: str, frame: pl.DataFrame, lang: Lang) -> None:
    """A frame whose first column is a status; urgent rows in colour."""
    styles = {say(code, lang): style for code, style in _STYLES.items()}
    styles |= {name_of("calendar_status", code, lang): style for code, style in _CALENDAR.items()}
    table = Table(title=title)
    for name, dtype in frame.schema.items():
        table.add_column(name, justify="right" if dtype.is_numeric() else "left", overflow="fold")
    for row in frame.iter_rows():
        cells = ("" if value is None else str(value) for value in row)
        table.add_row(*cells, style=styles.get(row[0]))
    console.print(table)


def _show_files(console: Console, hand_ins: pl.DataFrame, lang: Lang) -> None:
    reason = "reason" if lang == "zh" else "reason_en"
    warnings = "warnings" if lang == "zh" else "warnings_en"
    refused = hand_ins.filter(pl.col("waits") | (pl.col("status") == "unrecognised"))
    if refused.height:
        table = _table(("status", "file", "reason"), lang)
        for row in refused.sort("status", "path").head(_SHOWN).iter_rows(named=True):
            style = "dim" if row["status"] == "unrecognised" else "yellow"
            status = say(f"status_{row['status']}", lang)
            # by these letters `accept` and `reject` know a file whose name may not be shown
            code = f"〔{row['sha256'][:8]}〕" if row["sha256"] else ""
            table.add_row(status, row["path"] + code, row[reason] or "", style=style)
        console.print(table)
        _say_more(console, "more_files", refused.height, lang)
    warned = hand_ins.filter(pl.col(warnings).is_not_null())
    for row in warned.head(_SHOWN).iter_rows(named=True):
        console.print(f"{row['path']}：{row[warnings]}", style="yellow")
    _say_more(console, "more_warnings", warned.height, lang)


def _table(heads: Sequence[str], lang: Lang) -> Table:
    """Nothing of a message is cut off: what is too long goes on in the next line."""
    table = Table()
    for name in heads:
        table.add_column(say(f"head_{name}", lang), overflow="fold")
    return table


def _say_more(console: Console, code: str, count: int, lang: Lang) -> None:
    """How many of `count` were not listed."""
    if count > _SHOWN:
        console.print(say(code, lang, count=count - _SHOWN), style="yellow")


def _show_cells(console: Console, cells: pl.DataFrame, hand_ins: pl.DataFrame, lang: Lang) -> None:
    if not cells.height:
        return
    heads = ("file", "sheet", "row", "column", "value", "reason", "fate")
    table = _table(heads, lang)
    paths = dict(hand_ins.select("hand_in_id", "path").iter_rows())
    reason = "reason" if lang == "zh" else "reason_en"
    urgent = pl.col("fate").replace_strict({"set_aside": 0, "doubted": 1, "refused": 2})
    for row in cells.sort(urgent, maintain_order=True).head(_SHOWN).iter_rows(named=True):
        values = (paths[row["hand_in_id"]], row["sheet"], row["row"], row["column"], row["value"])
        fate = say(f"fate_{row['fate']}", lang)
        table.add_row(*(str(value) for value in (*values, row[reason], fate)))
    console.print(table)
    _say_more(console, "more_cells", cells.height, lang)


def _show_failure(console: Console, failure: "Failure", lang: Lang, code: str = "failure") -> None:
    """What can be someone's doing is told in sentences; anything else is for who keeps the program."""
    told = has_wording(f"row_of_{failure.name}")
    head = f"{code}_told" if told else code
    console.print(say(head, lang, name=failure.name, message=failure.message))
    advice = f"advice_{failure.name}"
    console.print(say(advice if has_wording(advice) else "advice", lang), soft_wrap=True)
    for row in failure.rows:
        text = ", ".join(f"{name}={value}" for name, value in row.items())
        if told:
            text = say(f"row_of_{failure.name}", lang, **_row_in_words(row, lang))
        console.print(f"    {text}")
    if failure.hand_ins:
        names = "、".join(failure.hand_ins[:_HAND_INS_SHOWN])
        count = len(failure.hand_ins)
        console.print(say("failure_hand_ins", lang, count=count, files=names), style="yellow")

"""What the supervision group asks every month: targets, red first, who has not handed in, and what
was handed in and not taken."""

from collections.abc import Mapping

import polars as pl

from analysis.base.settings import DataDir
from analysis.marts import mart
from analysis.marts.hand_in_calendar import NOT_HANDED_IN, worded_calendar
from analysis.marts.plan import latest_progress
from analysis.marts.snapshot import Snapshot
from analysis.marts.target_words import state
from analysis.messages import Lang, say
from analysis.messages.numbers import decimals_beside

_URGENCY = {"overdue": 0, "behind": 1, "undecided": 2, "no_data": 3, "on_track": 4, "met": 5}
_LATENESS = [*NOT_HANDED_IN, "late"]

# The most urgent first: what is said of a file or a cell, and what is to be done about it
_WHAT_TO_DO = {
    "status_held": "held",
    "status_rejected": "rejected",
    "fate_set_aside": "set_aside",
    "fate_doubted": "doubted",
    "fate_refused": "refused",
    "status_unrecognised": "unrecognised",
}


def targets(data: DataDir, lang: Lang) -> pl.DataFrame:
    """The latest standing of every target, the most urgent first, worded for a reader.

    Raises:
        NotPublished: nothing has been published.
    """
    marts = Snapshot(data)
    progress, as_of = latest_progress(marts, lang), marts.as_of
    order = pl.col("status").replace_strict(_URGENCY)
    return progress.sort(order, "due_date", "target_id").select(
        pl.struct("status", "reason", "kind", "period_end")
        .map_elements(lambda row: state(**row, as_of=as_of, lang=lang), pl.String)
        .alias(say("head_status", lang)),
        pl.col("name").alias(say("head_target", lang)),
        pl.struct("value", "threshold")
        .map_elements(_rounded, pl.Float64)
        .alias(say("head_figure", lang)),
        _threshold(lang).alias(say("head_threshold", lang)),
        pl.col("due_date").alias(say("head_due", lang)),
        pl.col("days_left").alias(say("head_days_left", lang)),
        pl.col("needed_per_month").round(2).alias(say("head_needed", lang)),
        pl.col("departments").list.join(say("list_comma", lang)).alias(say("head_who", lang)),
        pl.col("period_end").alias(say("head_period_end", lang)),
        pl.col("note").alias(say("head_note", lang)),
    )


def _rounded(target: Mapping[str, float | None]) -> float | None:
    value = target["value"]
    return None if value is None else round(value, decimals_beside(value, target["threshold"]))


def _threshold(lang: Lang) -> pl.Expr:
    stated = pl.format(
        "{} {}", "operator", pl.col("threshold").cast(pl.String).str.strip_suffix(".0")
    )
    return (
        pl.when(pl.col("source_form") == "fct_verdicts")
        .then(pl.lit(say("threshold_verdict", lang)))
        .when(pl.col("threshold").is_null())
        .then(pl.lit(say("threshold_not_given", lang)))
        .otherwise(stated)
    )


def calendar(data: DataDir, lang: Lang) -> pl.DataFrame:
    """Hand-ins that are missing, do not count or came late, the missing and longest overdue first.

    Raises:
        NotPublished: nothing has been published.
    """
    due = mart("fct_hand_in_calendar", data).filter(pl.col("status").is_in(_LATENESS))
    order = pl.col("status").replace_strict({code: at for at, code in enumerate(_LATENESS)})
    due = due.sort(order, pl.col("days_late"), descending=[False, True])
    return worded_calendar(due, mart("dim_department", data), lang).select(
        pl.col("said").alias(say("head_status", lang)),
        pl.col("name").alias(say("head_form", lang)),
        pl.col("department").alias(say("head_department", lang)),
        pl.col("period").alias(say("head_period", lang)),
        pl.col("due_date").alias(say("head_due", lang)),
        pl.col("received_at").dt.date().alias(say("head_received", lang)),
        pl.col("days_late").alias(say("head_days_late", lang)),
    )


def not_taken(data: DataDir, lang: Lang) -> pl.DataFrame:
    """Files that wait or are no hand-in, and cells of files in force or waiting that were not taken
    or are in doubt; each with its place, the reason and what to do.

    Raises:
        NotPublished: nothing has been published.
    """
    hand_ins, cells = mart("fct_hand_ins", data), mart("fct_quarantined_cells", data)
    reason = "reason" if lang == "zh" else "reason_en"
    files = hand_ins.filter(pl.col("waits") | (pl.col("status") == "unrecognised"))
    matters = pl.col("waits") | (pl.col("status") == "accepted")
    own = hand_ins.filter(matters).select("hand_in_id", "path")
    cells = cells.join(own, on="hand_in_id")
    place = ("sheet", "column", "value", "row")
    of_files = files.select(pl.format("status_{}", "status").alias("is"), "path", reason)
    of_cells = cells.select(pl.format("fate_{}", "fate").alias("is"), "path", reason, *place)
    rows = pl.concat([of_files, of_cells], how="diagonal")
    order = {code: at for at, code in enumerate(_WHAT_TO_DO)}
    rows = rows.sort(pl.col("is").replace_strict(order), "path", "sheet", "row", "column")
    words = {code: say(code, lang) for code in _WHAT_TO_DO}
    to_do = {code: say(f"to_do_{what}", lang) for code, what in _WHAT_TO_DO.items()}
    return rows.select(
        pl.col("is").replace_strict(words).alias(say("head_status", lang)),
        pl.col("path").alias(say("head_file", lang)),
        *(pl.col(n).alias(say(f"head_{n}", lang)) for n in ("sheet", "row", "column", "value")),
        pl.col(reason).alias(say("head_reason", lang)),
        pl.col("is").replace_strict(to_do).alias(say("head_to_do", lang)),
    )

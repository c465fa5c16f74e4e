"""What the supervision group asks every month: targets, red first, and who has not handed in."""

import polars as pl

from analysis.departments import department
from analysis.messages import Lang, say
from analysis.settings import DataDir
from analysis.target_words import worded
from analysis.warehouse import mart

_URGENCY = {"overdue": 0, "behind": 1, "no_data": 2, "on_track": 3, "met": 4}
_LATENESS = {"missing": 0, "late": 1, "not_due": 2, "on_time": 3}


def targets(data: DataDir, lang: Lang) -> pl.DataFrame:
    """The latest standing of every target, the most urgent first, worded for a reader.

    Raises:
        NotPublished: nothing has been published.
    """
    names = ("dim_target", "dim_department", "fct_indicator_trends")
    latest = mart("fct_target_progress", data).filter("is_latest")
    progress = worded(latest, *(mart(name, data) for name in names), lang)
    order = pl.col("status").replace_strict(_URGENCY)
    return progress.sort(order, "due_date", "target_id").select(
        pl.col("status")
        .map_elements(lambda s: say(f"target_{s}", lang), pl.String)
        .alias(say("head_status", lang)),
        pl.col("name").alias(say("head_target", lang)),
        pl.col("value").round(2).alias(say("head_figure", lang)),
        _threshold(lang).alias(say("head_threshold", lang)),
        pl.col("due_date").alias(say("head_due", lang)),
        pl.col("days_left").alias(say("head_days_left", lang)),
        pl.col("needed_per_month").round(2).alias(say("head_needed", lang)),
        pl.col("departments").list.join(say("list_comma", lang)).alias(say("head_who", lang)),
        pl.col("period_end").alias(say("head_period_end", lang)),
        pl.col("note").alias(say("head_note", lang)),
    )


def _threshold(lang: Lang) -> pl.Expr:
    stated = pl.format(
        "{} {}", "operator", pl.col("threshold").cast(pl.String).str.strip_suffix(".0")
    )
    return (
        pl.when(pl.col("source_form") == "fct_indicator_trends")
        .then(pl.lit(say("threshold_verdict", lang)))
        .when(pl.col("threshold").is_null())
        .then(pl.lit(say("threshold_not_given", lang)))
        .otherwise(stated)
    )


def calendar(data: DataDir, lang: Lang) -> pl.DataFrame:
    """Hand-ins that are missing or came late, the missing and longest overdue first.

    Raises:
        NotPublished: nothing has been published.
    """
    due = mart("fct_hand_in_calendar", data).filter(pl.col("status").is_in(["missing", "late"]))
    order = pl.col("status").replace_strict(_LATENESS)
    return due.sort(order, pl.col("days_late"), descending=[False, True]).select(
        pl.col("status")
        .map_elements(lambda s: say(f"calendar_{s}", lang), pl.String)
        .alias(say("head_status", lang)),
        pl.col("form_zh" if lang == "zh" else "form").alias(say("head_form", lang)),
        department(mart("dim_department", data), lang).alias(say("head_department", lang)),
        pl.col("period").alias(say("head_period", lang)),
        pl.col("due_date").alias(say("head_due", lang)),
        pl.col("received_at").dt.date().alias(say("head_received", lang)),
        pl.col("days_late").alias(say("head_days_late", lang)),
    )

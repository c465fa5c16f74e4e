"""Where a target of the plan stands, in the words of a reader: who answers, and what to know."""

from datetime import date

import polars as pl

from analysis.marts.code_names import named
from analysis.messages import Lang, say
from analysis.messages.dates import month_words

STALE_MONTHS = 3  # figures come by the month, and by the quarter at the least

_ON_ITS_DAY = {
    "met_late": "target_late",
    "met_before": "target_met_before",
    "unknown_when_due": "target_due_unknown",
}
_FROM_VERDICT = pl.col("source_form") == "fct_verdicts"


def standing(status: str, reason: str | None, lang: Lang) -> str:
    """The status of a target, and that it was missed on its day, or met once, where it was."""
    said = say(f"target_{status}", lang)
    code = _ON_ITS_DAY.get(reason or "")
    return say(code, lang, status=said) if code else said


def age_in_months(end: date, as_of: date) -> int:
    """Months from the one that `end` lies in to that of the build's day."""
    return 12 * (as_of.year - end.year) + as_of.month - end.month


def is_stale(status: str, reason: str | None, kind: str, period_end: date, as_of: date) -> bool:
    """Whether a standing rests on a figure of months ago; what is built stays built, and what lacks years to compare
    is not old."""
    if (
        status == "no_data"
        or reason == "years_too_few"
        or (kind == "milestone" and status == "met")
    ):
        return False
    return age_in_months(period_end, as_of) > STALE_MONTHS


def state(
    status: str, reason: str | None, kind: str, period_end: date, as_of: date, lang: Lang
) -> str:
    """The status of a target as every surface says it: that it was missed on its day where it was, and the month that
    its figures stop at where that is long ago."""
    said = standing(status, reason, lang)
    if is_stale(status, reason, kind, period_end, as_of):
        return say("status_stale", lang, status=said, end=month_words(period_end, lang))
    return said


def worded(
    progress: pl.DataFrame,
    targets: pl.DataFrame,
    departments: pl.DataFrame,
    judged: pl.DataFrame,
    lang: Lang,
) -> pl.DataFrame:
    """`progress` with ``name``, ``departments`` (a list of names) and ``note``: the reason, or for a
    target that is a rate the sentence of its verdict; null where there is nothing to say.

    Args:
        progress: rows of ``fct_target_progress``; targets, departments: ``dim_target`` and
            ``dim_department``; judged: the verdicts with their sentences.
    """
    sentences = judged.select("indicator_id", "period_end", "sentence")
    names = dict(departments.select("department_id", f"name_{lang}").iter_rows())
    who = pl.element().replace_strict(names, return_dtype=pl.String)
    return (
        progress.join(
            targets.select("target_id", "indicator_id", name=f"name_{lang}"), on="target_id"
        )
        .join(sentences, on=["indicator_id", "period_end"], how="left")
        .with_columns(
            departments=pl.col("department_ids").list.eval(who),
            note=pl.coalesce(
                pl.when(_FROM_VERDICT).then("sentence"), named("target_reason", "reason", lang)
            ),
        )
        .drop("sentence", "indicator_id")
    )

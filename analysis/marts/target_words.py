"""Where a target of the plan stands, in the words of a reader: who answers, and what to know."""

import polars as pl

from analysis.marts.code_names import named
from analysis.messages import Lang, say

_ON_ITS_DAY = {"met_late": "target_late", "unknown_when_due": "target_due_unknown"}
_FROM_VERDICT = pl.col("source_form") == "fct_verdicts"


def standing(status: str, reason: str | None, lang: Lang) -> str:
    """The status of a target, and that it was missed on its day where it was."""
    said = say(f"target_{status}", lang)
    code = _ON_ITS_DAY.get(reason or "")
    return say(code, lang, status=said) if code else said


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
            note=named("target_reason", "reason", lang).fill_null(
                pl.when(_FROM_VERDICT).then("sentence")
            ),
        )
        .drop("sentence", "indicator_id")
    )

"""Our figures beside published ones."""

from datetime import date

import polars as pl

from analysis.base.places import own_id
from analysis.findings.findings import Findings
from analysis.marts.caveats import caveat_words
from analysis.marts.code_names import name_of
from analysis.marts.rows import ReconciliationRow, in_language, rows_of


def beside_published(findings: Findings) -> pl.DataFrame:
    """Rows of ``fct_reconciliation`` up to the span's last year whose difference is known, with the
    ``name`` and ``unit`` of the figure, ``is_equal`` and the ``reason`` in words."""
    marts, told = findings.marts, {"name": f"name_{findings.lang}", "unit": f"unit_{findings.lang}"}
    names = pl.concat(
        [
            marts["dim_indicator"].select(what="indicator_id", **told),
            marts["dim_series"].select(what="series", **told),
        ]
    )
    found = marts["fct_reconciliation"].filter(
        pl.col("period_end") <= date(findings.year, 12, 31), pl.col("difference_pct").is_not_null()
    )
    found = found.join(names, on="what", how="left")
    reasons = [_why(findings, row) for row in rows_of(found, ReconciliationRow)]
    return found.with_columns(
        name=pl.col("name").fill_null(pl.col("what")),
        is_equal=pl.col("reason").str.starts_with("equal"),
        reason=pl.Series(reasons, dtype=pl.String),
    ).sort("period_end", "name")


def _why(findings: Findings, row: ReconciliationRow) -> str:
    """Why our figure is the published one, or is not."""
    lang = findings.lang
    if row["reason"] == "unexplained" and row["region_id"] == own_id() and findings.marts.is_sample:
        return findings.say("published_sample")
    if row["reason"] == "stock_carried_forward":
        return caveat_words({**row, "caveats": [row["reason"]]}, lang)
    known = in_language(row, "reason_note", lang)
    return known or name_of("reconciliation_reason", row["reason"], lang)

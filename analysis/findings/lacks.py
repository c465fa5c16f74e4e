"""What was due by the build's day and did not come or does not count."""

import polars as pl

from analysis.findings.findings import Findings
from analysis.messages.dates import period_list

_NAMED = 3  # runs of periods
_EACH = 8  # so many forms of departments are told one by one


def lacks(findings: Findings) -> pl.DataFrame:
    """The rows of `Findings.missing` that were due, in order of time."""
    return findings.missing.filter(pl.col("due_date") < findings.marts.as_of).sort("period_end")


def lacks_words(findings: Findings) -> str:
    """Who lacks which forms, how many and of which periods; nothing where nothing lacks."""
    said = []
    lacking = lacks(findings).select("department", "name").n_unique()
    by_who = lacks(findings).group_by("department", maintain_order=True)
    for (who,), rows in by_who:
        forms = rows.group_by("name", maintain_order=True).agg(
            pl.len().alias("count"),
            pl.col("period").alias("periods"),
        )
        if lacking > _EACH:
            said.append(findings.say("lacks_in_all", who=who, count=rows.height))
            continue
        listed = findings.listed(
            findings.say(
                "lack_of_form",
                form=form,
                count=count,
                periods=period_list(periods, findings.lang, _NAMED),
            )
            for form, count, periods in forms.iter_rows()
        )
        said.append(findings.say("lacks_of", who=who, forms=listed))
    return findings.say("list_semicolon").join(said)

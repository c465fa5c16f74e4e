"""What was due by the build's day and did not come or does not count."""

import polars as pl

from analysis.findings.findings import Findings
from analysis.messages.dates import period_list

_NAMED = 3  # runs of periods
_EACH = 8  # so many forms of departments are told one by one
_MOST = 5  # so many departments, those that lack most, where there are more


def lacks(findings: Findings) -> pl.DataFrame:
    """The rows of `Findings.missing` that were due, in order of time."""
    return findings.missing.filter(pl.col("due_date") < findings.marts.as_of).sort("period_end")


def lacks_words(findings: Findings) -> str:
    """Who lacks which forms, how many and of which periods; nothing where nothing lacks."""
    said, in_all = [], []
    lacking = lacks(findings).select("department", "name").n_unique()
    by_who = lacks(findings).group_by("department", maintain_order=True)
    for (who,), rows in by_who:
        forms = rows.group_by("name", maintain_order=True).agg(
            pl.len().alias("count"),
            pl.col("period").alias("periods"),
        )
        if lacking > _EACH:
            in_all.append((rows.height, findings.say("lacks_in_all", who=who, count=rows.height)))
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
    if len(in_all) > _MOST:
        most = [words for _, words in sorted(in_all, key=lambda one: -one[0])]
        return findings.listed(most, _MOST)
    return findings.say("list_semicolon").join([*said, *(words for _, words in in_all)])

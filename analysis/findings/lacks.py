"""What was due by the build's day and did not come or does not count."""

import polars as pl

from analysis.findings.findings import Findings
from analysis.messages.dates import period_list

_NAMED = 3  # runs of periods
_EACH = 4  # so many forms of departments are told one by one
_MOST = 5  # so many departments, those that lack most, where there are more


def lacks(findings: Findings) -> pl.DataFrame:
    """The rows of `Findings.missing` that were due, in order of time."""
    return findings.missing.filter(pl.col("due_date") < findings.marts.as_of).sort("period_end")


def lacks_words(findings: Findings) -> str:
    """Who lacks which forms, how many and of which periods; nothing where nothing lacks."""
    said, in_all = [], []
    lacking = lacks(findings).with_columns(is_early=pl.col("status") == "early")
    is_long = lacking.select("department", "name").n_unique() > _EACH
    for (who,), rows in lacking.group_by("department", maintain_order=True):
        if is_long:
            early = rows["is_early"].sum()
            code = "lacks_in_all_early" if early else "lacks_in_all"
            words = findings.say(code, who=who, count=rows.height, early=early)
            in_all.append((rows.height, words))
            continue
        forms = rows.group_by("name", "is_early", maintain_order=True).agg(
            pl.len().alias("count"),
            pl.col("period").alias("periods"),
        )
        listed = findings.listed(
            findings.say(
                "lack_of_form_early" if is_early else "lack_of_form",
                form=form,
                count=count,
                periods=period_list(periods, findings.lang, _NAMED),
            )
            for form, is_early, count, periods in forms.iter_rows()
        )
        said.append(findings.say("lacks_of", who=who, forms=listed))
    if len(in_all) > _MOST:
        most = [words for _, words in sorted(in_all, key=lambda one: -one[0])]
        return findings.listed(most, _MOST)
    return findings.say("list_semicolon").join([*said, *(words for _, words in in_all)])

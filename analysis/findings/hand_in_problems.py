"""Problems with what was handed in or was not: files that lack or wait, rows that do not count."""

from collections.abc import Iterator

import polars as pl

from analysis.findings.findings import Findings
from analysis.findings.lacks import lacks
from analysis.findings.problem import Problem, problem, report_due
from analysis.messages.dates import period_list

OFFICE = "working_group_office"  # signs the paper and decides on held files
_PERIODS = 3  # so many periods of a missing form are named
_ALONE = 3  # what so many departments lack is told of each by itself


def missing(findings: Findings) -> Iterator[Problem]:
    """What did not come, and what came before its period was over; what is held or was refused is told by
    `waiting`."""
    for kind in ("missing", "early"):
        own = lacks(findings).filter(status=kind)
        givers = list(own.group_by("department", maintain_order=True))
        if len(givers) > _ALONE:
            yield _together(findings, kind, own)
            continue
        for (who,), rows in givers:
            figures = {
                "who": who,
                "count": rows.height,
                "forms": _forms(findings, rows),
                "names": findings.listed(rows["name"].unique(maintain_order=True)),
            }
            yield problem(findings, kind, [str(who)], report_due(findings), **figures)


def _together(findings: Findings, kind: str, lacking: pl.DataFrame) -> Problem:
    """What many lack, as one problem: one each would fill pages."""
    by_who = {
        str(who): rows for (who,), rows in lacking.group_by("department", maintain_order=True)
    }
    each = findings.say("list_semicolon").join(
        findings.say("lacks_of", who=who, forms=_forms(findings, rows, "list_comma"))
        for who, rows in by_who.items()
    )
    counts = findings.listed(
        findings.say("lacks_in_all", who=who, count=rows.height) for who, rows in by_who.items()
    )
    figures = {"count": lacking.height, "each": each, "counts": counts}
    return problem(findings, f"{kind}_of_many", list(by_who), report_due(findings), **figures)


def _forms(findings: Findings, lacking: pl.DataFrame, between: str = "list_semicolon") -> str:
    """The forms of which hand-ins lack, with the first of them; those that lack the same together."""
    forms = lacking.group_by("name", maintain_order=True).agg("period")
    by_periods: dict[str, list[str]] = {}
    for form, periods in forms.iter_rows():
        said = period_list(periods, findings.lang, _PERIODS)
        by_periods.setdefault(said, []).append(form)
    return findings.say(between).join(
        findings.say("problem_form", form=findings.listed(names), periods=periods)
        for periods, names in by_periods.items()
    )


def waiting(findings: Findings) -> Iterator[Problem]:
    """What was refused waits for its department, what is held for the department and for the office."""
    known = findings.marts["dim_department"]
    office = known.filter(department_id=OFFICE)[f"name_{findings.lang}"].to_list()
    waits = _by_whom(findings).filter("waits").sort("status", "who")
    for (status, who), rows in waits.group_by("status", "who", maintain_order=True):
        figures = {"who": who, "count": rows.height, "office": findings.listed(office)}
        answer = [str(who), *office] if status == "held" else [str(who)]
        yield problem(findings, str(status), answer, report_due(findings), **figures)


def set_aside(findings: Findings) -> Iterator[Problem]:
    """Rows since the span began that do not count, though the rest of their files does."""
    own = _by_whom(findings).join(files_since_span_began(findings), on="hand_in_id", how="semi")
    files = own.filter(pl.col("rows_quarantined") > 0).sort("who")
    for (who,), rows in files.group_by("who", maintain_order=True):
        figures = {"who": who, "files": rows.height, "count": rows["rows_quarantined"].sum()}
        yield problem(findings, "rows_set_aside", [str(who)], report_due(findings), **figures)


def unlisted(findings: Findings) -> Iterator[Problem]:
    """Files of one form and period from departments that are not in the list: two spellings of one
    department would count twice."""
    files = files_since_span_began(findings).filter(pl.col("department").str.starts_with("unknown"))
    several = files.filter(pl.col("department").n_unique().over("form", "period") > 1).sort("path")
    if several.is_empty():
        return
    known = findings.marts["dim_department"]
    office = known.filter(department_id=OFFICE)[f"name_{findings.lang}"].to_list()
    first = several["path"].head(_PERIODS).to_list()
    figures = {"count": several.height, "names": findings.listed(first)}
    yield problem(findings, "unlisted", office, report_due(findings), **figures)


def files_since_span_began(findings: Findings) -> pl.DataFrame:
    """The rows of dim_hand_in that are in force for a period of the span or since: targets stand as of
    the build's day."""
    is_late = pl.col("period_end") >= findings.span.first
    return findings.marts["dim_hand_in"].filter("is_in_force", is_late)


def _by_whom(findings: Findings) -> pl.DataFrame:
    """All hand-ins, with who gave them (`who`): forms write a department by its id, its name or an alias."""
    known, name = findings.marts["dim_department"], f"name_{findings.lang}"
    spelt = findings.marts.table("intermediate", "int_departments_matched")
    listed = spelt.join(known.select("department_id", name), on="department_id").select(
        name, department="department_name"
    )
    who = pl.coalesce(name, "department", pl.lit(findings.say("department_unknown")))
    hand_ins = findings.marts["fct_hand_ins"].join(listed, on="department", how="left")
    return hand_ins.with_columns(who=who)

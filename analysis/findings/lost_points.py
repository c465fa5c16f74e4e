"""Items of schemes of evaluation that lost points, as problems."""

from collections.abc import Iterator

from analysis.findings.findings import Findings
from analysis.findings.problem import Problem, problem, report_due
from analysis.marts.evaluation import ScoreRow, scores
from analysis.messages.dates import month_words
from analysis.messages.numbers import bound, short


def lost_points(findings: Findings) -> Iterator[Problem]:
    """Items of a scheme that lost points; those that only count the plan's targets are told as such."""
    for row in scores(findings.marts, findings.lang):
        points, most = row["points"], row["points_max"]
        holds = row["reason"] == "veto_holds"
        is_whole = points is None or most is None or points >= most
        is_told = row["points_origin"] == "ours" and row["target_id"] is not None
        if not holds and (is_whole or is_told or row["status"] == "veto"):
            continue
        due = row["due_date"]
        by = due if due and due >= findings.marts.as_of else report_due(findings)
        figures = {
            "scheme": row["scheme_name"],
            "item": row["name"],
            "value": _scored_by(findings, row),
        }
        figures |= {
            "points": short(points),
            "most": short(most),
            "due": findings.say("score_due", due=findings.day(due)) if due else "",
        }
        kind = "veto" if holds else "score_each" if row["rule_kind"] == "per_item" else "score"
        yield problem(findings, kind, findings.others(row["departments"]), by, **figures)


def _scored_by(findings: Findings, row: ScoreRow) -> str:
    """The figure that an item is held to, with what is asked of it or, of a veto, what must not be."""
    if row["target_id"] and row["indicator_id"]:
        return findings.say("value_of_verdict")
    value = f"{short(row['value'], row['bound'])}{row['unit']}"
    if row["value"] is None:
        value = f"≥{short(row['value_lower'], row['bound'])}{row['unit']}"  # part is not known
    if row["bound"] is None:
        return value
    asked_for = bound(row["operator"], row["bound"], row["unit"])
    said = "value_vetoed" if row["rule_kind"] == "veto" else "value_asked"
    end = row["period_end"]
    month = month_words(end, findings.lang) if end else "—"
    return findings.say(said, value=value, end=month, bound=asked_for)

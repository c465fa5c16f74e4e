"""Who hands in what a rate stands on."""

import polars as pl

from analysis.findings.findings import Findings
from analysis.marts.departments import department
from analysis.marts.plan import PlanIndicatorRow


def reporters(findings: Findings, domain: str) -> list[str]:
    """Who hands in the accidents of a domain; where nobody did yet, who is to by its forms."""
    own = findings.marts["dim_hand_in"].filter("is_in_force", event_domain=domain)
    if own.is_empty():
        forms = findings.marts.table("staging", "stg_forms").filter(event_domain=domain)
        return _named_by(findings, forms)
    who = department(findings.marts["dim_department"], findings.lang)
    names: list[str] = own.select(who)["department"].unique().sort().to_list()
    return names


def givers(findings: Findings, indicator: PlanIndicatorRow) -> list[str]:
    """Who is to hand in the denominator of a rate, by its forms."""
    feeds = findings.marts.table("staging", "stg_feeds")
    feeds = feeds.filter(series=indicator["denominator_series"])
    forms = findings.marts.table("staging", "stg_forms").join(feeds, on="form", how="semi")
    return _named_by(findings, forms)


def _named_by(findings: Findings, forms: pl.DataFrame) -> list[str]:
    """The departments that the layouts of `forms` name."""
    known = findings.marts["dim_department"]
    own = known.join(forms, left_on="department_id", right_on="department", how="semi")
    names: list[str] = own[f"name_{findings.lang}"].unique().sort().to_list()
    return names

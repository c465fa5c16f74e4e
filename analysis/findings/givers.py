"""Who hands in what a rate stands on."""

from analysis.findings.findings import Findings
from analysis.marts.departments import department
from analysis.marts.plan import PlanIndicatorRow


def reporters(findings: Findings, domain: str) -> list[str]:
    """Who hands in the accidents of a domain; where nobody did yet, who is to by its forms."""
    departments = findings.marts["dim_department"]
    own = findings.marts["dim_hand_in"].filter("is_in_force", event_domain=domain)
    if own.is_empty():
        forms = findings.marts.table("staging", "stg_forms").filter(event_domain=domain)
        own = departments.join(forms, left_on="department_id", right_on="department", how="semi")
        own = own.select(department_zh="name_zh")
    who = department(departments, findings.lang)
    names: list[str] = own.select(who)["department"].unique().sort().to_list()
    return names


def givers(findings: Findings, indicator: PlanIndicatorRow) -> list[str]:
    """Who is to hand in the denominator of a rate, by its forms."""
    feeds = findings.marts.table("staging", "stg_feeds").filter(
        series=indicator["denominator_series"]
    )
    forms = findings.marts.table("staging", "stg_forms").join(feeds, on="form", how="semi")
    own = findings.marts["dim_department"].join(
        forms, left_on="department_id", right_on="department", how="semi"
    )
    names: list[str] = own[f"name_{findings.lang}"].sort().to_list()
    return names

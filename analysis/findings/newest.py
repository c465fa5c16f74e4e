"""How old the newest data are: figures of long ago are no situation of today."""

from analysis.findings.span import handed_in
from analysis.marts.snapshot import Snapshot
from analysis.marts.target_words import STALE_MONTHS, age_in_months
from analysis.messages import Lang, say
from analysis.messages.dates import month_words


def has_data(marts: Snapshot) -> bool:
    """Whether accidents of any month are handed in whole for a rate of the plan."""
    return bool(handed_in(marts, "month"))


def age_words(marts: Snapshot, lang: Lang) -> str:
    """That no accidents were handed in, or of which month the newest are and how long ago that is; empty where they
    are of the last months."""
    if not has_data(marts):
        is_empty = marts["fct_hand_ins"].filter(status="accepted").is_empty()
        return say("newest_nothing" if is_empty else "newest_no_accidents", lang)
    end = max(handed_in(marts, "month"))
    months = age_in_months(end, marts.as_of)
    said = {"end": month_words(end, lang), "count": months, "day": f"{marts.as_of}"}
    return say("newest_old", lang, **said) if months > STALE_MONTHS else ""

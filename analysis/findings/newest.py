"""How old the newest data are: figures of long ago are no situation of today."""

import polars as pl

from analysis.base.places import counties, is_below, own_id
from analysis.findings.span import handed_in
from analysis.marts.snapshot import Snapshot
from analysis.marts.target_words import STALE_MONTHS, age_in_months
from analysis.messages import Lang, say
from analysis.messages.dates import month_words
from analysis.messages.numbers import listed


def has_data(marts: Snapshot) -> bool:
    """Whether accidents of any month are handed in whole for a rate of the plan."""
    return bool(handed_in(marts, "month"))


def lacking_words(marts: Snapshot, lang: Lang) -> str:
    """Which counties no accidents are handed in of while others' are: the figures of the whole are unknown for them.
    Empty where there are none."""
    given = marts.table("staging", "stg_hand_ins").filter(
        pl.col("event_domain").is_not_null(), status="accepted"
    )["reporting_region_id"]
    codes = [place.region_id for place in counties()]
    within = [code for code in codes if code == own_id() or is_below(code, own_id())]
    lacking = [code for code in within if code not in set(given)]
    if not lacking or len(lacking) == len(within):
        return ""
    names = marts.region_names(lang)
    return say("newest_lacking", lang, names=listed([names[code] for code in lacking], lang))


def age_words(marts: Snapshot, lang: Lang) -> str:
    """That no accidents were handed in, or of which month the newest are and how long ago that is; empty where they
    are of the last months."""
    if not has_data(marts):
        is_empty = marts["fct_hand_ins"].filter(status="accepted").is_empty()
        if is_empty:
            return say("newest_nothing", lang)
        return say("newest_no_accidents", lang) + lacking_words(marts, lang)
    end = max(handed_in(marts, "month"))
    months = age_in_months(end, marts.as_of)
    said = {"end": month_words(end, lang), "count": months, "day": f"{marts.as_of}"}
    return say("newest_old", lang, **said) if months > STALE_MONTHS else ""

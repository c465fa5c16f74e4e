"""The line under every picture: whether it is a sample, where it is from, and what waits."""

from analysis.marts.snapshot import Snapshot
from analysis.marts.waiting import waiting
from analysis.messages import Lang, say
from analysis.messages.dates import day_words


def foot(marts: Snapshot, today: str, lang: Lang) -> str:
    """Of what is drawn on the day `today`."""
    build = marts.build
    as_of = day_words(build["as_of"], lang)
    source = say("chart_foot", lang, build_id=build["build_id"], as_of=as_of, today=today)
    waits = waiting(marts["fct_hand_ins"], marts["fct_quarantined_cells"])
    parts = [source, waits.text(lang)] if waits else [source]
    sample = say("chart_foot_sample", lang) if marts.is_sample else ""
    return sample + say("list_semicolon", lang).join(parts)

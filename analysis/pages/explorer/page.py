"""The explorer as one HTML file: its data, its script and its looks are within it."""

import json
from typing import Any

from markupsafe import Markup

from analysis.charts.theme import ACCENT, DATA, FONT, GOOD
from analysis.marts.foot import foot
from analysis.marts.snapshot import Snapshot
from analysis.marts.waiting import waiting
from analysis.messages import Lang, say, wordings
from analysis.pages.environment import ENVIRONMENT
from analysis.pages.explorer.data import explorer_data

_COLUMNS = (
    "name", "region", "period", "numerator", "denominator", "rate", "unit", "rate_lower_95",
    "rate_upper_95", "prior_year_rate", "change_pct", "verdict", "note", "code", "significance", "source",
)  # fmt: skip
_COLORS = (DATA, ACCENT, GOOD, "#CC79A7")  # Okabe & Ito (2008), as the charts
_SAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def explorer_page(marts: Snapshot, lang: Lang = "zh") -> str:
    """The page as HTML; text from seeds and hand-ins is escaped."""

    def tell(code: str, **params: object) -> str:
        return say(code, lang, **params)

    build = tell("report_build", build_id=marts.build["build_id"], as_of=marts.as_of)
    waits = waiting(marts["fct_hand_ins"], marts["fct_quarantined_cells"])
    words = (
        wordings("explorer_", lang)
        | wordings("at_least", lang)
        | {f"col_{n}": tell(f"col_{n}") for n in _COLUMNS}
    )
    look = {"colors": _COLORS, "font": FONT, "lang": lang, "words": words}
    # the script writes the day on which a picture is drawn
    dated = {"foot": foot(marts, "{today}", lang), "day": marts.as_of}
    return ENVIRONMENT.get_template("explorer/page.html").render(
        say=tell,
        lang=lang,
        build=build,
        is_sample=marts.is_sample,
        waits=waits.text(lang) if waits else "",
        data=_json(explorer_data(marts, lang) | look | dated),
    )


def _json(data: dict[str, Any]) -> Markup:
    """For a script element: nothing in it ends that element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    return Markup(text.translate(_SAFE))

"""The codes that a verdict is kept as: who only reads them needs no arithmetic."""

from enum import StrEnum


class OfficialVerdict(StrEnum):
    """What the official rule says; named in ``seeds/code_names.csv``."""

    FELL_EACH_YEAR = "fell_each_year"
    ROSE_EACH_YEAR = "rose_each_year"
    LEVEL = "level"
    MIXED = "mixed"


class Verdict(StrEnum):
    """What statistics say; named in ``seeds/code_names.csv``."""

    IMPROVING = "improving"
    PROBABLY_IMPROVING = "probably_improving"
    NO_CLEAR_CHANGE = "no_clear_change"
    PROBABLY_WORSENING = "probably_worsening"
    WORSENING = "worsening"
    TOO_FEW = "too_few"
    TOO_SHORT = "too_short"
    DEFINITION_CHANGED = "definition_changed"


class Reason(StrEnum):
    """Why a verdict stands although something is wanting, or why none does; named likewise."""

    NO_YEARS_BEFORE = "no_years_before"
    NO_YEARS_SINCE = "no_years_since"
    FEW_EVENTS = "few_events"
    EVEN_SO_COUNTED = "even_so_counted"
    BEFORE_BREAK_ONLY = "before_break_only"
    BROKEN = "broken"

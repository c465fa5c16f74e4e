"""What a title says of the period of the table below it."""

from analysis.base.text import squeeze
from analysis.forms.periods import Period, find_period
from analysis.reading.row_kinds import is_note
from analysis.reading.scope import Scope


def title_period(text: str, scope: Scope) -> Period | None:
    """The period that a title claims, as the form counts periods; ``None`` where it claims none.

    A title that names more than the period (the year of a monthly file) claims nothing else than
    it; one of a stock may name the moment at the end.
    """
    layout, period = scope.layout, scope.period
    word = squeeze(text[:200])
    if "年" not in word or is_note(word):
        return None
    named = find_period(word)
    if named is None:
        return None
    if named.months == 12 and named.holds(period) and "全年" not in word:
        return period  # a title often names the year alone
    settled = layout.period.settle(named)
    if settled is not None:
        return settled
    if named.holds(period) or (layout.event_domain is None and named.end == period.end):
        return period
    return named


def other_period(text: str, scope: Scope) -> bool:
    """Whether a title claims another period than the file's."""
    claimed = title_period(text, scope)
    return claimed is not None and claimed != scope.period

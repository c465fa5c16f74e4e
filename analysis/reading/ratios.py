"""A row that states a share beside the two figures that it is the share of."""

from decimal import Decimal

from analysis.forms.rules import RowRatio
from analysis.forms.words import kinds_of_targets
from analysis.messages import Message
from analysis.reading.rows import DataRow

_PER = (1, 100, 1_000, 10_000)  # a share is written as such, in percent, or per so many
_ROUNDED = Decimal("0.011")  # to so much of itself, or so much in its own unit
_STEP = Decimal("0.11")


def ratio_problem(row: DataRow, rule: RowRatio, written: str) -> Message | None:
    """What is wrong with the stated share: it is none of its own halves, more than the whole, or one cannot tell
    what it says. A milestone is read as 1 where it is built and as 0 where it is not.

    Args:
        written: the share's cell as text; with a percent sign there is no question.
    """
    part, whole, stated = map(row.figure, (rule.numerator, rule.denominator, rule.value))
    kind = kinds_of_targets().get(str(row.values.get(rule.name)))
    has_halves = part is not None and bool(whole)
    if part is not None and whole is not None and _contradicts(part, whole, stated, kind):
        return Message("ratio_contradicts")
    if kind == "number" and stated is None and has_halves:
        return Message("value_of_halves_unclear")
    if stated is None or kind not in ("percent", "milestone"):
        return None
    said = f"{stated.normalize():f}"
    if kind == "milestone":
        built = stated / 100 if written.endswith("%") else stated
        if part is not None and whole:
            built = part / whole
        if not 0 <= built <= 1:
            return Message("milestone_unclear", {"value": written})
        row.values[rule.value] = Decimal(int(built == 1))
    elif has_halves:
        return None
    elif stated > 100:
        return Message("share_over_whole", {"value": said})
    elif 0 < stated <= 1 and not written.endswith("%"):
        return Message("share_unclear", {"value": said, "times": f"{(stated * 100).normalize():f}"})
    return None


def _contradicts(part: Decimal, whole: Decimal, stated: Decimal | None, kind: str | None) -> bool:
    if whole == 0 or (part > whole and kind != "number"):
        return part > whole
    if stated is None:
        return False
    worked_out = (part / whole * per for per in _PER)
    return all(abs(own - stated) > max(_STEP, _ROUNDED * abs(stated)) for own in worked_out)

"""A row that states a share beside the two figures that it is the share of."""

from decimal import Decimal

from analysis.forms.rules import RowRatio
from analysis.forms.words import names_of_shares
from analysis.messages import Message
from analysis.reading.rows import DataRow

_PER = (1, 100, 1_000, 10_000)  # a share is written as such, in percent, or per so many
_ROUNDED = Decimal("0.011")  # to so much of itself, or so much in its own unit
_STEP = Decimal("0.11")


def ratio_problem(row: DataRow, rule: RowRatio, written: str) -> Message | None:
    """What is wrong with the stated share: it is none of its own halves, more than the whole, or, without
    both of them, one cannot tell whether it is in percent.

    Args:
        written: the share's cell as text; with a percent sign there is no question.
    """
    part, whole, stated = map(row.figure, (rule.numerator, rule.denominator, rule.value))
    if part is not None and whole is not None and _contradicts(part, whole, stated):
        return Message("ratio_contradicts")
    if (
        stated is None
        or (part is not None and whole)
        or row.values.get(rule.name) not in names_of_shares()
    ):
        return None
    if stated > 100:
        return Message("share_over_whole", {"value": f"{stated.normalize():f}"})
    if 0 < stated <= 1 and not written.endswith("%"):
        times = f"{(stated * 100).normalize():f}"
        return Message("share_unclear", {"value": f"{stated.normalize():f}", "times": times})
    return None


def _contradicts(part: Decimal, whole: Decimal, stated: Decimal | None) -> bool:
    if whole == 0 or part > whole:
        return part > whole
    if stated is None:
        return False
    worked_out = (part / whole * per for per in _PER)
    return all(abs(own - stated) > max(_STEP, _ROUNDED * abs(stated)) for own in worked_out)
